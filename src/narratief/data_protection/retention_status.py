"""What is left of the names of a project and until when, in Dutch sentences for its report and its page."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from narratief.data_protection.project_files import originals_of
from narratief.data_protection.recordings import recordings_of
from narratief.data_protection.retention import retention_end
from narratief.domain.dutch import counted, listed, short_date
from narratief.privacy.vault.vault import Vault
from narratief.store.attributes import has_attributes
from narratief.store.schema import InterviewRow, ProjectRow


def retention_status_of(session: Session, project: ProjectRow, today: dt.date) -> list[str]:
    """Tell in Dutch sentences what of a project was deleted, what will be, and what should have been.

    Empty when nothing was deleted and there is no retention period.

    Parameters
    ----------
    today
        The day to go by.
    """
    told = []
    if project.originals_deleted_at is not None:
        day = short_date(project.originals_deleted_at.date())
        told.append(f"De transcripten met echte namen zijn op {day} verwijderd, omdat de bewaartermijn voorbij was.")
    if project.vault_destroyed_at is not None:
        told += _destroyed(session, project, project.vault_destroyed_at)
    end = retention_end(session, project)
    if end is None:
        return told
    noted = has_attributes(session, project.id)
    heard = bool(recordings_of(project.key))
    left = Vault(project.key).is_there() or bool(originals_of(project)) or noted or heard
    more = [*(["kenmerken van bewoners"] if noted else []), *(["opnamen"] if heard else [])]
    if today < end:
        kept = listed(["naamkluis", "de transcripten", *(f"de {each}" for each in more)])
        told.append(f"De {kept} worden bewaard tot {short_date(end)}. Daarna verwijdert narratief ze.")
    elif left:
        words = ["namen", "transcripten", *more]
        what = f"{', '.join(words[:-1])} of {words[-1]}"
        told.append(
            f"De bewaartermijn is sinds {short_date(end)} voorbij, maar er zijn nog {what}. "
            "Verwijder ze met 'narratief retention'. In de werkplek gebeurt dat vanzelf."
        )
    return told


def _destroyed(session: Session, project: ProjectRow, moment: dt.datetime) -> list[str]:
    """Tell that the vault was destroyed, and what that means for interviews of before and after."""
    since = select(func.count()).select_from(InterviewRow).where(InterviewRow.project_id == project.id)
    new = session.scalar(since.where(InterviewRow.read_at > moment)) or 0
    day = short_date(moment.date())
    told = [f"De naamkluis is op {day} vernietigd. Bij gesprekken van daarvoor weet niemand meer wie wie is."]
    if new:
        interviews = counted(new, "gesprek is", "gesprekken zijn")
        told.append(f"{interviews} daarna gelezen, met nieuwe pseudoniemen. Die namen staan in een nieuwe naamkluis.")
    return told
