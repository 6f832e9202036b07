"""Main clauses of talk: whole, with subject and verb, and nothing that was cut off."""

from __future__ import annotations

import pytest

from narratief.nlp.clauses import clauses_of
from narratief.nlp.pipeline import load_pipeline


def found(text: str) -> list[str]:
    (clauses,) = clauses_of(load_pipeline(), [text])
    return [text[slice(*clause.span)] for clause in clauses]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Er kwam een brief van de gemeente. Toen niets meer.", "Er kwam een brief van de gemeente"),
        ("Nou ja, ik heb de gemeente drie keer gebeld, hoor.", "ik heb de gemeente drie keer gebeld"),
        ("Dat was zo, maar de bus rijdt daar niet.", "de bus rijdt daar niet"),
        ("In de zomer is het terras te vol en wij slapen slecht.", "In de zomer is het terras te vol"),
    ],
)
def test_a_clause_is_found_without_what_says_nothing_around_it(text: str, clause: str) -> None:
    assert clause in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Waarom is de brief zo laat gekomen?",
        "Omdat de bus daar niet rijdt.",
        "De brief van de gemeente over het plein.",
        "Ik zei tegen de wethouder: nooit van mijn leven.",
        "",
        "[PERSOON-1]",
    ],
)
def test_questions_parts_and_announcements_are_none(text: str) -> None:
    assert found(text) == []


def test_clauses_lie_at_words_of_the_text_in_order() -> None:
    text = "Wij kregen een brief, de buren niet. Ik heb gebeld en zij hebben gemaild, want niemand wist iets."
    (clauses,) = clauses_of(load_pipeline(), [text])
    spans = [clause.span for clause in clauses]
    assert spans == sorted(spans)
    for start, end in spans:
        assert not text[max(0, start - 1) : start].isalnum()
        assert not text[end : end + 1].isalnum()


def test_words_that_stand_for_something_else_are_counted() -> None:
    (plain,) = clauses_of(load_pipeline(), ["De gemeente stuurde ons een brief."])
    (leaning,) = clauses_of(load_pipeline(), ["Hij heeft daarover een brief gestuurd."])
    assert (plain[0].leans, leaning[0].leans) == (0, 2)
