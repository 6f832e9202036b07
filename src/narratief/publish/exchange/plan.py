"""What a file from another program would change in a project, worked out before anything is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from narratief.domain.code import MACHINE, Code
from narratief.domain.codebook import Codebook
from narratief.domain.errors import Problem
from narratief.domain.fragment import Fragment
from narratief.domain.result import ProjectResult
from narratief.domain.spans import Span
from narratief.publish.exchange.match import MatchedInterview, match_interview
from narratief.publish.exchange.merge import MergedCodebook, merge_codebooks
from narratief.publish.exchange.outcome import ImportOutcome, codebook_problems
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi.guids import guid
from narratief.publish.refi.read_codes import CodebookImport
from narratief.publish.stored_memos import exchange_memos
from narratief.store.coding.projects import get_project
from narratief.store.decision_log import requests_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.memos import memos as kept_memos
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of

_NOBODY = "onbekend"
"""Author of a memo that names none; stored, so it stays Dutch."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to record: of whom, on which words of which interview (its number in the store)."""

    interview_id: int
    span: Span
    theme: str
    coder: str

    def request(self, project_id: int) -> str:
        """Id under which it is recorded, so that it never is twice, not even when it was undone."""
        return f"refi-{guid('taken', project_id, self.interview_id, *self.span, self.theme, self.coder)}"


@dataclass(frozen=True, slots=True)
class NewMemo:
    """A memo to record; what it is not about is None."""

    author: str
    text: str
    interview_id: int | None
    span: Span | None
    theme: str | None


@dataclass(slots=True)
class ImportPlan:
    """What an import would do to a project.

    Attributes
    ----------
    source
        Name of the file, for the note with the codebook and for problems.
    outcome
        The same in numbers and names, to show.
    """

    project_id: int
    source: str
    book: MergedCodebook
    outcome: ImportOutcome
    codes: list[NewCode] = field(default_factory=list)
    memos: list[NewMemo] = field(default_factory=list)


def plan_codebook(session: Session, project_id: int, read: CodebookImport, source: str) -> ImportPlan:
    """Work out what a codebook file would do: add themes, and give those that are there the file's wording."""
    outcome = ImportOutcome(get_project(session, project_id).name, problems=[*read.problems])
    book = merge_codebooks(codebook_of(session, project_id), read.codebook, update=True, stated=read.stated)
    _tell_themes(book, outcome, source)
    return ImportPlan(project_id, source, book, outcome)


def plan_codes(
    session: Session,
    project_id: int,
    file: ProjectResult,
    memos: Iterable[ExchangeMemo],
    source: str,
    *,
    stated: Mapping[str, frozenset[str]] | None = None,
    adds_interviews: bool = False,
) -> ImportPlan:
    """Work out what the codes, memos and themes of a file would do.

    Parameters
    ----------
    memos
        Memos of the file, those of other projects included.
    stated
        Per theme the fields that the file gives; all that are not empty when None.
    adds_interviews
        Whether interviews that the project lacks will be added, so that their codes count as new.
    """
    outcome = ImportOutcome(get_project(session, project_id).name)
    book = merge_codebooks(codebook_of(session, project_id), file.codebook, stated=stated)
    _tell_themes(book, outcome, source)
    plan = ImportPlan(project_id, source, book, outcome)
    places: dict[str, MatchedInterview] = {}
    for interview in file.interviews:
        place = match_interview(session, project_id, interview)
        if place is not None:
            places[interview.file] = place
        elif adds_interviews:
            outcome.interviews.append(interview.file)
        else:
            outcome.missing.append(interview.file)
    planner = _Planner(session, plan, places, file)
    planner.codes(file.codes)
    planner.memos(memo for memo in memos if memo.project in ("", file.name))
    return plan


def plan_new_project(
    file: ProjectResult,
    memos: Iterable[ExchangeMemo],
    codebook: Codebook,
    source: str,
    stated: Mapping[str, frozenset[str]] | None = None,
) -> ImportOutcome:
    """Work out what a file would bring into a project that is made for it.

    Parameters
    ----------
    codebook
        The codebook that the new project begins with.
    """
    outcome = ImportOutcome(file.name, interviews=[each.file for each in file.interviews])
    book = merge_codebooks(codebook, file.codebook, stated=stated)
    _tell_themes(book, outcome, source)
    whole = {interview.id: (0, len(interview.text)) for interview in file.interviews}
    fragments = {fragment.id: fragment for fragment in file.fragments}
    for code in file.codes:
        fragment = fragments[code.fragment]
        if code.coder != MACHINE and (fragment.start, fragment.end) != whole.get(fragment.interview):
            outcome.add_code(code.coder, book.codebook.theme(book.ids[code.theme]).label)
    outcome.memos = sum(bool(memo.text.strip()) for memo in memos if memo.project in ("", file.name))
    return outcome


def _tell_themes(book: MergedCodebook, outcome: ImportOutcome, source: str) -> None:
    """Note what becomes of the codebook."""
    outcome.themes, outcome.changed = [theme.label for theme in book.added], book.changed
    outcome.problems += codebook_problems(book, source)


class _Planner:
    """Works out which codes and memos of one file are new."""

    def __init__(
        self, session: Session, plan: ImportPlan, places: Mapping[str, MatchedInterview], file: ProjectResult
    ) -> None:
        self._session, self._plan, self._places = session, plan, places
        self._fragments = {fragment.id: fragment for fragment in file.fragments}
        self._lengths = {interview.id: len(interview.text) for interview in file.interviews}

    def codes(self, codes: Iterable[Code]) -> None:
        """Plan the codes that are new."""
        outcome, themes = self._plan.outcome, self._plan.book.ids
        present, taken = self._present(), requests_of(self._session, self._plan.project_id)
        whole: set[str] = set()
        for code in codes:
            fragment = self._fragments[code.fragment]
            place = self._places.get(fragment.interview)
            if place is None and fragment.interview not in outcome.interviews:
                continue
            if code.coder == MACHINE:
                outcome.by_machine += 1
                continue
            theme = themes[code.theme]
            if place is None:
                self._plan_coming(code, fragment, theme, whole)
                continue
            span = place.span(fragment.start, fragment.end)
            if (place.row.id, span, theme, code.coder) in present:
                outcome.known += 1
            elif span == (0, len(place.row.text)):
                whole.add(place.row.file)
            elif span[0] < span[1]:
                new = NewCode(place.row.id, span, theme, code.coder)
                if new.request(self._plan.project_id) in taken:
                    outcome.undone += 1
                    continue
                self._plan.codes.append(new)
                outcome.add_code(code.coder, self._label(theme))
        self._refuse_whole(whole)

    def memos(self, memos: Iterable[ExchangeMemo]) -> None:
        """Plan the memos that are new."""
        present = set(self._present_memos())
        for memo in memos:
            text = memo.text.strip()
            found = self._about(memo)
            if found is None or not text:
                self._plan.outcome.memos += bool(text) and self._is_coming(memo)
                continue
            place, span, theme = found
            if memo.title and memo.title not in text:
                text = f"{memo.title}\n{text}"
            mark = (text, place.row.file if place else None, span, theme)
            if mark in present:
                continue
            present.add(mark)
            number = place.row.id if place else None
            self._plan.memos.append(NewMemo(memo.author or _NOBODY, text, number, span, theme))
            self._plan.outcome.memos += 1

    def _label(self, theme: str) -> str:
        """Label of a theme in the merged codebook."""
        return self._plan.book.codebook.theme(theme).label

    def _plan_coming(self, code: Code, fragment: Fragment, theme: str, whole: set[str]) -> None:
        """Count a code in an interview that is added first; its place is known only then."""
        if (fragment.start, fragment.end) == (0, self._lengths[fragment.interview]):
            whole.add(fragment.interview)
        elif fragment.start < fragment.end:
            self._plan.outcome.add_code(code.coder, self._label(theme))

    def _is_coming(self, memo: ExchangeMemo) -> bool:
        """Tell whether a memo is about an interview that is added first, or words in it."""
        fragment = self._fragments.get(memo.target)
        return (fragment.interview if fragment else memo.target) in self._plan.outcome.interviews

    def _present_memos(self) -> Iterator[tuple[str, str | None, Span | None, str | None]]:
        """List every memo of the project, at the words where an export puts it."""
        state = project_state(self._session, self._plan.project_id)
        where = {f.id: (f.interview, (f.start, f.end)) for own in state.interviews.values() for f in own.fragments}
        for memo in exchange_memos(kept_memos(self._session, self._plan.project_id), state, ""):
            theme = memo.target if memo.subject == "theme" else memo.theme or None
            if memo.subject in ("fragment", "code"):
                yield memo.text, *where[memo.target], theme
            else:
                yield memo.text, memo.target if memo.subject == "interview" else None, None, theme

    def _present(self) -> set[tuple[int, Span, str, str]]:
        """Collect every code of the project, as interview, words, theme and coder."""
        result = result_of(self._session, self._plan.project_id, each_coder=True)
        rows = {place.row.file: place.row.id for place in self._places.values()}
        where = {each.id: (rows.get(each.interview, 0), (each.start, each.end)) for each in result.fragments}
        return {(*where[code.fragment], code.theme, code.coder) for code in result.codes}

    def _refuse_whole(self, files: set[str]) -> None:
        """Report codes on a whole interview, which are not imported since they have no words to quote."""
        for file in sorted(files):
            self._plan.outcome.problems.append(
                Problem(
                    self._plan.source,
                    f"Codes op het hele gesprek {file} zijn niet overgenomen: er hoort geen citaat bij.",
                    "Geef ze in narratief aan de woorden waar het om gaat.",
                    fatal=False,
                )
            )

    def _about(self, memo: ExchangeMemo) -> tuple[MatchedInterview | None, Span | None, str | None] | None:
        """Find the interview, words and theme that a memo is about; None when the project does not have them."""
        themes = self._plan.book.ids
        if memo.subject == "project":
            return None, None, None
        if memo.subject == "theme":
            theme = themes.get(memo.target)
            return (None, None, theme) if theme else None
        if memo.subject == "interview":
            place = self._places.get(memo.target)
            return (place, None, None) if place else None
        fragment = self._fragments.get(memo.target)
        place = self._places.get(fragment.interview) if fragment else None
        if fragment is None or place is None:
            return None
        theme = themes.get(memo.theme) if memo.subject == "code" else None
        return place, place.span(fragment.start, fragment.end), theme
