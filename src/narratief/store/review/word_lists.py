"""A project's own lists of words that stay and words that go: what they change in what was read, and carrying it out.

The words that stay are in the database with those that people put back. Those that go stand for persons: they are in
the project's vault and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from narratief.domain.decision import Author
from narratief.domain.entities import PSEUDONYM, PSEUDONYM_NAMES, EntityType
from narratief.domain.marked import Marked
from narratief.domain.spans import Span
from narratief.domain.surroundings import sentence_around
from narratief.privacy.project_register import Names
from narratief.privacy.vault.vault import Vault
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.projects import get_project
from narratief.store.decision_log import lock_project
from narratief.store.review.privacy_fixes import hide_places, show_words, vault_of
from narratief.store.schema import InterviewRow

Hidden = tuple[tuple[EntityType, str], ...]
"""Words to hide with what they are."""
MayShow = Callable[[InterviewRow], bool]
"""Tells whether words may be put back in an interview by who asks, and so be shown."""
_STAYING: tuple[EntityType, ...] = ("person", "organisation", "address")
"""What a list can keep; a number or an e-mail address always goes."""


@dataclass(frozen=True, slots=True)
class ListedWords:
    """The lists of a project. Those to hide are names: keep this nowhere but in memory."""

    keep: tuple[str, ...] = ()
    hide: Hidden = ()


@dataclass(frozen=True, slots=True)
class ListChange:
    """What an entry of a list changes in one interview.

    Attributes
    ----------
    hidden
        True when the words go, False when they come back.
    places
        Where they stand in its text, or the pseudonym that stands for them.
    sentences
        As they were said; of words that come back with the words in them.
    """

    interview: int
    file: str
    words: str
    kind: EntityType
    hidden: bool
    places: tuple[Span, ...]
    sentences: tuple[str, ...]


def listed_words(session: Session, project_id: int) -> ListedWords:
    """Lists of a project as they are.

    Raises
    ------
    InputError
        When the vault cannot be opened.
    """
    keep = tuple(get_project(session, project_id).keep_words)
    return ListedWords(keep, vault_of(session, project_id).words_to_hide())


def changes_by_lists(session: Session, project_id: int, lists: ListedWords, may_show: MayShow) -> list[ListChange]:
    """What lists would change in the interviews that were read; nothing is changed.

    Raises
    ------
    InputError
        When the vault cannot be opened.
    """
    vault = vault_of(session, project_id)
    changes: list[ListChange] = []
    for row in interviews_of(session, project_id):
        changes += _hiding(row, lists.hide)
        if lists.keep and may_show(row):
            changes += _showing(row, lists.keep, vault.originals(row.file))
    return changes


def change_lists(session: Session, author: Author, project_id: int, lists: ListedWords, may_show: MayShow) -> None:
    """Keep other lists, and carry out what they change; each place is a decision that can be undone.

    Words that went, or stayed, by an earlier list are as they are.

    Raises
    ------
    InputError
        When the vault cannot be opened.
    """
    lock_project(session, project_id)
    vault = vault_of(session, project_id)
    vault.keep_words_to_hide(lists.hide)
    for row in interviews_of(session, project_id):
        _carry_out(session, author, row, lists, vault, shows=bool(lists.keep) and may_show(row))
    get_project(session, project_id).keep_words = sorted(lists.keep)


def _carry_out(
    session: Session, author: Author, row: InterviewRow, lists: ListedWords, vault: Vault, *, shows: bool
) -> None:
    """Carry out in one interview what was worked out; its text changes, so the places are looked up one by one."""
    while found := next(_hiding(row, lists.hide), None):
        hide_places(session, author, row.id, found.places, found.kind, vault=vault)
    while shows and (found := next(_showing(row, lists.keep, vault.originals(row.file)), None)):
        show_words(session, author, row.id, found.places[0], vault=vault)


def _hiding(row: InterviewRow, hide: Hidden) -> Iterator[ListChange]:
    """Words to hide that an interview has, the longest first; a place belongs to the first that finds it."""
    taken, folded = [match.span() for match in PSEUDONYM.finditer(row.text)], row.text.casefold()
    for kind, words in sorted(hide, key=lambda each: -len(each[1])):
        if words.split()[0].casefold() not in folded:  # most words are in few interviews
            continue
        places = [place for place in _places(row, kind, words) if not _overlaps(place, taken)]
        taken += places
        if places:
            sentences = tuple(_sentence(row, place) for place in places)
            yield ListChange(row.id, row.file, words, kind, True, tuple(places), sentences)


def _showing(row: InterviewRow, keep: Sequence[str], originals: Names) -> Iterator[ListChange]:
    """Pseudonyms of an interview that stand for words to keep."""
    kept = {_folded(words) for words in keep}
    kinds: dict[str, EntityType] = {name: kind for kind, name in PSEUDONYM_NAMES.items()}
    for pseudonym, words in originals.items():
        match = PSEUDONYM.fullmatch(pseudonym)
        kind = kinds[match[1]] if match else None
        if kind not in _STAYING or not words or _folded(words[0]) not in kept:
            continue
        places = [found.span() for found in PSEUDONYM.finditer(row.text) if found.group() == pseudonym]
        if places:
            sentences = tuple(_sentence(row, place).replace(pseudonym, words[0]) for place in places)
            yield ListChange(row.id, row.file, words[0], kind, False, tuple(places), sentences)


def _places(row: InterviewRow, kind: EntityType, words: str) -> Iterator[Span]:
    """Places of words to hide in an interview, speakers' labels too: each paragraph is looked at as a turn."""
    finder, start = Marked(hide=((kind, words),)), 0
    for line in row.text.split("\n"):
        for found in finder.find_hidden(line):
            yield start + found.start, start + found.end
        start += len(line) + 1


def _overlaps(place: Span, others: Iterable[Span]) -> bool:
    """Tell whether a place has words in common with any other."""
    return any(place[0] < end and start < place[1] for start, end in others)


def _sentence(row: InterviewRow, place: Span) -> str:
    """Sentence around a place, within its turn."""
    begin = row.text.rfind("\n", 0, place[0]) + 1
    end = row.text.find("\n", place[1])
    line = row.text[begin : end if end >= 0 else len(row.text)]
    return sentence_around(line, place[0] - begin, place[1] - begin)


def _folded(words: str) -> str:
    """Words to compare names by, without an article."""
    said = " ".join(words.casefold().split())
    return next((said.removeprefix(article) for article in ("de ", "het ", "'t ") if said.startswith(article)), said)
