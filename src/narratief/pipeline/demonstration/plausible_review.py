"""A review as a person might do it: the marks that people made on the sample projects, turned into decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from narratief.domain.actions import Add, Change, CodeAction, Confirm, Reject
from narratief.domain.decision import Author
from narratief.domain.spans import Span
from narratief.metrics.gold import GoldEvidence, GoldTurn, load_evidence, load_gold
from narratief.store.review.decide import decide
from narratief.store.review.project_state import interview_state
from narratief.store.review.review_state import InterviewState


@dataclass(frozen=True, slots=True)
class Marks:
    """What people marked in a project: which themes each turn has, and the words that show them."""

    turns: Sequence[GoldTurn]
    evidence: Sequence[GoldEvidence]

    def themes(self, file: str) -> dict[int, frozenset[str]]:
        """Themes by number of the turn among the resident's."""
        return {each.turn: each.themes for each in self.turns if each.file == file}

    def words(self, file: str, turn: int, theme: str) -> tuple[str, ...]:
        """Words that show a theme; none when nobody marked them."""
        found = (e.words for e in self.evidence if (e.file, e.turn, e.theme) == (file, turn, theme))
        return next(found, ())


def marks_of(folder: Path) -> Marks:
    """Read the marks beside a project's transcripts; none when there are none.

    Raises
    ------
    InputError
        When a file is broken.
    """
    gold, evidence = folder / "gold.jsonl", folder / "evidence.jsonl"
    return Marks(
        load_gold(gold) if gold.exists() else (),
        load_evidence(evidence) if evidence.exists() else (),
    )


def review_interview(session: Session, author: Author, interview_id: int, marks: Marks) -> int:
    """Judge every suggestion of an interview, and add the themes that are missing.

    A suggestion that people marked too is confirmed. Another one is changed into a theme that was missed in the same
    answer, or else rejected.

    Returns
    -------
    int
        Number of decisions; none about an interview in which nobody marked anything.
    """
    state = interview_state(session, interview_id)
    marked = marks.themes(state.interview.file)
    if not marked:
        return 0
    given: dict[int, set[str]] = {}
    for code in state.codes:
        given.setdefault(code.fragment.resident_turn, set()).add(code.theme)
    missing = {turn: sorted(themes - given.get(turn, set())) for turn, themes in marked.items()}
    count = 0
    for code in state.codes:
        turn = code.fragment.resident_turn
        action: CodeAction = Confirm()
        if code.theme not in marked.get(turn, frozenset()):
            action = Change(missing[turn].pop(0)) if missing.get(turn) else Reject()
        span = (code.fragment.start, code.fragment.end)
        decide(session, author, interview_id, action, span=span, theme=code.theme)
        count += 1
    for turn, themes in missing.items():
        for theme in themes:
            span_shown = _shown(state, turn, marks.words(state.interview.file, turn, theme))
            if span_shown is not None:
                decide(session, author, interview_id, Add(), span=span_shown, theme=theme)
                count += 1
    return count


def _shown(state: InterviewState, turn: int, words: Sequence[str]) -> Span | None:
    """Place of the fragment that shows a theme: the one with the marked words, else the longest of the answer."""
    fragments = [each for each in state.fragments if each.resident_turn == turn]
    with_words = [each for each in fragments if any(part in each.text for part in words)]
    best = max(with_words or fragments, key=lambda each: each.end - each.start, default=None)
    return None if best is None else (best.start, best.end)
