"""People's fixes of what was pseudonymised: words that were missed, and words that were wrongly taken."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from narratief.domain.entities import PSEUDONYM, PSEUDONYM_NAMES, EntityType
from narratief.domain.errors import Gone, Refusal
from narratief.domain.kinds import Kind
from narratief.domain.marked import Marked
from narratief.domain.spans import Edit, Span, moved
from narratief.privacy.register import Register
from narratief.privacy.vault.vault import Vault
from narratief.store.coding.interviews import lock_interview
from narratief.store.coding.projects import get_project
from narratief.store.decision_log import Who, held_of, lock_project, record
from narratief.store.review.text_changes import edit_text
from narratief.store.schema import Decision, InterviewRow


def vault_of(session: Session, project_id: int) -> Vault:
    """Give the vault of a project: where the words behind pseudonyms are."""
    return Vault(get_project(session, project_id).key)


def marked_words(session: Session, project_id: int) -> Marked:
    """Give the words that people marked in the privacy step of this project; those to hide come from the vault.

    Of an interview that was erased, or whose key was, nothing is known any more.
    """
    keep = tuple(get_project(session, project_id).keep_words)
    kept = {word.casefold() for word in keep}
    vault, kinds = vault_of(session, project_id), {name: kind for kind, name in PSEUDONYM_NAMES.items()}
    hide: dict[tuple[EntityType, str], None] = {}
    for decision in held_of(session, project_id, Kind.PRIVACY_MISSED):
        pseudonym = decision.after["pseudonym"]
        match = PSEUDONYM.fullmatch(pseudonym)
        for words in vault.lookup(decision.interview or "", pseudonym) if match else ():
            if words.casefold() not in kept:
                hide[kinds[match[1]], words] = None
    return Marked(keep, tuple(hide))


def hide_words(
    session: Session,
    who: Who,
    interview_id: int,
    span: Span,
    kind: EntityType,
    *,
    vault: Vault,
    everywhere: bool = True,
) -> list[Decision]:
    """Replace words that were missed by a pseudonym; the words go to the vault and are nowhere else any more.

    Parameters
    ----------
    span
        Position of the words in the interview's text.
    kind
        What they are: person, address, phone, …
    everywhere
        Wherever the same words stand in this interview (whole words, in whatever case), not only here. In transcripts
        of the project that are read later they are replaced too.

    Returns
    -------
    list
        A decision per place.

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
    known = vault.originals(row.file)
    register = Register(known, [row.text])
    pseudonym = register.assign([(kind, words)])[0]
    vault.store(row.file, {pseudonym: register.originals()[pseudonym]})
    project = get_project(session, row.project_id)
    project.keep_words = [word for word in project.keep_words if word.casefold() != words.casefold()]
    places = [(start, start + len(words))]
    if everywhere:
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        places = sorted({*places, *(match.span() for match in pattern.finditer(row.text))})
    edits: list[Edit] = [(a, b, pseudonym) for a, b in places]
    return _replace(session, who, row, edits, Kind.PRIVACY_MISSED, before={}, after={"pseudonym": pseudonym})


def show_words(
    session: Session, who: Who, interview_id: int, span: Span, *, vault: Vault, everywhere: bool = True
) -> list[Decision]:
    """Put the words back for a pseudonym that was wrongly taken (a street that is the project's own).

    Parameters
    ----------
    span
        Position of (or within) the pseudonym.
    everywhere
        Wherever this pseudonym stands in this interview; the words then join the project's words to keep.

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
    places = [m.span() for m in matches if m.group() == pseudonym and (everywhere or m is here)]
    if everywhere:
        project = get_project(session, row.project_id)
        project.keep_words = sorted({*project.keep_words, *originals})
    edits: list[Edit] = [(a, b, originals[0]) for a, b in places]
    return _replace(
        session, who, row, edits, Kind.PRIVACY_RESTORED, before={"pseudonym": pseudonym}, after={"text": originals[0]}
    )


def _locked(session: Session, interview_id: int) -> InterviewRow:
    """Give an interview as it is now, and let nobody else change it meanwhile."""
    row = session.get(InterviewRow, interview_id)
    if row is None:
        raise Gone("Dit gesprek bestaat niet (meer).")
    lock_project(session, row.project_id)
    lock_interview(session, row)
    return row


def _replace(
    session: Session,
    who: Who,
    row: InterviewRow,
    edits: list[Edit],
    kind: Kind,
    *,
    before: dict[str, str],
    after: dict[str, str],
) -> list[Decision]:
    """Put words in the place of others and record a decision per place, about the words that stand there now."""
    edit_text(session, row, edits)
    row.edits += 1
    session.flush()
    return [
        record(
            session,
            who,
            row.project_id,
            kind,
            interview_id=row.id,
            span=moved((start, end), edits),
            before=before,
            after=after,
        )
        for start, end, _ in edits
    ]
