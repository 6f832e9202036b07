"""Every resident turn of the sample projects is read as the gold says."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from narratief.transcripts.read import read_transcript

NARRATIVES = Path(__file__).parents[2] / "narratives"


def gold() -> dict[Path, list[str]]:
    found: dict[Path, list[str]] = defaultdict(list)
    for path in sorted(NARRATIVES.glob("*/gold.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            assert row["turn"] == len(found[path.parent / row["file"]])
            found[path.parent / row["file"]].append(row["start"])
    return found


GOLD = gold()


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_resident_turns(path):
    interview = read_transcript(path)

    assert [turn.text[:50] for turn in interview.resident_turns] == GOLD[path]
    assert all(warning.startswith("Dit is niet als gesprek gelezen") for warning in interview.warnings)
    assert interview.role_confidence > 0.9


def test_all_turns_are_checked():
    assert sum(map(len, GOLD.values())) == 201
    assert len(GOLD) == 12
