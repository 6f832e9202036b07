"""What a server does first when the one before it was killed: finish files, and queue uploads that nobody reads."""

from __future__ import annotations

from narratief.data_protection.project_files import has_workspace_folder, results_dir
from narratief.files.file_transaction import recover_transaction
from narratief.pipeline.request_work import request_reading
from narratief.pipeline.transcript_status import Step, transcripts_of
from narratief.store.coding.projects import projects_of
from narratief.store.database import Store
from narratief.store.jobs.queue import active_jobs

_WHO = "narratief"


def recover_work(store: Store) -> int:
    """Finish what a killed server left: tables get their names, and uploads whose request was cut off are read.

    An upload is on the disk before its reading is in the queue, so a kill between the two leaves a file that waits.
    """
    for folder in results_dir().iterdir():
        recover_transaction(folder)
    added = 0
    with store.writing() as session:
        for row in projects_of(session):
            if not has_workspace_folder(row) or active_jobs(session, row.id):
                continue
            if any(transcript.step == Step.WAITING for transcript in transcripts_of(session, row)):
                request_reading(session, _WHO, row.id)
                added += 1
    return added
