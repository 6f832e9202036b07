"""Events that residents share, found from transcript to moment and scored against a person's moments.jsonl."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narratief.domain.codebook_file import project_codebook
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.project import Project
from narratief.domain.result import ProjectResult
from narratief.metrics.events import EventScores, score_events
from narratief.metrics.gold import load_moments
from narratief.nlp.pipeline import load_pipeline
from narratief.nlp.segment import divisions, fragments_of
from narratief.turning_points import find_turning_points

GOLD = "moments.jsonl"


def with_moments(folder: Path) -> list[Path]:
    """Folders of projects in which somebody marked events: the folder itself, or those right below it."""
    if (folder / GOLD).exists():
        return [folder]
    return sorted(path.parent for path in folder.glob(f"*/{GOLD}"))


def score_project_moments(project: Project, result: ProjectResult) -> EventScores:
    """Score the events found in a project.

    Themes play no part: they choose among events, and do not make one.

    Raises
    ------
    InputError
        When moments.jsonl is broken.
    """
    timeline = find_turning_points(result)
    found = [event.places for event in (*timeline.turning_points, *timeline.others)]
    return score_events(load_moments(project.path / GOLD), found)


def uncoded(project: Project, interviews: Sequence[Interview]) -> ProjectResult:
    """Segment pseudonymised interviews of a project, without a code."""
    fragments: list[Fragment] = []
    for interview in interviews:
        divided = divisions(load_pipeline(), interview.resident_turns)
        fragments += fragments_of(project.name, interview, divided)
    codebook = project_codebook(project.path)
    return ProjectResult(project.name, project.facts, codebook, tuple(interviews), tuple(fragments), ())
