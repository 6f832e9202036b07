"""Attributes of residents out of a sheet, planned and carried out for a project on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from narratief.data_protection.retention import refuse_after_retention
from narratief.pipeline.apart import apart_once
from narratief.pipeline.open_project import OpenProject
from narratief.publish.attribute_sheet import (
    AttributePlan,
    AttributeSheet,
    apply_sheet,
    plan_sheet,
    read_attribute_sheet,
)
from narratief.store.accounts.audit import note
from narratief.store.coding.projects import get_project
from narratief.store.review.privacy_fixes import vault_of


def plan_for(session: Session, project_id: int, sheet: AttributeSheet) -> AttributePlan:
    """Work out what a sheet would change; it may call files as they were called before they got a neutral name.

    Raises
    ------
    InputError
        As `plan_sheet`.
    """
    return plan_sheet(session, project_id, sheet, vault_of(session, project_id).file_names())


def take_sheet(
    opened: OpenProject, path: Path, who: str, ask: Callable[[AttributePlan], bool] | None
) -> tuple[AttributePlan, int]:
    """Take the attributes of a sheet over.

    Parameters
    ----------
    who
        Who notes them.
    ask
        Shows what would change and says whether it may; None to ask nothing.

    Returns
    -------
    tuple
        What was planned, and how many values changed: 0 when it may not.

    Raises
    ------
    InputError
        When the sheet cannot be used.
    Refusal
        When the retention period of the project is over.
    """
    sheet = apart_once(path.name, read_attribute_sheet, path)
    with opened.store.reading() as session:
        plan = plan_for(session, opened.id, sheet)
    if not plan.interviews or (ask is not None and not ask(plan)):
        return plan, 0
    with opened.store.writing() as session:
        refuse_after_retention(session, get_project(session, opened.id))
        made = apply_sheet(session, who, opened.id, plan)
        note(session, "attributes_changed", None, project_id=opened.id, details={"values": made})
    return plan, made
