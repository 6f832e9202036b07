from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import xmlschema

from narratief.domain.code import MACHINE, Code
from narratief.domain.codebook_file import default_codebook
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import ProjectFacts
from narratief.domain.result import ProjectResult
from narratief.publish.memo import ExchangeMemo

DATA = Path(__file__).parent / "data"
Answer = tuple[str, Iterable[str]]


@cache
def schema(name: str) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(DATA / name)


def make(
    interviews: dict[str, list[Answer]],
    name: str = "plein",
    facts: ProjectFacts | None = None,
    coders: tuple[str, ...] = (MACHINE,),
) -> ProjectResult:
    """A coded project: per interview its answers, each one fragment, each theme given by every coder."""
    read, fragments, codes = [], [], []
    for file, answers in interviews.items():
        talk = []
        for text, _ in answers:
            talk += [Utterance("Vrager", "Hoe ging dat?", "interviewer"), Utterance("Bewoner", text, "resident")]
        interview = Interview.build(file, talk)
        read.append(interview)
        for number, (turn, (_, themes)) in enumerate(zip(interview.resident_turns, answers, strict=True)):
            place = (turn.index, number, number, turn.start, turn.end)
            fragment = Fragment(name, file, *place, turn.text, interview.question_before(turn))
            fragments.append(fragment)
            codes += [Code(fragment.id, theme, 0.9, coder) for theme in themes for coder in coders]
    facts = facts or ProjectFacts(title=name.title(), participation_level="raadplegen", scale="klein")
    return ProjectResult(name, facts, default_codebook(), tuple(read), tuple(fragments), tuple(codes))


@pytest.fixture
def square() -> ProjectResult:
    return make(
        {
            "a.txt": [
                ("Ik heb er één keer 😀 iets van gehoord, echt <waar> & nooit meer.", ["feedback_silence"]),
                ("Het was allang beslist.", ["influence_doubt", "decision_opacity"]),
                ("De koffie was goed.", []),
            ],
            "b.docx": [("=SOM(A1) zei mijn zwager, en verder bleef het stil.", ["feedback_silence"])],
            "c.vtt": [("We mochten zelf tekenen.", ["active_role"])],
        },
        coders=(MACHINE, "Ans de Vries"),
    )


@pytest.fixture
def garden() -> ProjectResult:
    return make({"a.txt": [("Er stond iemand van de gemeente met koffie.", ["personal_approach"])]}, "tuin")


@pytest.fixture
def memos(square: ProjectResult) -> tuple[ExchangeMemo, ...]:
    first = square.fragments[0].id
    time = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    return (
        ExchangeMemo(
            "Sterk citaat.\nGebruiken in 'Impuls' <2>?", "fragment", "plein", first, author="Ans de Vries", time=time
        ),
        ExchangeMemo("Nog eens nalezen.", "fragment", "plein", first, author="Bo"),
        ExchangeMemo(
            "Twijfel.", "code", "plein", first, "feedback_silence", "Ans de Vries", author="Bo", title="Vraag"
        ),
        ExchangeMemo("Gesprek in de tuin.", "interview", "plein", "b.docx", author="narratief"),
        ExchangeMemo("Lijkt op besluitvorming.", "theme", "", "influence_doubt", author="Bo"),
        ExchangeMemo("Wat opvalt is de stilte.", "project", "plein", title="Synthese"),
        ExchangeMemo("Over een fragment zonder code.", "fragment", "plein", square.fragments[2].id, author="Bo"),
    )
