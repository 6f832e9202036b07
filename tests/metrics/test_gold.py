from pathlib import Path

import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.domain.errors import InputError
from narratief.metrics.gold import GoldTurn, LabelledText, PersonalData, load_gold, load_labelled, load_personal_data

SAMPLES = Path(__file__).parents[2] / "narratives"
LINE = '{"file": "a.txt", "turn": 0, "start": "Ja", "themes": ["influence_doubt"]}'


def write(tmp_path, *lines):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_reads_gold(tmp_path):
    assert load_gold(write(tmp_path, "\ufeff" + LINE, "", "")) == (
        GoldTurn("a.txt", 0, "Ja", frozenset({"influence_doubt"})),
    )


def test_reads_the_sample_projects():
    themes = default_codebook().theme_ids

    assert sum(len(load_gold(path, themes)) for path in SAMPLES.glob("*/gold.jsonl")) == 201
    assert sum(len(load_personal_data(path)) for path in SAMPLES.glob("*/pii.jsonl")) == 110


def test_reads_personal_data_and_loose_texts(tmp_path):
    pii = write(tmp_path, '{"file": "a.txt", "text": "Gerrit", "type": "person"}')
    assert load_personal_data(pii) == (PersonalData("a.txt", "Gerrit", "person"),)

    loose = write(
        tmp_path, '{"text": "Nooit meer.", "themes": [], "question": "En toen?"}', '{"text": "Ja", "themes": []}'
    )
    assert load_labelled(loose) == (
        LabelledText("Nooit meer.", frozenset(), "En toen?"),
        LabelledText("Ja", frozenset()),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "Regel 2 klopt niet: geen geldige JSON"),
        ("[]", "Regel 2 klopt niet: geen {…}"),
        ('{"turn": 1, "start": "x", "themes": []}', "'file' ontbreekt"),
        ('{"file": "a", "turn": -1, "start": "x", "themes": []}', "'turn' is geen getal"),
        ('{"file": "a", "turn": true, "start": "x", "themes": []}', "'turn' is geen getal"),
        ('{"file": "a", "turn": 1, "start": "x", "themes": "y"}', "'themes' ontbreekt"),
        ('{"file": "a", "turn": 1, "start": "x", "themes": ["tree_love"]}', "onbekend thema tree_love"),
        (LINE, "Beurt 0 van a.txt staat er twee keer in"),
    ],
)
def test_says_which_line_is_broken_and_why(tmp_path, line, message):
    with pytest.raises(InputError) as caught:
        load_gold(write(tmp_path, LINE, line), {"influence_doubt"})

    assert message in caught.value.problem.message
    assert caught.value.problem.file == "gold.jsonl"


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="niet te lezen"):
        load_gold(tmp_path / "gold.jsonl")


def test_a_file_that_is_no_text_is_an_input_error(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InputError, match="niet te lezen"):
        load_gold(path)
