"""Uploads that wait to be accepted: encrypted on the disk, and opened by who reads them only."""

from __future__ import annotations

import os
from pathlib import Path

from narratief.data_protection.project_files import has_workspace_folder, originals_of
from narratief.domain.project import Project
from narratief.files.atomic import write_atomic
from narratief.files.limits import MAX_BYTES
from narratief.privacy.vault.sealed_file import is_sealed, sealed, unsealed
from narratief.store.coding.projects import projects_of
from narratief.store.database import Store
from narratief.transcripts.read import file_bytes


def transcript_bytes(project: Project, path: Path) -> bytes:
    """Content of a transcript of a project, decrypted when it was kept encrypted.

    Raises
    ------
    InputError
        When it cannot be used, or the key is not here.
    """
    return unsealed(path, project.key) if is_sealed(path) else file_bytes(path)


def seal_waiting(store: Store) -> int:
    """Encrypt uploads that a version before this one kept as they came, and count them.

    Raises
    ------
    InputError
        When there is no key, or another one than names are encrypted with.
    """
    with store.reading() as session:
        kept = [(row.key, originals_of(row)) for row in projects_of(session) if has_workspace_folder(row)]
    done = 0
    for key, paths in kept:
        for path in paths:
            came = path.stat()
            if is_sealed(path) or came.st_size > MAX_BYTES:
                continue
            write_atomic(path, sealed(path.read_bytes(), key), private=True)
            os.utime(path, (came.st_atime, came.st_mtime))  # the retention period counts from then
            done += 1
    return done
