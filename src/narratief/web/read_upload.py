"""A file that comes in to be read at once: by another process, and on disk only meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from fastapi import UploadFile

from narratief.domain.errors import InputError, StepError
from narratief.pipeline.apart import apart_once

Made = TypeVar("Made")


def name_of(upload: UploadFile) -> str:
    """Name of an uploaded file, without folders that a browser may send along."""
    return (upload.filename or "").replace("\\", "/").rpartition("/")[2] or "bestand"


def read_upload(upload: UploadFile, name: str, read: Callable[[Path], Made], remedy: str) -> Made:
    """Read an upload.

    Parameters
    ----------
    name
        What the file is called in messages; its suffix tells what it is.
    read
        A function of a module, which the other process imports.
    remedy
        What the user can do after an unforeseen error, one Dutch sentence.

    Raises
    ------
    InputError
        When it cannot be read; under the file's own name.
    """
    with TemporaryDirectory(prefix="narratief-import-") as folder:
        path = Path(folder) / f"bestand{Path(name).suffix.lower()}"
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
        try:
            return apart_once(name, read, path)
        except InputError as error:
            raise InputError(name, error.problem.message, error.problem.remedy) from error
        except StepError as error:
            kind = error.place.partition(" in ")[0]
            message = f"Dit bestand kon niet worden gelezen (onverwachte fout: {kind})."
            raise InputError(name, message, remedy) from error
