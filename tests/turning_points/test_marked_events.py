"""The marked events stand where their lines say, in every project that has them."""

from pathlib import Path

import pytest

from narratief.domain.project import load_project
from narratief.metrics.gold import load_moments
from narratief.transcripts.read import read_transcript

ROOT = Path(__file__).parents[2]
MARKED = sorted(
    path
    for folder in ("narratives", "models/evaluation", "models/evaluation_moments", "models/turning_points/projects")
    for path in (ROOT / folder).glob("*/moments.jsonl")
)


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.parent.name)
def test_marked_words_stand_in_the_turn_that_their_line_names(path):
    project = load_project(path.parent)
    turns = {
        (file.name, number): turn.text
        for file in project.files
        for number, turn in enumerate(read_transcript(file, project.facts.interviewer_in(file.name)).resident_turns)
    }
    mentions = [mention for moment in load_moments(path) for mention in moment.mentions]

    assert mentions
    assert [each for each in mentions if each.words not in turns.get((each.file, each.turn), "")] == []


def test_all_of_them_are_found():
    assert len(MARKED) == 38
