"""What a review table says of quotes: whether a publication may print these words."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from narratief.domain.decision import Author
from narratief.domain.fragment import Fragment
from narratief.files.formulas import unescape_formulas
from narratief.publish.refi.guids import guid
from narratief.publish.review_table.read import TableRow
from narratief.publish.review_table.rows import DECISION, ID, NEW, NO, QUOTE, READ_MARK, SEEN, WORDS, YES
from narratief.publish.review_table.unfit import FRESH_TABLE, UnfitError
from narratief.store.decision_log import requests_of
from narratief.store.review.memos import choose_quote
from narratief.store.review.quote_answers import quote_answers

_ANSWERS = {YES: True, "j": True, NO: False, "n": False}


def wanted_of(row: TableRow) -> bool | None:
    """Tell whether words may be printed as a row says; None when it does not say so.

    Raises
    ------
    UnfitError
        When the cell says something else, or the row is about no words of the project yet.
    """
    if not row[QUOTE]:
        return None
    wanted = _ANSWERS.get(row[QUOTE].lower().rstrip("."))
    if wanted is None:
        raise UnfitError(f"'{row[QUOTE][:40]}' kan niet bij '{QUOTE}'.", f"Vul {YES} of {NO} in, of laat het leeg.")
    if row[ID].startswith(READ_MARK) or row[DECISION].lower().rstrip(".") == NEW:
        raise UnfitError(f"Bij deze rij kan '{QUOTE}' niet.", "Maak de cel leeg; vul hem in een nieuwe tabel in.")
    return wanted


class QuoteTaking:
    """Takes over what rows say of quotes.

    Parameters
    ----------
    fragments
        Id of a row → number of its interview and its fragment.
    """

    def __init__(self, session: Session, project_id: int, fragments: Mapping[str, tuple[int, Fragment]]) -> None:
        self._session, self._project, self._fragments = session, project_id, fragments
        self._answers = quote_answers(session, project_id)
        self._requests = requests_of(session, project_id)
        self._said: dict[str, bool] = {}
        self._taken: set[str] = set()

    def fragment(self, row: TableRow) -> tuple[int, Fragment]:
        """Find the number of the interview and the fragment that a row is about.

        Raises
        ------
        UnfitError
            When it is not there (any more), or the row's words are not its words.
        """
        if row[ID] not in self._fragments:
            raise UnfitError("Dit kenmerk is er niet (meer): de tekst is intussen veranderd.", FRESH_TABLE)
        number, fragment = self._fragments[row[ID]]
        if not same(row[WORDS], fragment.text):
            raise UnfitError("De woorden in deze rij zijn niet die van het gesprek.", FRESH_TABLE)
        return number, fragment

    def take(self, row: TableRow, author: Author, wanted: bool) -> bool:
        """Record whether words may be printed, and return whether that is new.

        Raises
        ------
        UnfitError
            When the row does not fit, or somebody else said otherwise since the table was made.
        Refusal
            When the words are not for publication.
        """
        number, fragment = self.fragment(row)
        if self._said.setdefault(fragment.id, wanted) != wanted:
            raise UnfitError("Een rij hierboven zegt iets anders over dezelfde woorden.", "Kies een van beide.")
        request = f"tabel-{guid('review-quote', self._project, row[ID], row[SEEN], str(wanted), author.name)}"
        said = self._answers.answer(fragment)
        known = said is not None and said.action.chosen == wanted
        if known or request in self._requests:
            return False
        if not row[SEEN].isdecimal():
            raise UnfitError("De kolom 'gezien' is leeg of veranderd.", FRESH_TABLE)
        if fragment.id in self._taken:
            return False
        if said is not None and said.id > int(row[SEEN]) and said.author.identity != author.identity:
            raise UnfitError(
                f"{said.author.name} besliste intussen anders over dit citaat; dat blijft staan.",
                "Overleg, en beslis in een nieuwe tabel of in de werkomgeving.",
            )
        span = (fragment.start, fragment.end)
        choose_quote(self._session, author, self._project, number, span, theme=None, chosen=wanted, request=request)
        self._taken.add(fragment.id)
        return True


def same(given: str, stored: str) -> bool:
    """Tell whether a text is the stored one, but for white space and what guards a formula."""
    wanted = stored.split()
    return given.split() == wanted or unescape_formulas(given).split() == wanted
