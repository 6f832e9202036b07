import json

import pytest

from narratief.domain.errors import InputError
from narratief.metrics.evidence import EvidenceScores, score_evidence
from narratief.metrics.gold import GoldEvidence, load_evidence

TEXT = "We hebben niks meer gehoord. De hond was ziek. Het stond al vast."
TEXTS = {("a.txt", 0): TEXT}
SILENCE = GoldEvidence("a.txt", 0, "feedback_silence", ("niks meer gehoord",))
DOUBT = GoldEvidence("a.txt", 0, "influence_doubt", ("stond al vast",))
FIRST, SECOND, THIRD = (0, 28), (29, 46), (47, 65)


def test_a_code_on_the_marked_words_carries_its_theme():
    found = score_evidence([SILENCE, DOUBT], TEXTS, {("a.txt", 0): [("feedback_silence", FIRST)]})

    assert found == EvidenceScores(codes=1, carried=1, marked=2, reached=1)
    assert (found.precision, found.recall) == (1.0, 0.5)


def test_a_code_beside_the_words_of_its_theme_does_not_carry_it():
    codes = [("feedback_silence", SECOND), ("feedback_silence", THIRD), ("influence_doubt", THIRD)]
    found = score_evidence([SILENCE, DOUBT], TEXTS, {("a.txt", 0): codes})

    assert (found.codes, found.carried, found.reached) == (3, 1, 1)


def test_a_code_on_a_turn_without_marked_words_counts_as_wrong():
    found = score_evidence([], TEXTS, {("a.txt", 0): [("influence_doubt", SECOND)]})

    assert found.precision == 0.0
    assert found.recall is None


def test_words_that_were_read_otherwise_are_told_and_left_out():
    gone = GoldEvidence("a.txt", 0, "influence_doubt", ("staat er niet",))
    found = score_evidence([gone], TEXTS, {})

    assert (found.lost, found.marked, found.precision) == (1, 0, None)


def test_scores_of_projects_add_up():
    one = score_evidence([SILENCE], TEXTS, {("a.txt", 0): [("feedback_silence", FIRST)]})

    assert one + one == EvidenceScores(codes=2, carried=2, marked=2, reached=2)


def test_marked_words_are_read_from_json_lines(tmp_path):
    path = tmp_path / "evidence.jsonl"
    line = {"file": "a.txt", "turn": 0, "theme": "feedback_silence", "words": ["niks meer gehoord"]}
    path.write_text(json.dumps(line), "utf-8")

    assert load_evidence(path) == (SILENCE,)


@pytest.mark.parametrize("words", [None, "niks", [1], [""]])
def test_a_line_without_a_list_of_words_is_told(tmp_path, words):
    path = tmp_path / "evidence.jsonl"
    path.write_text(json.dumps({"file": "a.txt", "turn": 0, "theme": "x", "words": words}), "utf-8")

    with pytest.raises(InputError, match="Regel 1 klopt niet: 'words'"):
        load_evidence(path)
