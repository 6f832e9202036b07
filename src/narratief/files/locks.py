"""Locks between processes: the operating system's own, which end with the process that holds them, however it ends.

`filelock` takes them in the same way on Unix (flock) and on Windows (LockFileEx). A lock belongs to one thread: another
thread of the process waits as another process does.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout, lock_descriptor

FOLDER_LOCK = ".narratief-wissel.lock"
"""Lock of a folder, where a folder itself cannot be locked; there only while it is held."""

_FOLDERS_CAN_BE_LOCKED = os.name != "nt"  # Windows opens no folder as a file

_LOOK_AGAIN = 0.5
"""Seconds between two looks at a lock that may be held for minutes. Chosen, not measured: soon enough for a person."""

_LOOK_SOON = 0.02
"""Seconds between two looks at a lock that is held for one write, which takes some 20 ms on a disk."""

_WITHOUT_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


@contextmanager
def file_lock(path: Path, waiting: Callable[[], None] | None = None, *, remove: bool = False) -> Iterator[None]:
    """Hold the lock of a file, which is made for it and has nothing in it, while the context lasts.

    Parameters
    ----------
    path
        The file; its folder must be there. On Unix it stays, without meaning anything; Windows deletes it.
    waiting
        Called every half second while another process has the lock; may raise to wait no longer.
    remove
        Whether the file goes too, since what it guarded is gone.

    Raises
    ------
    OSError
        When the file cannot be made, or the disk knows no locks (`knows_no_locks` tells which).
    """
    lock = FileLock(path, mode=0o600, fallback_to_soft=False)
    if waiting is None:
        lock.acquire(poll_interval=_LOOK_SOON)
    else:
        while not _taken(lock):
            waiting()
            time.sleep(_LOOK_AGAIN)
    try:
        yield
        if remove:  # while it is held: whoever waits for it sees that its name is gone, and makes a new one
            with suppress(OSError):
                path.unlink()
    finally:
        lock.release()


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder while the context lasts; nobody, on a disk that knows no locks."""
    if not _FOLDERS_CAN_BE_LOCKED:
        with file_lock(folder / FOLDER_LOCK, remove=True):
            yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            lock_descriptor(handle, poll_interval=_LOOK_SOON)
        yield
    finally:
        os.close(handle)


def claim(file: IO[bytes]) -> bool:
    """Lock an open file until it is closed; False when another process has it.

    Raises
    ------
    OSError
        When the disk knows no locks.
    """
    return lock_descriptor(file.fileno(), blocking=False)


def knows_no_locks(error: OSError) -> bool:
    """Tell whether an error says that a disk (a network disk, mostly) knows no locks."""
    return error.errno in _WITHOUT_LOCKS


def _taken(lock: FileLock) -> bool:
    """Take a lock when nobody has it."""
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    return True
