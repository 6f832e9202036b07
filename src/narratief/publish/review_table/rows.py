"""The rows of a review table: suggestions that wait, each interview with its whole text, and what a person fills in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from narratief.domain.codebook import VALENCE_LABELS, Codebook
from narratief.domain.fragment import Fragment, Printing
from narratief.domain.interview import Role
from narratief.publish.quotes_to_confirm import quotes_to_confirm
from narratief.store.coding.projects import get_project, title_of
from narratief.store.decision_log import last_id
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.coverage import waits
from narratief.store.review.decide import accepted_readings
from narratief.store.review.project_state import project_state
from narratief.store.review.review_state import CurrentCode, InterviewState

ID, INTERVIEW, QUESTION, WORDS = "kenmerk", "interview", "vraag", "woorden"
THEME, LABEL, SIDE, SCORE, STANDING, SEEN = "thema", "naam van het thema", "kant", "score", "stand", "gezien"
DECISION, OTHER, QUOTE, REMARK, WHO = "besluit", "ander thema", "mag als citaat", "opmerking", "wie"
HEADINGS = (
    *(ID, INTERVIEW, QUESTION, WORDS, THEME, LABEL, SIDE, SCORE, STANDING, SEEN),
    *(DECISION, OTHER, QUOTE, REMARK, WHO),
)
"""Columns of the table; a person fills in the last five."""
YES, NO, CHANGE, LATER, NEW = "ja", "nee", "anders", "later", "nieuw"
READ_MARK = "gesprek-"
"""Begin of the id of a row that is about an interview as a whole."""
QUOTE_MARK = "citaat-"
"""Begin of the id of a row that asks only whether words may be printed."""
WHOLE = "Het hele gesprek: is de tekst gelezen, klopt wie er spreekt en mist er geen thema?"
_ROLES: dict[Role, str] = {"interviewer": "interviewer", "resident": "bewoner", "other": "iemand anders"}
_PRINTING: dict[Printing, str] = {"asked": "; citaat wacht", "refused": "; niet gebruiken als citaat"}
_STANDING = {
    "machine": "niet nagekeken",
    "confirmed": "bevestigd",
    "rejected": "verworpen",
    "added": "toegevoegd",
    "changed": "veranderd",
}


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A turn of an interview, to read: file of the interview, speaker, role (Dutch), words."""

    interview: str
    speaker: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """What is given out to review.

    Attributes
    ----------
    rows
        A value per column of `HEADINGS`.
    texts
        Every turn of the interviews that the rows are about: nobody can judge words without what stands around them.
    themes
        Id, label, side and definition of each theme, to choose from.
    """

    title: str
    rows: tuple[tuple[str | float | None, ...], ...]
    texts: tuple[SpokenLine, ...]
    themes: tuple[tuple[str, str, str, str], ...]


def review_table(session: Session, project_id: int, *, every: bool = False) -> ReviewTable:
    """Collect what waits in a project: suggestions that nobody judged, or that two people differ about.

    Of few residents also the quotes of which nobody said that they may be printed.

    Parameters
    ----------
    every
        Also what was judged.
    """
    book, seen = codebook_of(session, project_id), last_id(session, project_id)
    quotes = quotes_to_confirm(session, project_id)
    asked = {each.id: each for each in (quotes.fragments if every else quotes.asked)}
    accepted = accepted_readings(session, project_id)
    rows: list[tuple[str | float | None, ...]] = []
    texts: list[SpokenLine] = []
    for state in project_state(session, project_id).interviews.values():
        own = [code for code in state.codes if code.theme in book.theme_ids and (every or waits(code))]
        shown = {code.fragment.id for code in own}
        more = [each for key, each in asked.items() if each.interview == state.interview.file and key not in shown]
        unread = state.interview.file not in accepted and not any(code.decided for code in state.codes)
        if not state.interview.resident_turns or not (own or more or unread or every):
            continue
        rows += [_row(state, code, book, seen, asked) for code in own]
        rows += [_quote_row(each, quotes.labels.get(each.id, ()), seen) for each in more]
        if unread or every:
            rows.append(_whole(state.interview.file, seen, read=not unread))
        texts += [
            SpokenLine(state.interview.file, turn.speaker, _ROLES[turn.role], turn.text)
            for turn in state.interview.turns
        ]
    themes = tuple((each.id, each.label, VALENCE_LABELS[each.valence], each.definition) for each in book.themes)
    return ReviewTable(title_of(get_project(session, project_id)), tuple(rows), tuple(texts), themes)


def code_id(code: CurrentCode) -> str:
    """Id of a row about a theme on words: the same words and theme give the same id."""
    return f"{code.fragment.id}-{code.theme}"


def read_id(file: str) -> str:
    """Id of the row about a whole interview."""
    return f"{READ_MARK}{hashlib.sha256(Path(file).name.encode()).hexdigest()[:16]}"


def standing(code: CurrentCode) -> str:
    """Say how a theme on words stands, in Dutch."""
    told = _STANDING[code.status] + (f" door {code.coder}" if code.decided and code.status != "machine" else "")
    if code.contested:
        return "twee mensen verschillen van mening"
    return f"{told}; later" if code.later else told


def quote_id(fragment: Fragment) -> str:
    """Id of the row that asks only whether a fragment may be printed."""
    return f"{QUOTE_MARK}{fragment.id}"


def _row(
    state: InterviewState, code: CurrentCode, book: Codebook, seen: int, asked: Mapping[str, Fragment]
) -> tuple[str | float | None, ...]:
    """Row of a theme on words.

    Parameters
    ----------
    asked
        Fragments that can be printed, by id, with whether they may be.
    """
    theme, fragment = book.theme(code.theme), code.fragment
    told = standing(code)
    if state.withholds((fragment.start, fragment.end)):
        told += "; niet voor publicatie"
    if fragment.id in asked:
        told += _PRINTING.get(asked[fragment.id].printing, "")
    about = (code_id(code), state.interview.file, fragment.question, fragment.text)
    named = (theme.id, theme.label, VALENCE_LABELS[theme.valence], round(code.score, 3), told, seen)
    return (*about, *named, None, None, None, None, None)


def _quote_row(fragment: Fragment, labels: Sequence[str], seen: int) -> tuple[str | float | None, ...]:
    """Row that asks only whether words may be printed."""
    about = (quote_id(fragment), fragment.interview, fragment.question, fragment.text)
    told = _PRINTING.get(fragment.printing, "; mag als citaat").removeprefix("; ")
    return (*about, None, "; ".join(labels), None, None, told, seen, None, None, None, None, None)


def _whole(file: str, seen: int, *, read: bool) -> tuple[str | float | None, ...]:
    """Row of a whole interview."""
    told = "gelezen" if read else "niet gelezen"
    return (read_id(file), file, None, WHOLE, None, None, None, None, told, seen, None, None, None, None, None)
