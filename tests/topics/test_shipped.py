"""With the shipped models: loose texts from the command line, and a planted theme that the codebook lacks."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sklearn.metrics import adjusted_mutual_info_score
from typer.testing import CliRunner

from narratief.cli.app import app
from narratief.domain.project import load_project
from narratief.metrics.gold import load_gold
from narratief.nlp.encoder import Encoder, load_encoder
from narratief.nlp.lemmas import stop_words
from narratief.topics.space import load_space
from narratief.transcripts.read import read_transcript

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """Let the network read each text once: the tests below share most of their texts."""
    read, known = Encoder._states, {}

    def states(self: Encoder, tokens: list[int], question: list[int], outputs: list[str]) -> list:
        key = (tuple(tokens), tuple(question), tuple(outputs))
        if key not in known:
            known[key] = read(self, tokens, question, outputs)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Encoder, "_states", states)
        yield


def test_the_space_fits_the_encoder():
    assert sum(len(layer.mean) for layer in load_space().layers) == load_encoder().layers_width


def turns() -> list[dict]:
    """Residents' turns of interviews that no model was trained on, with their themes."""
    found = []
    for folder in sorted([*(ROOT / "models" / "evaluation").iterdir(), *(ROOT / "narratives").iterdir()]):
        if not (folder / "gold.jsonl").exists():
            continue
        gold = {(turn.file, turn.turn): sorted(turn.themes) for turn in load_gold(folder / "gold.jsonl")}
        project = load_project(folder)
        for file in project.files:
            interview = read_transcript(file, project.facts.interviewer_in(file.name))
            for number, turn in enumerate(interview.resident_turns):
                found.append({"text": turn.text, "gold": gold.get((file.name, number), [])})
    return found


def clustered(rows: list[dict], tmp_path: Path) -> list[dict]:
    source, target = tmp_path / "in.jsonl", tmp_path / "uit.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    result = CliRunner().invoke(app, ["topics", "--in", str(source), "--out", str(target)])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


@pytest.mark.slow
def test_clusters_agree_with_themes_on_unseen_texts(tmp_path):
    rows = [row for row in turns() if len(row["gold"]) == 1]

    out = clustered(rows, tmp_path)

    clusters = {row["topic"] for row in out} - {None}
    themes = {row["gold"][0] for row in rows}
    assert adjusted_mutual_info_score([r["gold"][0] for r in out], [str(r["topic"]) for r in out]) >= 0.45
    assert sum(row["topic"] is None for row in out) <= 0.25 * len(out)
    assert len(themes) / 2 <= len(clusters) <= 2 * len(themes)
    words = {word for row in out for word in row["keywords"] or ()}
    assert words
    assert not words & stop_words()
    assert not any("PERSOON" in word.upper() or "[" in word for word in words)


def among_others(name: str) -> list[dict]:
    """Thirty texts on a theme that the codebook lacks, in other words each, among 600 others."""
    planted = [json.loads(line)["text"] for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()][:30]
    others = [row["text"] for row in turns()]
    corpus = sorted((ROOT / "models" / "corpus").glob("fragments_t*.jsonl"))
    lines = [json.loads(line) for path in corpus for line in path.read_text("utf-8").splitlines()]
    others += [line["text"] for line in random.Random(0).sample(lines, 600 - len(others))]
    return [{"text": text, "planted": True} for text in planted] + [{"text": t, "planted": False} for t in others]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["niet_uitgenodigd", "oppas", "vergoeding"])
def test_a_theme_outside_the_codebook_comes_out_whole_and_new(name, tmp_path):
    out = clustered(among_others(name), tmp_path)

    counts = Counter(row["topic"] for row in out if row["planted"] and row["topic"])
    best, inside = counts.most_common(1)[0]
    assert inside >= 18
    assert all(row["new"] for row in out if row["topic"] == best)


@pytest.mark.slow
def test_lines_in_another_order_give_the_same_clusters(tmp_path):
    rows = [row for row in among_others("oppas") if row["planted"] or len(row["text"]) % 3 == 0]
    shuffled = random.Random(1).sample(rows, len(rows))

    one, other = clustered(rows, tmp_path), clustered(shuffled, tmp_path)

    def told(lines: list[dict]) -> list[tuple[str, str, str, bool]]:
        return sorted((row["text"], str(row["topic"]), str(row["label"]), row["new"]) for row in lines)

    assert told(one) == told(other)


def test_thirty_texts_from_the_command_line(tmp_path):
    lines = (DATA / "tijdstip.jsonl").read_text("utf-8").splitlines()[:15]
    lines += (DATA / "niet_uitgenodigd.jsonl").read_text("utf-8").splitlines()[:15]

    out = clustered([json.loads(line) for line in lines], tmp_path)

    assert len(out) == 30
    assert all({"text", "topic", "label", "new"} <= set(row) for row in out)
    assert 1 <= len({row["topic"] for row in out} - {None}) <= 8


def test_a_line_without_text_is_told_in_dutch(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text('{"tekst": "x"}\n', "utf-8")

    result = CliRunner().invoke(app, ["topics", "--in", str(source), "--out", str(tmp_path / "uit.jsonl")])

    assert "geen tekst in het veld 'text'" in str(result.exception)
