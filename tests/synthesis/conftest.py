from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from narratief.domain.code import Code
from narratief.domain.codebook_file import default_codebook
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import ProjectFacts
from narratief.domain.result import ProjectResult

Told = tuple[str, Sequence[str]]
"""Words of a resident, and the themes on them."""


def make_result(
    interviews: dict[str, Sequence[Told]], name: str = "plein", facts: ProjectFacts | None = None, score: float = 0.9
) -> ProjectResult:
    """Make a coded project: per interview its answers, each one fragment, each after the same question."""
    read, fragments, codes = [], [], []
    for file, answers in interviews.items():
        talk = [
            utterance
            for text, _ in answers
            for utterance in (
                Utterance("Vrager", "Hoe ging dat?", "interviewer"),
                Utterance("Bewoner", text, "resident"),
            )
        ]
        interview = Interview.build(file, talk)
        read.append(interview)
        spoken = [answer for answer in answers if answer[0].strip()]
        for number, (turn, (_, themes)) in enumerate(zip(interview.resident_turns, spoken, strict=True)):
            fragment = Fragment(
                name, file, turn.index, number, number, turn.start, turn.end, turn.text, interview.question_before(turn)
            )
            fragments.append(fragment)
            codes += [Code(fragment.id, theme, score) for theme in themes]
    return ProjectResult(name, facts or ProjectFacts(), default_codebook(), tuple(read), tuple(fragments), tuple(codes))


@pytest.fixture
def make() -> Callable[..., ProjectResult]:
    return make_result


@pytest.fixture
def square() -> ProjectResult:
    """Three residents: two told of silence (one of them twice), one of influence, the third of nothing."""
    return make_result(
        {
            "a.txt": [
                ("Ik heb er nooit meer iets van gehoord, echt helemaal nooit.", ["feedback_silence"]),
                ("En daarna bleef het weer maanden stil, geen brief, niks.", ["feedback_silence"]),
                ("Het was allang beslist, dat voelde je aan alles.", ["influence_doubt"]),
            ],
            "b.txt": [
                ("=SOM(A1:A9) zei mijn zwager, en hoorden we ooit nog wat? Nee.", ["feedback_silence"]),
            ],
            "c.txt": [("De koffie was goed.", [])],
        },
        facts=ProjectFacts(
            title="Nieuw <Plein> & omgeving",
            participation_level="raadplegen",
            period="2023-02/2024-06",
            scale="klein",
            costs=12500,
        ),
    )
