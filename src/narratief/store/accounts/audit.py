"""The audit log: what must be accounted for, never with words of a transcript."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.store.schema import AuditEntry


class Named(Protocol):
    """Whoever does something: a person or an actor."""

    @property
    def id(self) -> int:
        """Id of the account."""

    @property
    def name(self) -> str:
        """Name for readers of the log."""


def note(
    session: Session,
    act: str,
    who: Named | None,
    *,
    project_id: int | None = None,
    address: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add a line to the log.

    Parameters
    ----------
    act
        login, login_failed, logout, password_set, vault_opened, rights_changed, erased, exported, …
    who
        None when nobody is known.
    """
    session.add(
        AuditEntry(
            act=act,
            person_id=who.id if who else None,
            who=who.name if who else "",
            project_id=project_id,
            address=address,
            details=dict(details or {}),
        )
    )


def audit_log(
    session: Session, *, limit: int = 100, before: int | None = None, act: str | None = None
) -> list[AuditEntry]:
    """List the log, newest first.

    Parameters
    ----------
    before
        Only lines with a lower id (to page on).
    """
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    if act is not None:
        query = query.where(AuditEntry.act == act)
    return list(session.scalars(query))
