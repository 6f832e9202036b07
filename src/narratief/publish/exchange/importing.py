"""Codes, memos and themes of a file, recorded as decisions of the people who made them in another program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from narratief.domain.actions import Add
from narratief.domain.code import MACHINE, Code
from narratief.domain.codebook import Codebook
from narratief.domain.decision import Author
from narratief.domain.errors import Problem
from narratief.domain.fragment import Fragment
from narratief.domain.result import ProjectResult
from narratief.domain.spans import Span
from narratief.publish.exchange.match import MatchedInterview, match_interview
from narratief.publish.exchange.merge import MergedCodebook, merge_codebooks
from narratief.publish.exchange.outcome import ImportOutcome
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi.guids import guid
from narratief.publish.stored_memos import exchange_memos
from narratief.store.coding.projects import get_project
from narratief.store.decision_log import record
from narratief.store.review.codebooks import change_codebook, codebook_of
from narratief.store.review.memos import memos as kept_memos
from narratief.store.review.memos import write_memo
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of

_NOBODY = "onbekend"
"""Author of a memo that names none; stored, so it stays Dutch."""


def import_codebook(session: Session, who: Author, project_id: int, codebook: Codebook, source: str) -> ImportOutcome:
    """Import a codebook file: new themes are added, changed ones get the file's wording, none is removed.

    Parameters
    ----------
    source
        Name of the file, for the note with the new version of the codebook.
    """
    outcome = ImportOutcome(get_project(session, project_id).name)
    _save_codebook(
        session,
        who,
        project_id,
        merge_codebooks(codebook_of(session, project_id), codebook, update=True),
        outcome,
        source,
    )
    return outcome


def import_codes(
    session: Session, who: Author, project_id: int, file: ProjectResult, memos: Iterable[ExchangeMemo], source: str
) -> ImportOutcome:
    """Import what people coded and wrote in another program; doing so twice changes nothing.

    Each code remains the code of its own coder, at its own words. Nothing is removed: a code that narratief has and the
    file lacks stays, since nobody can tell whether it was removed or never sent.

    Parameters
    ----------
    who
        Who imports; the change of the codebook is recorded as theirs.
    memos
        Memos of the file, those of other projects included.
    source
        Name of the file, for the note with the codebook and for problems.
    """
    outcome = ImportOutcome(get_project(session, project_id).name)
    book = merge_codebooks(codebook_of(session, project_id), file.codebook)
    _save_codebook(session, who, project_id, book, outcome, source)
    places: dict[str, MatchedInterview] = {}
    for interview in file.interviews:
        place = match_interview(session, project_id, interview)
        if place is None:
            outcome.missing.append(interview.file)
        else:
            places[interview.file] = place
    reader = _Importer(session, project_id, book.ids, places, {fragment.id: fragment for fragment in file.fragments})
    reader.codes(file.codes, outcome, source)
    reader.memos((memo for memo in memos if memo.project in ("", file.name)), outcome)
    return outcome


def _save_codebook(
    session: Session, who: Author, project_id: int, book: MergedCodebook, outcome: ImportOutcome, source: str
) -> None:
    """Save the merged codebook as a new version when the file adds or changes something."""
    if book.added or book.changed:
        change_codebook(session, who, project_id, book.codebook, note=f"Uit {source}")
    outcome.themes, outcome.changed = book.added, book.changed


class _Importer:
    """Records codes and memos of one file; holds the themes, interviews and fragments that they refer to."""

    def __init__(
        self,
        session: Session,
        project_id: int,
        themes: Mapping[str, str],
        places: Mapping[str, MatchedInterview],
        fragments: Mapping[str, Fragment],
    ) -> None:
        self._session, self._project = session, project_id
        self._themes, self._places, self._fragments = themes, places, fragments

    def codes(self, codes: Iterable[Code], outcome: ImportOutcome, source: str) -> None:
        """Record the codes that are new."""
        present = self._present()
        whole: list[tuple[Code, MatchedInterview]] = []
        for code in codes:
            fragment = self._fragments[code.fragment]
            place = self._places.get(fragment.interview)
            if place is None:
                continue
            if code.coder == MACHINE:
                outcome.by_machine += 1
                continue
            span = place.span(fragment.start, fragment.end)
            theme = self._themes[code.theme]
            if (place.row.id, span, theme, code.coder) in present:
                outcome.known += 1
            elif span == (0, len(place.row.text)):
                whole.append((code, place))
            elif span[0] < span[1]:
                self._record(code, place, span, theme)
                outcome.codes[code.coder] = outcome.codes.get(code.coder, 0) + 1
        self._refuse_whole(whole, outcome, source)

    def memos(self, memos: Iterable[ExchangeMemo], outcome: ImportOutcome) -> None:
        """Record the memos that are new."""
        present = set(self._present_memos())
        for memo in memos:
            found = self._about(memo)
            if found is None or not memo.text.strip():
                continue
            place, span, theme = found
            text = memo.text.strip()
            if memo.title and memo.title not in text:
                text = f"{memo.title}\n{text}"
            mark = (text, place.row.file if place else None, span, theme)
            if mark in present:
                continue
            present.add(mark)
            write_memo(
                self._session,
                Author(None, memo.author or _NOBODY),
                self._project,
                text,
                interview_id=place.row.id if place else None,
                span=span,
                theme=theme,
            )
            outcome.memos += 1

    def _present_memos(self) -> Iterator[tuple[str, str | None, Span | None, str | None]]:
        """List every memo of the project, at the words where an export puts it."""
        state = project_state(self._session, self._project)
        where = {f.id: (f.interview, (f.start, f.end)) for own in state.interviews.values() for f in own.fragments}
        for memo in exchange_memos(kept_memos(self._session, self._project), state, ""):
            theme = memo.target if memo.subject == "theme" else memo.theme or None
            if memo.subject in ("fragment", "code"):
                yield memo.text, *where[memo.target], theme
            else:
                yield memo.text, memo.target if memo.subject == "interview" else None, None, theme

    def _present(self) -> set[tuple[int, Span, str, str]]:
        """Collect every code of the project, as interview, words, theme and coder."""
        result = result_of(self._session, self._project, each_coder=True)
        rows = {place.row.file: place.row.id for place in self._places.values()}
        where = {each.id: (rows.get(each.interview, 0), (each.start, each.end)) for each in result.fragments}
        return {(*where[code.fragment], code.theme, code.coder) for code in result.codes}

    def _record(self, code: Code, place: MatchedInterview, span: Span, theme: str) -> None:
        """Record a code; the same code of the same coder is never recorded twice, not even when it was undone."""
        record(
            self._session,
            Author(None, code.coder),
            self._project,
            Add(),
            interview_id=place.row.id,
            span=span,
            theme=theme,
            request=f"refi-{guid('taken', self._project, place.row.id, *span, theme, code.coder)}",
        )

    def _refuse_whole(
        self, codes: Iterable[tuple[Code, MatchedInterview]], outcome: ImportOutcome, source: str
    ) -> None:
        """Report codes on a whole interview, which are not imported since they have no words to quote."""
        files = sorted({place.row.file for _, place in codes})
        for file in files:
            outcome.problems.append(
                Problem(
                    source,
                    f"Codes op het hele gesprek {file} zijn niet overgenomen: er hoort geen citaat bij.",
                    "Geef ze in narratief aan de woorden waar het om gaat.",
                    fatal=False,
                )
            )

    def _about(self, memo: ExchangeMemo) -> tuple[MatchedInterview | None, Span | None, str | None] | None:
        """Find the interview, words and theme that a memo is about; None when the project does not have them."""
        if memo.subject == "project":
            return None, None, None
        if memo.subject == "theme":
            theme = self._themes.get(memo.target)
            return (None, None, theme) if theme else None
        if memo.subject == "interview":
            place = self._places.get(memo.target)
            return (place, None, None) if place else None
        fragment = self._fragments.get(memo.target)
        place = self._places.get(fragment.interview) if fragment else None
        if fragment is None or place is None:
            return None
        theme = self._themes.get(memo.theme) if memo.subject == "code" else None
        return place, place.span(fragment.start, fragment.end), theme
