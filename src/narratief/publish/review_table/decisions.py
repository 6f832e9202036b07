"""The decisions in a review table, checked row by row and recorded as those of a screen are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from narratief.domain.actions import (
    Action,
    Add,
    Adjudicate,
    Change,
    CodeAction,
    Confirm,
    Postpone,
    Reject,
    SetWords,
    acts_of,
)
from narratief.domain.codebook import Codebook
from narratief.domain.decision import Author, Decision
from narratief.domain.dutch import counted
from narratief.domain.errors import Problem, Refusal
from narratief.domain.spans import Span
from narratief.publish.refi.guids import guid
from narratief.publish.review_table.quote_decisions import QuoteTaking, same, wanted_of
from narratief.publish.review_table.read import TableRow
from narratief.publish.review_table.rows import (
    CHANGE,
    DECISION,
    ID,
    INTERVIEW,
    LATER,
    NEW,
    NO,
    OTHER,
    QUOTE,
    QUOTE_MARK,
    READ_MARK,
    REMARK,
    SEEN,
    THEME,
    WHO,
    WORDS,
    YES,
    code_id,
    quote_id,
    read_id,
)
from narratief.publish.review_table.unfit import FRESH_TABLE, UnfitError
from narratief.store.decision_log import all_decisions, lock_project, requests_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.decide import accept_reading, accepted_readings, decide
from narratief.store.review.memos import memos, write_memo
from narratief.store.review.project_state import project_state
from narratief.store.review.review_state import CurrentCode, InterviewState

_ANSWERS = {
    **dict.fromkeys((YES, "j", "waar", "klopt"), YES),
    **dict.fromkeys((NO, "n", "onwaar", "klopt niet"), NO),
    **dict.fromkeys((CHANGE, "ander", "a"), CHANGE),
    **dict.fromkeys((LATER, "l"), LATER),
    NEW: NEW,
}


@dataclass(slots=True)
class Taken:
    """What became of a table.

    Attributes
    ----------
    decisions, quotes, memos, read
        Decisions on themes, answers on quotes, memos and interviews marked as read that are new.
    known
        Rows that were taken over before.
    empty
        Rows without a decision or remark.
    problems
        Rows that were not taken over, each with its place.
    """

    decisions: int = 0
    quotes: int = 0
    memos: int = 0
    read: int = 0
    known: int = 0
    empty: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def lines(self) -> Sequence[str]:
        """What was done, in Dutch, one sentence a line."""
        told = []
        if self.decisions:
            told.append(f"{counted(self.decisions, 'besluit', 'besluiten')} overgenomen.")
        if self.quotes:
            told.append(f"Van {counted(self.quotes, 'citaat', 'citaten')} vastgelegd of het in een publicatie mag.")
        if self.read:
            told.append(f"{counted(self.read, 'gesprek', 'gesprekken')} gelezen.")
        if self.memos:
            told.append(f"{counted(self.memos, 'notitie', 'notities')} overgenomen.")
        if self.known:
            told.append(f"{counted(self.known, 'rij was', 'rijen waren')} al overgenomen.")
        if self.empty:
            told.append(f"{counted(self.empty, 'rij', 'rijen')} zonder besluit overgeslagen.")
        if self.problems:
            told.append(f"{counted(len(self.problems), 'rij is', 'rijen zijn')} niet overgenomen.")
        return told or ["Er stond niets in de tabel."]


def take_decisions(session: Session, project_id: int, rows: Sequence[TableRow], source: str, who: str = "") -> Taken:
    """Record the decisions of a table; a row that cannot be taken over is told, and the others go on.

    Doing so twice changes nothing. What somebody else decided otherwise since the table was made stays.

    Parameters
    ----------
    source
        Name of the file, for problems.
    who
        Whose decisions they are, in rows that do not say so.
    """
    lock_project(session, project_id)
    taking, taken = _Taking(session, project_id, who.strip()), Taken()
    for row in rows:
        try:
            taking.take(row, taken)
        except UnfitError as unfit:
            taken.problems.append(Problem(f"{source}, {row.place}", unfit.message, unfit.remedy))
        except Refusal as refusal:
            taken.problems.append(Problem(f"{source}, {row.place}", refusal.message, FRESH_TABLE))
    return taken


class _Taking:
    """Takes rows over; holds the project as it was before the first of them.

    What other people decided since a table was made is compared with that state, not with what the table itself brings.
    """

    def __init__(self, session: Session, project_id: int, who: str) -> None:
        self._session, self._project, self._who = session, project_id, who
        self._book: Codebook = codebook_of(session, project_id)
        self._requests = requests_of(session, project_id)
        self._decisions = {decision.id: decision for decision in all_decisions(session, project_id)}
        self._memos = {
            (each.text, each.about.interview, each.about.span, each.about.theme, each.changed.author.name)
            for each in memos(session, project_id)
        }
        self._read = set(accepted_readings(session, project_id))
        states = project_state(session, project_id).interviews
        self._states: dict[str, tuple[int, InterviewState]] = {
            state.interview.file: (number, state) for number, state in states.items()
        }
        self._codes: dict[str, tuple[int, str, CurrentCode]] = {
            code_id(code): (number, state.interview.file, code)
            for number, state in states.items()
            for code in state.codes
        }
        self._whole = {read_id(file): file for file in self._states}
        fragments = {
            name: (number, fragment)
            for number, state in states.items()
            for fragment in state.fragments
            for name in (quote_id(fragment), *(f"{fragment.id}-{theme}" for theme in self._book.theme_ids))
        }
        self._quotes = QuoteTaking(session, project_id, fragments)

    def take(self, row: TableRow, taken: Taken) -> None:
        """Take one row over."""
        if not row[DECISION] and not row[REMARK] and not row[QUOTE]:
            if row[OTHER]:
                raise UnfitError("Er staat een ander thema, maar geen besluit.", f"Vul bij besluit '{CHANGE}' in.")
            taken.empty += 1
            return
        answer = _ANSWERS.get(row[DECISION].lower().rstrip(".")) if row[DECISION] else ""
        if answer is None:
            known = ", ".join((YES, NO, CHANGE, LATER, NEW))
            raise UnfitError(f"'{row[DECISION][:40]}' is geen besluit.", f"Vul in: {known}.")
        author = self._author(row)
        wanted = wanted_of(row)
        if answer == NEW:
            self._add(row, author, taken)
        elif row[ID].startswith(READ_MARK):
            self._read_whole(row, answer, author, taken)
        elif row[ID].startswith(QUOTE_MARK):
            self._only_quote(row, answer, author, taken)
        else:
            self._judge(row, answer, author, taken)
        if wanted is not None:
            if self._quotes.take(row, author, wanted):
                taken.quotes += 1
            elif not answer:
                taken.known += 1

    def _only_quote(self, row: TableRow, answer: str, author: Author, taken: Taken) -> None:
        """Check a row that asks only whether words may be printed, and take its remark over."""
        if answer:
            raise UnfitError("In deze rij past geen besluit.", f"Vul alleen de kolom '{QUOTE}' in.")
        number, fragment = self._quotes.fragment(row)
        span = (fragment.start, fragment.end)
        self._remark(row, author, (number, fragment.interview), span, None, taken)

    def _author(self, row: TableRow) -> Author:
        """Whose decision a row is."""
        name = " ".join((row[WHO] or self._who).split())
        if not name:
            raise UnfitError("Er staat niet bij van wie het besluit is.", "Vul de kolom 'wie' in, of gebruik --who.")
        return Author(None, name[:200])

    def _judge(self, row: TableRow, answer: str, author: Author, taken: Taken) -> None:
        """Take over what a row says of a theme on words."""
        if row[ID] not in self._codes:
            message = "Dit kenmerk is er niet (meer): de tekst of het thema is intussen veranderd."
            raise UnfitError(message, FRESH_TABLE)
        number, file, code = self._codes[row[ID]]
        self._compare(row, file, code)
        span = (code.fragment.start, code.fragment.end)
        if answer:
            action = self._action(row, answer)
            request = self._request(row, answer, author)
            if request in self._requests or self._said(code, author, action):
                taken.known += 1
            else:
                self._refuse_meanwhile(row, code, author, action)
                acts = acts_of(action, contested=code.contested)
                for place, act in enumerate(acts):
                    mark = request if place == len(acts) - 1 else None
                    decide(self._session, author, number, act, span=span, theme=code.theme, request=mark)
                self._requests.add(request)
                taken.decisions += 1
        self._remark(row, author, (number, file), span, code.theme, taken)

    def _compare(self, row: TableRow, file: str, code: CurrentCode) -> None:
        """Refuse a row in which what it is about was changed."""
        if not same(row[WORDS], code.fragment.text):
            raise UnfitError("De woorden in deze rij zijn niet die van het gesprek.", FRESH_TABLE)
        if row[INTERVIEW] and not same(row[INTERVIEW], file):
            raise UnfitError("Deze woorden horen bij een ander gesprek.", FRESH_TABLE)
        if row[THEME] and row[THEME] != code.theme:
            raise UnfitError(
                "Het thema in deze rij is veranderd.", f"Zet het terug, en gebruik '{CHANGE}' met de kolom '{OTHER}'."
            )

    def _action(self, row: TableRow, answer: str) -> CodeAction:
        """What an answer stands for."""
        if answer == CHANGE:
            if not row[OTHER]:
                raise UnfitError("Er staat niet welk ander thema het is.", f"Vul de kolom '{OTHER}' in.")
            return Change(self._theme(row[OTHER]))
        if row[OTHER]:
            raise UnfitError(
                f"Er staat een ander thema, maar het besluit is '{answer}'.",
                f"Kies '{CHANGE}', of maak de kolom '{OTHER}' leeg.",
            )
        made: dict[str, Callable[[], CodeAction]] = {YES: Confirm, NO: Reject, LATER: Postpone}
        return made[answer]()

    def _theme(self, given: str) -> str:
        """Id of a theme by its id or label."""
        if given in self._book.theme_ids:
            return given
        named = [theme.id for theme in self._book.themes if theme.label.casefold() == given.casefold()]
        if len(named) == 1:
            return named[0]
        why = "heet meer dan één thema" if named else "staat niet in het codeboek"
        raise UnfitError(f"'{given[:60]}' {why}.", "Gebruik een kenmerk van het blad Thema's.")

    def _refuse_meanwhile(self, row: TableRow, code: CurrentCode, author: Author, action: CodeAction) -> None:
        """Refuse to go over what somebody else decided since the table was made."""
        if not row[SEEN].isdecimal():
            raise UnfitError("De kolom 'gezien' is leeg of veranderd.", FRESH_TABLE)
        for number in code.decided:
            other = self._decisions[number]
            since = other.id > int(row[SEEN]) and other.author.identity != author.identity
            if since and not _agree(other, action, code.theme):
                raise UnfitError(
                    f"{other.author.name} besliste hier intussen anders; dat blijft staan.",
                    "Overleg, en beslis in een nieuwe tabel of in de werkomgeving.",
                )

    def _said(self, code: CurrentCode, author: Author, action: CodeAction) -> bool:
        """Tell whether this was the author's own last word on a code already."""
        last = self._decisions[code.decided[-1]] if code.decided else None
        if last is None or code.contested or last.author.identity != author.identity:
            return False
        if isinstance(last.action, Postpone) or isinstance(action, Postpone):
            return isinstance(last.action, Postpone) and isinstance(action, Postpone)
        return _agree(last, action, code.theme)

    def _read_whole(self, row: TableRow, answer: str, author: Author, taken: Taken) -> None:
        """Take over that somebody read an interview."""
        file = self._whole.get(row[ID])
        if file is None:
            raise UnfitError("Dit gesprek is er niet (meer).", FRESH_TABLE)
        number, _ = self._states[file]
        if answer not in (YES, NO, LATER, ""):
            raise UnfitError("Bij een heel gesprek kan dit besluit niet.", f"Vul {YES} in, of laat het leeg.")
        if answer == YES:
            if file in self._read:
                taken.known += 1
            else:
                accept_reading(self._session, author, number)
                self._read.add(file)
                taken.read += 1
        elif answer:
            taken.empty += 1  # not read (yet): nothing to record
        self._remark(row, author, (number, file), None, None, taken)

    def _add(self, row: TableRow, author: Author, taken: Taken) -> None:
        """Take over a theme that a person misses on words of an interview."""
        if row[ID]:
            raise UnfitError(f"'{NEW}' hoort in een rij zonder kenmerk.", "Maak de kolom 'kenmerk' leeg.")
        if row[INTERVIEW] not in self._states:
            raise UnfitError("Dit gesprek is er niet.", "Neem de naam over van het blad Gesprekken.")
        number, state = self._states[row[INTERVIEW]]
        theme = self._theme(row[THEME] or row[OTHER])
        span = _place_of(row[WORDS], state)
        request = f"tabel-{guid('review-new', self._project, number, *span, theme, author.name)}"
        present = any(
            (code.fragment.start, code.fragment.end) == span and code.theme == theme and code.counts and code.decided
            for code in state.codes
        )
        if request in self._requests or present:
            taken.known += 1
        else:
            decide(self._session, author, number, Add(), span=span, theme=theme, request=request)
            self._requests.add(request)
            taken.decisions += 1
        self._remark(row, author, (number, row[INTERVIEW]), span, theme, taken)

    def _remark(
        self,
        row: TableRow,
        author: Author,
        interview: tuple[int, str],
        span: Span | None,
        theme: str | None,
        taken: Taken,
    ) -> None:
        """Keep a remark as a memo, once."""
        text = row[REMARK]
        mark = (text, interview[1], span, theme, author.name)
        if not text or mark in self._memos:
            return
        write_memo(self._session, author, self._project, text, interview_id=interview[0], span=span, theme=theme)
        self._memos.add(mark)
        taken.memos += 1

    def _request(self, row: TableRow, answer: str, author: Author) -> str:
        """Id of the decision of a row: the same row gives the same, so that it is recorded once."""
        parts = (self._project, row[ID], row[SEEN], answer, row[OTHER], author.name)
        return f"tabel-{guid('review', *parts)}"


def _agree(decision: Decision[Action], action: CodeAction, theme: str) -> bool:
    """Tell whether a decision says the same of a theme on words as an act."""
    match decision.action, action:
        case Postpone(), _:
            return True  # who wants to look later has not decided
        case Change(theme=one), Change(theme=other):
            return one == other
        case Change(theme=new), (Confirm() | Reject()):
            return (new == theme) == isinstance(action, Confirm)
        case ((Confirm() | Add() | SetWords() | Adjudicate(present=True)), Confirm()):
            return True
        case ((Reject() | Adjudicate(present=False)), Reject()):
            return True
    return False


def _place_of(words: str, state: InterviewState) -> Span:
    """Find words that stand once in what a resident says."""
    if not words:
        raise UnfitError("Er staan geen woorden bij.", "Neem ze letterlijk over van het blad Gesprekken.")
    text = state.interview.text
    spans = []
    for turn in state.interview.resident_turns:
        start = text.find(words, turn.start, turn.end)
        while start >= 0:
            spans.append((start, start + len(words)))
            start = text.find(words, start + 1, turn.end)
    if len(spans) != 1:
        why = "staan vaker dan één keer" if spans else "staan niet"
        raise UnfitError(f"Deze woorden {why} in wat de bewoner zegt.", "Neem ze letterlijk over, en genoeg.")
    return spans[0]
