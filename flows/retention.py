"""The end of retention periods as a Prefect flow: names and transcripts of which the time is over go; for every day."""

from __future__ import annotations

import datetime as dt

from prefect import flow, task

from flows.outcome import failing_as_state
from flows.run_names import step_named
from flows.task_options import AGAIN, CHECKS
from flows.tasks import without_text
from narratief.data_protection.retention import enforce_retention, expired_projects, local_today
from narratief.store.database import open_store


@task(name="bewaartermijn", task_run_name=step_named("bewaartermijn"), **AGAIN)
@without_text
def end_one(project_id: int, day: str) -> bool:
    """Destroy the vault and delete the transcripts of a project whose period is over; False when it was not."""
    return enforce_retention(open_store(), project_id, dt.date.fromisoformat(day)) is not None


@flow(name="retention", flow_run_name="bewaartermijn", **CHECKS)
@failing_as_state
@without_text
def retention(day: str = "") -> int:
    """End the retention of every project whose period is over, and count them.

    Parameters
    ----------
    day
        The day to go by, as 2027-06-30; today when empty.
    """
    today = dt.date.fromisoformat(day) if day else local_today()
    with open_store().reading() as session:
        due = [ended.project_id for ended in expired_projects(session, today)]
    return sum(end_one(project_id, today.isoformat()) for project_id in due)
