"""Erasing for good, everywhere (article 17 of the GDPR).

Files and names go first, then the rows of the store, so that an erasure that broke off can be done again.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from narratief.data_protection.project_files import derived_folders_of, has_workspace_folder, original_of
from narratief.data_protection.recordings import erase_recording, erase_recordings
from narratief.domain.errors import Gone, Refusal
from narratief.files.atomic import write_atomic
from narratief.privacy.vault.vault import wipe
from narratief.store.accounts.audit import Named
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.erase import erase_interview, erase_project, scrub
from narratief.store.jobs.queue import active_jobs
from narratief.store.redaction import redacted, sentences_of
from narratief.store.review.privacy_fixes import vault_of
from narratief.store.schema import InterviewRow, ProjectRow
from narratief.store.written import forget_written, written_of


def erase_interview_everywhere(
    store: Store,
    project_id: int,
    interview_id: int,
    actor: Named | None,
    details: Mapping[str, Any],
    *,
    original: bool = False,
) -> bool:
    """Erase an interview: its names, file and recording, all made from it wherever narratief wrote it, and its rows.

    Parameters
    ----------
    original
        Whether its transcript goes too when the project has a folder of its own; where the workspace keeps it, it does.

    Returns
    -------
    bool
        False when the database was too busy to be cleaned of remains; see `narratief.store.erase.scrub`.

    Raises
    ------
    Refusal
        When it is not there, or work on the project is going on.
    InputError
        When the vault cannot be opened; nothing is erased then.
    """
    with store.writing() as session:
        project, row = _at_rest(session, project_id), session.get(InterviewRow, interview_id)
        if row is None or row.project_id != project_id:
            raise Gone("Dit gesprek bestaat niet (meer).")
        path = original_of(project, row.file)  # before the vault forgets which file it was
        vault_of(session, project_id).delete(row.file)
        if path and (original or has_workspace_folder(project)):
            wipe(path)
        erase_recording(project.key, row.file)
        _erase_outcomes(session, project)
        _erase_examples(project, sentences_of(row))
        erase_interview(session, interview_id, actor, details)
    return scrub(store)


def erase_project_everywhere(store: Store, project_id: int, actor: Named | None, details: Mapping[str, Any]) -> bool:
    """Erase a project: its vault, its folder when the workspace made it, all made from it, and its rows.

    Returns
    -------
    bool
        As `erase_interview_everywhere`.

    Raises
    ------
    Refusal
        When work on it is going on.
    """
    with store.writing() as session:
        project = _at_rest(session, project_id)
        vault_of(session, project_id).destroy()
        erase_recordings(project.key)
        _erase_outcomes(session, project)
        if has_workspace_folder(project):
            _delete_folder(Path(project.folder or ""))
        erase_project(session, project_id, actor, details)
    return scrub(store)


def _at_rest(session: Session, project_id: int) -> ProjectRow:
    """Get a project on which no work waits or runs: that would write again what is erased.

    Raises
    ------
    Refusal
        When it is not there, or work on it is going on.
    """
    project = get_project(session, project_id)
    if active_jobs(session, project_id):
        raise Refusal("Er loopt nog verwerking van dit project.", "Wacht tot die klaar is, of stop haar eerst.")
    return project


def _erase_outcomes(session: Session, project: ProjectRow) -> None:
    """Delete tables, exports and clusters with words of residents in them; they can be made again."""
    for folder in derived_folders_of(project):
        _delete_folder(folder)
    for path in written_of(session, project.id):
        if not path.is_dir():  # only files are written outside NARRATIEF_HOME: a folder there is somebody else's
            path.unlink(missing_ok=True)
    forget_written(session, project.id)


def _delete_folder(folder: Path) -> None:
    """Delete a folder with all in it, if it is there; a disk that refuses is told, as its words would stay."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def _erase_examples(project: ProjectRow, sentences: Sequence[str]) -> None:
    """Take sentences out of the codebook in the project's folder: themes made of clusters have them as examples."""
    path = Path(project.folder or "") / "codebook.yaml"
    if not project.folder or not path.parent.is_dir():
        return
    path.with_name("codebook.yaml.vorige").unlink(missing_ok=True)  # a copy that nothing reads
    try:
        known = yaml.safe_load(path.read_text("utf-8-sig"))
    except (OSError, ValueError, yaml.YAMLError):  # none, or one that the next run will complain about
        return
    changed = redacted(known, sentences)
    if changed is not known:
        write_atomic(path, yaml.safe_dump(changed, allow_unicode=True, sort_keys=False, width=110).encode())
