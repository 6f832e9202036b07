"""Destroying the key to names, of one project or of all: from then on a pseudonym stands for nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.data_protection.recordings import erase_recordings
from narratief.domain.errors import Refusal
from narratief.domain.locations import vault_dir
from narratief.privacy.vault.vault import Vault, destroy_all
from narratief.store.accounts.audit import Named, note
from narratief.store.database import Store
from narratief.store.jobs.queue import active_jobs
from narratief.store.schema import ProjectRow
from narratief.store.schema.base import now
from narratief.store.vault_key_agreement import forget_vault_key


def destroy_vault(
    session: Session,
    project: ProjectRow,
    who: Named | None,
    details: Mapping[str, Any] | None = None,
    *,
    address: str = "",
) -> bool:
    """Destroy a project's vault and note it; needs no key. Interviews that come later get a new vault.

    Recordings go too, whether or not there is a vault: who hears one knows who speaks.

    Returns
    -------
    bool
        False when there was none; nothing is noted then.

    Raises
    ------
    Refusal
        When work on the project is going on, which could write names again.
    """
    if any(job.kind != "retention" for job in active_jobs(session, project.id)):
        raise Refusal("Er loopt nog verwerking van dit project.", "Wacht tot die klaar is, of stop haar eerst.")
    if heard := erase_recordings(project.key):
        note(session, "recording_erased", who, project_id=project.id, address=address, details={"number": heard})
    if not Vault(project.key).destroy():
        return False
    forget_vault_key(session)
    project.vault_destroyed_at = now()
    note(session, "vault_erased", who, project_id=project.id, address=address, details=details)
    return True


def destroy_every_vault(store: Store, details: Mapping[str, Any] | None = None) -> int:
    """Destroy the vaults of all projects, also of those that the database does not know (any more).

    Returns
    -------
    int
        How many there were.
    """
    destroyed = 0
    with store.writing() as session:
        for project in session.scalars(select(ProjectRow)):
            destroyed += destroy_vault(session, project, None, details)
    destroyed += destroy_all(vault_dir())
    with store.writing() as session:
        forget_vault_key(session)
    return destroyed
