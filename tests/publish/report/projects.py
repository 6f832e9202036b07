"""Projects to write about: small ones made by hand, and the sample projects with their gold codes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from narratief.domain.code import Code
from narratief.domain.codebook_file import default_codebook
from narratief.domain.fragment import Fragment
from narratief.domain.project import ProjectFacts, load_project
from narratief.domain.result import ProjectResult
from narratief.transcripts.read import read_transcript
from tests.synthesis.conftest import make_result

ROOT = Path(__file__).parents[3]
FOLDERS = {path.parent.name: path.parent for path in ROOT.glob("*/*/project.yaml")} | {
    path.parent.name: path.parent for path in ROOT.glob("models/evaluation/*/project.yaml")
}
"""The sample projects and those of the evaluation, by name."""


@cache
def sample(name: str) -> ProjectResult:
    """A sample project: turns cut into pieces of up to three sentences, its gold themes on the first long one."""
    project = load_project(FOLDERS[name])
    gold = {}
    for line in (project.path / "gold.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        gold[entry["file"], entry["turn"]] = entry["themes"]
    interviews, fragments, codes = [], [], []
    for file in project.files:
        interview = read_transcript(file, project.facts.interviewer_in(file.name))
        interviews.append(interview)
        for number, turn in enumerate(interview.resident_turns):
            own = []
            for piece in re.finditer(r"(?:[^.?!]+[.?!…]*\s*){1,3}", turn.text):
                text = piece[0].strip()
                if text:
                    start = turn.start + piece.start() + len(piece[0]) - len(piece[0].lstrip())
                    at = len(fragments) + len(own)
                    own.append(
                        Fragment(project.name, file.name, turn.index, number, at, start, start + len(text), text)
                    )
            fragments += own
            best = max(own, key=lambda each: (min(len(each.text), 150), -each.start))
            codes += [Code(best.id, theme, 0.9) for theme in gold.get((file.name, number), ())]
    return ProjectResult(
        project.name, project.facts, default_codebook(), tuple(interviews), tuple(fragments), tuple(codes)
    )


def crowd() -> ProjectResult:
    """The three residents of `hall` and two more, enough to tell whose words are whose."""
    return hall(
        {
            "d.txt": [("De eerste avond was gezellig en druk.", [])],
            "e.txt": [("Wij zaten in maart 2024 weer bij elkaar om de tekening te bekijken.", [])],
        }
    )


def hall(more: Mapping[str, Sequence[tuple[str, Sequence[str]]]] | None = None, **facts: object) -> ProjectResult:
    """Three residents who differ: on contact, on silence, and on the first evening; and others where they are given."""
    known = {
        "title": "Buurthuis <De Hal> & plein",
        "participation_level": "raadplegen",
        "period": "2023-02/2024-06",
        "scale": "klein",
        "costs": 12500,
        "description": "Een nieuw buurthuis.",
    }
    return make_result(
        {
            **(more or {}),
            "a.txt": [
                (
                    "Op de eerste avond kende de projectleider mij bij naam, dat vond ik zo prettig.",
                    ["personal_approach"],
                ),
                ("Maar na de zomer hoorde ik er nooit meer iets van, echt helemaal niets.", ["feedback_silence"]),
                ("Toen de tekening kwam in maart 2024 was er niks meer aan te doen.", ["participation_paradox"]),
            ],
            "b.txt": [
                ("De eerste avond was het al beslist, dat voelde je aan alles in die zaal.", ["influence_doubt"]),
                ("Ik dacht dat wij zelf mochten kiezen welk plan het zou gaan worden.", ["unclear_frameworks"]),
                ("Nadat de tekening in de bus viel, bleef het een half jaar doodstil.", ["feedback_silence"]),
            ],
            "c.txt": [
                ("De koffie was goed.", []),
                ("We hebben met de hele straat zelf het plein ontworpen en het ligt er nu.", ["active_role"]),
            ],
        },
        name="hal",
        facts=ProjectFacts.model_validate(known | facts),
    )
