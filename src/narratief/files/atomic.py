"""Files that are there whole or not at all, also after a power cut; what a killed writer left is cleared away."""

from __future__ import annotations

import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from narratief.files.locks import claim

OPEN_FILES_CAN_MOVE = os.name != "nt"
"""Whether a file can be renamed and deleted while it is open: Windows refuses."""

_CLOSED_DRAFT = 60
"""Seconds that a draft without a lock may be one that is about to be renamed, where that needs it closed. Chosen, not
measured: two calls of the system lie between."""


def write_atomic(path: Path, data: bytes | memoryview, *, private: bool = False) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a part; makes the folder when missing.

    When this returns, the new file outlives a power cut.

    Parameters
    ----------
    private
        Whether only its owner may read it.

    Raises
    ------
    OSError
        When it cannot be written; the old file is then untouched.
    """
    with atomic_file(path, private=private) as file:
        file.write(data)
    return path


def write_once(path: Path, data: bytes, *, private: bool = True) -> bytes:
    """Write a file unless it is there already: a secret, or a name, that others count on is never replaced.

    Parameters
    ----------
    private
        Whether it is for its owner only.

    Returns
    -------
    bytes
        What the file holds now: the data, or what another process wrote first.

    Raises
    ------
    OSError
        When it cannot be written or read.
    """
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        write_atomic(draft, data, private=private)
        path.hardlink_to(draft)  # unlike a rename it leaves what was first
        fsync_folder(path.parent)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink(missing_ok=True)
    return data


@contextmanager
def atomic_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Open a file to write to that takes its place when the context ends, and is gone when an error leaves it.

    Raises
    ------
    OSError
        When it cannot be written; the old file is then untouched.
    """
    make_folder(path.parent)
    clear_drafts(path)
    draft, file = new_draft(path, private=private)
    try:
        with file:
            yield file
            fsync_file(file)
            rename_draft(draft, file, path)
        fsync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def new_draft(path: Path, *, private: bool = False) -> tuple[Path, BinaryIO]:
    """Make a file beside a path, to be written, given the path's name with `rename_draft`, and closed.

    Its writer holds a lock on it while it is open, so that a draft without one is known to be left by a killed writer.
    """
    while True:
        draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(draft, flags, 0o600 if private else 0o666), "wb")
        if _claimed(file):
            return draft, file
        file.close()  # another process took it for an abandoned one in the moment before it was locked


def rename_draft(draft: Path, file: BinaryIO, path: Path) -> None:
    """Let a draft that is on the disk take a name; still locked, where an open file can be renamed."""
    if not OPEN_FILES_CAN_MOVE:
        file.close()
    draft.replace(path)


def clear_drafts(path: Path) -> None:
    """Delete drafts of a file that a killed writer left; those that are being written stay."""
    for draft in path.parent.glob(f".{_literal(path.name)}.{'[0-9a-f]' * 32}.tmp"):
        with suppress(OSError):  # gone meanwhile, another user's, or on a disk without locks
            _clear(draft)


def is_draft_of(draft: str, name: str) -> bool:
    """Tell whether a file's name is one that `new_draft` gives for a file with another name."""
    return re.fullmatch(rf"\.{re.escape(name)}\.[0-9a-f]{{32}}\.tmp", draft) is not None


def fsync_file(file: BinaryIO) -> None:
    """See that what was written to a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def fsync_folder(folder: Path) -> None:
    """See that names that were given or taken away in a folder are on the disk, where the system can promise it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks know no such promise
            os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they outlive a power cut; nothing when it is there."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    fsync_folder(folder.parent)


def check_room(folder: Path, size: int) -> None:
    """See that so many bytes can be written in a folder now, which is made when missing; nothing stays of them.

    Raises
    ------
    OSError
        When they cannot.
    """
    make_folder(folder)
    draft, file = new_draft(folder / "ruimte")
    try:
        with file:
            file.write(bytes(size))
            fsync_file(file)
    finally:
        draft.unlink(missing_ok=True)


def _claimed(file: BinaryIO) -> bool:
    """Lock a new draft; False when another process had it first, or deleted it."""
    try:
        if not claim(file):
            return False
    except OSError:  # a disk without locks: nobody else can have it then, and nobody clears drafts there
        return True
    return os.fstat(file.fileno()).st_nlink > 0


def _clear(draft: Path) -> None:
    """Delete a draft that nobody writes."""
    with draft.open("r+b") as file:  # some disks lock only what is open for writing
        if not claim(file):
            return
        if OPEN_FILES_CAN_MOVE:
            draft.unlink()  # while it is locked: its writer may be about to lock it
            return
        forgotten = time.time() - draft.stat().st_mtime > _CLOSED_DRAFT
    if forgotten:
        draft.unlink()


def _literal(name: str) -> str:
    """Write a name as a pattern that only this name matches."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in name)
