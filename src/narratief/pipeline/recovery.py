"""What a server does first when the one before it was killed: finish files, and queue uploads that nobody reads."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from narratief.data_protection.project_files import has_workspace_folder, projects_dir, results_dir
from narratief.domain.errors import InputError, place_of
from narratief.domain.project_identity import read_identity
from narratief.files.file_transaction import recover_transaction
from narratief.pipeline.request_work import request_reading
from narratief.pipeline.transcript_status import Step, transcripts_of
from narratief.pipeline.waiting_uploads import seal_waiting
from narratief.store.coding.project_folders import identity_of
from narratief.store.coding.projects import projects_of
from narratief.store.database import Store
from narratief.store.jobs.queue import active_jobs
from narratief.store.schema import ProjectRow

_WHO = "narratief"
log = logging.getLogger(__name__)


def _seal(store: Store) -> None:
    """Encrypt uploads of before; without the key they stay as they are, and whoever reads them is told."""
    try:
        if uploads := seal_waiting(store):
            log.warning("%s uploads of an earlier version encrypted", uploads)
    except (InputError, OSError) as error:
        log.warning("uploads of an earlier version not encrypted: %s", place_of(error))


def find_moved(store: Store) -> int:
    """Note where projects of the workspace lie now that NARRATIEF_HOME was moved as a whole, and count them."""
    moved = 0
    with store.writing() as session:
        for row in session.scalars(select(ProjectRow).where(ProjectRow.folder.is_not(None))):
            there = projects_dir() / Path(row.folder or "").name
            with suppress(InputError):
                if not Path(row.folder or "").is_dir() and read_identity(there) == identity_of(row):
                    row.folder = str(there.resolve())
                    moved += 1
    return moved


def recover_work(store: Store) -> int:
    """Finish what a killed server left: tables get their names, and uploads whose request was cut off are read.

    An upload is on the disk before its reading is in the queue, so a kill between the two leaves a file that waits.
    """
    for folder in results_dir().iterdir():
        recover_transaction(folder)
    find_moved(store)
    _seal(store)
    added = 0
    with store.writing() as session:
        for row in projects_of(session):
            if not has_workspace_folder(row) or active_jobs(session, row.id):
                continue
            if any(transcript.step == Step.WAITING for transcript in transcripts_of(session, row)):
                request_reading(session, _WHO, row.id)
                added += 1
    return added
