"""A small interview with fragments and codes to decide about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from narratief.domain.actions import Action
from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.domain.decision import Author, Decision
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.store.project_repository import ProjectRepository

ONE = "De gemeente luisterde niet naar ons."
TWO = "De brief was gelukkig wel duidelijk."
THREE = "Niemand belde terug na de avond."


def interview(file: str = "gesprek-1.txt", question: str = "Hoe ging het?") -> Interview:
    """An interview with two answers: sentences ONE and TWO, then THREE."""
    return Interview.build(
        file,
        [
            Utterance("Interviewer", question, "interviewer"),
            Utterance("Bewoner", f"{ONE} {TWO}", "resident"),
            Utterance("Interviewer", "En daarna?", "interviewer"),
            Utterance("Bewoner", THREE, "resident"),
        ],
    )


def fragment(of: Interview, words: str, index: int = 0, project: str = "plein") -> Fragment:
    """The fragment with these words."""
    start = of.text.index(words)
    turn = next(t for t in of.turns if t.start <= start < t.end)
    number = of.resident_turns.index(turn)
    return Fragment(
        project, of.id, turn.index, number, index, start, start + len(words), words, of.question_before(turn)
    )


def fragments(of: Interview, words: Sequence[str] = (ONE, TWO, THREE), project: str = "plein") -> tuple[Fragment, ...]:
    """Fragments with these words, in order."""
    return tuple(fragment(of, w, i, project) for i, w in enumerate(words))


def code(of: Fragment, theme: str, score: float = 0.8, evidence: str = "") -> Code:
    """A machine's code; evidence are words within the fragment."""
    spans = ()
    if evidence:
        start = of.start + of.text.index(evidence)
        spans = ((start, start + len(evidence)),)
    return Code(of.id, theme, score, evidence=spans)


ANNA, BRAM = Author(None, "Anna"), Author(None, "Bram")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def decided(
    number: int,
    action: Action,
    of: Fragment | None = None,
    theme: str | None = None,
    *,
    by: Author = ANNA,
    text: str | None = None,
) -> Decision[Action]:
    """A decision, by default of Anna, about a fragment; text are the words that stood there."""
    if of is None:
        return Decision(number, by, action, NOON, theme=theme)
    words = of.text if text is None else text
    return Decision(number, by, action, NOON, of.interview, (of.start, of.end), words, theme)


def codebook(*themes: str) -> Codebook:
    """A codebook with these themes (by default those that the machine gives here, and some more)."""
    ids = themes or ("listen", "clear", "reply", "anger", "silence")
    made = [{"id": t, "goal": "g", "valence": "negative", "label": t.title(), "definition": t} for t in ids]
    return Codebook.model_validate({"goals": [{"id": "g", "number": 1, "label": "Doel"}], "themes": made})


def keep(work: ProjectRepository, of: Interview, key: str = "k1", run: str = "r1") -> tuple[Fragment, ...]:
    """Keep an interview and a machine run on it: listen on the first fragment, clear and reply on the others."""
    work.save_interview(of, key)
    frags = fragments(of, project="plein")
    themes = zip(frags, ("listen", "clear", "reply"), (0.9, 0.7, 0.6), strict=True)
    work.save_coding(of.file, run, frags, tuple(code(f, theme, score) for f, theme, score in themes))
    return frags


def span(of: Fragment) -> tuple[int, int]:
    """Place of a fragment."""
    return of.start, of.end
