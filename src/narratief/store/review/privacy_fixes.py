"""People's fixes of what was pseudonymised: words that were missed, and words that were wrongly taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from narratief.domain.actions import Action, HideWords, PrivacyFix, ShowWords
from narratief.domain.decision import Author, Decision
from narratief.domain.entities import KIND_OF_NAME, PSEUDONYM, EntityType
from narratief.domain.errors import Gone, Refusal
from narratief.domain.marked import Marked
from narratief.domain.spans import Edit, Span, moved
from narratief.privacy.register import Register
from narratief.privacy.vault.vault import Vault
from narratief.store.coding.interviews import lock_interview
from narratief.store.coding.projects import get_project
from narratief.store.decision_log import holding_decisions, lock_project, record
from narratief.store.review.text_changes import edit_text
from narratief.store.schema import InterviewRow


@dataclass(frozen=True, slots=True)
class Replacement:
    """What replacing words, or a pseudonym, did.

    Attributes
    ----------
    pseudonym
        The one that was put in or taken out.
    decisions
        One per place.
    """

    pseudonym: str
    decisions: tuple[Decision[Action], ...]


def vault_of(session: Session, project_id: int) -> Vault:
    """Vault of a project: where the words behind pseudonyms are."""
    return Vault(get_project(session, project_id).key)


def marked_words(session: Session, project_id: int) -> Marked:
    """Words that people marked in the privacy step of this project, or listed; those to hide come from the vault.

    Of an interview that was erased, or whose key was, nothing is known any more.
    """
    keep = tuple(get_project(session, project_id).keep_words)
    kept = {word.casefold() for word in keep}
    vault = vault_of(session, project_id)
    known = vault.all_originals()
    hide: dict[tuple[EntityType, str], None] = {}
    for kind, listed in vault.words_to_hide():
        if listed.casefold() not in kept:
            hide[kind, listed] = None
    for decision in holding_decisions(session, project_id, HideWords):
        pseudonym = decision.action.pseudonym
        match = PSEUDONYM.fullmatch(pseudonym)
        if match is None:
            continue
        for words in known.get(decision.interview or "", {}).get(pseudonym, ()):
            if words.casefold() not in kept:
                hide[KIND_OF_NAME[match[1]], words] = None
    return Marked(keep, tuple(hide))


def hide_words(
    session: Session,
    author: Author,
    interview_id: int,
    span: Span,
    kind: EntityType,
    *,
    vault: Vault,
) -> Replacement:
    """Replace words that were missed by a pseudonym; the words go to the vault and are nowhere else any more.

    They are replaced wherever they stand in this interview (whole words, in whatever case), and in transcripts of the
    project that are read later.

    Parameters
    ----------
    span
        Position of the words in the interview's text.
    kind
        What they are: person, address, phone, …

    Raises
    ------
    Refusal
        When there are no words there, or a pseudonym is among them.
    """
    row = _locked(session, interview_id)
    words = row.text[slice(*span)].strip()
    start = span[0] + row.text[slice(*span)].find(words)
    if not words or PSEUDONYM.search(words) or "\n" in words:
        raise Refusal("Selecteer de woorden die nog vervangen moeten worden.")
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
    places = sorted({(start, start + len(words)), *(match.span() for match in pattern.finditer(row.text))})
    return _hide_at(session, author, row, places, kind, words, vault)


def hide_places(
    session: Session, author: Author, interview_id: int, places: Sequence[Span], kind: EntityType, *, vault: Vault
) -> Replacement:
    """Replace the same words at these places alone, as `hide_words` does.

    Parameters
    ----------
    places
        Where they stand in the interview's text, in order, not overlapping, without a pseudonym in them.
    """
    row = _locked(session, interview_id)
    return _hide_at(session, author, row, places, kind, row.text[slice(*places[0])], vault)


def show_words(session: Session, author: Author, interview_id: int, span: Span, *, vault: Vault) -> Replacement:
    """Put the words back for a pseudonym that was wrongly taken (a street that is the project's own).

    They come back wherever this pseudonym stands in this interview, and join the project's words to keep.

    Parameters
    ----------
    span
        Position of (or within) the pseudonym.

    Raises
    ------
    Refusal
        When there is no pseudonym there, or the vault no longer knows its words.
    """
    row = _locked(session, interview_id)
    matches = list(PSEUDONYM.finditer(row.text))
    here = next((m for m in matches if m.start() < max(span[1], span[0] + 1) and span[0] < m.end()), None)
    if here is None:
        raise Refusal("Hier staat geen vervangen woord.", "Selecteer een woord tussen rechte haken.")
    pseudonym = here.group()
    originals = vault.lookup(row.file, pseudonym)
    if not originals:
        raise Refusal("Het oorspronkelijke woord is niet meer bekend.", "De kluis van dit project is gewist.")
    places = [match.span() for match in matches if match.group() == pseudonym]
    project = get_project(session, row.project_id)
    project.keep_words = sorted({*project.keep_words, *originals})
    edits: list[Edit] = [(a, b, originals[0]) for a, b in places]
    return _replace(session, author, row, edits, ShowWords(pseudonym, originals[0]))


def _locked(session: Session, interview_id: int) -> InterviewRow:
    """Read an interview as it is now, and let nobody else change it meanwhile."""
    row = session.get(InterviewRow, interview_id)
    if row is None:
        raise Gone("Dit gesprek bestaat niet (meer).")
    lock_project(session, row.project_id)
    lock_interview(session, row)
    return row


def _hide_at(
    session: Session,
    author: Author,
    row: InterviewRow,
    places: Sequence[Span],
    kind: EntityType,
    words: str,
    vault: Vault,
) -> Replacement:
    """Replace words at these places, and keep them in the vault."""
    register = Register(vault.originals(row.file), [row.text], partial(vault.number, row.file))
    pseudonym = register.assign([(kind, words)])[0]
    vault.store(row.file, {pseudonym: register.originals()[pseudonym]})
    project = get_project(session, row.project_id)
    project.keep_words = [word for word in project.keep_words if word.casefold() != words.casefold()]
    edits: list[Edit] = [(a, b, pseudonym) for a, b in places]
    return _replace(session, author, row, edits, HideWords(pseudonym))


def _replace(session: Session, author: Author, row: InterviewRow, edits: list[Edit], fix: PrivacyFix) -> Replacement:
    """Put words in the place of others and record a decision per place, about the words that stand there now."""
    edit_text(session, row, edits)
    row.edits += 1
    session.flush()
    places = [moved((start, end), edits) for start, end, _ in edits]
    made = [record(session, author, row.project_id, fix, interview_id=row.id, span=place) for place in places]
    return Replacement(fix.pseudonym, tuple(made))
