"""How much of the machine work may take: cores, interviews at once, and time and memory for one file."""

from __future__ import annotations

import os
from dataclasses import dataclass

from narratief.domain.settings import get_settings


def threads() -> int:
    """How many texts this process encodes at once.

    Raises
    ------
    InputError
        When NARRATIEF_THREADS is no whole number of 1 or more.
    """
    return get_settings("threads").threads or usable_cores()


def usable_cores() -> int:
    """How many cores this process may use: fewer than the machine has when it was given some of them only."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batch_size() -> int:
    """How many interviews a task takes at most, where tasks are spread over processes.

    Raises
    ------
    InputError
        When NARRATIEF_BATCH is no whole number of 1 or more.
    """
    return get_settings("batch").batch


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What work on one file may take.

    Attributes
    ----------
    seconds
        Of the processor, of all cores together.
    memory
        Mebibytes, on top of what the models take.
    """

    seconds: int
    memory: int


def file_limits() -> FileLimits:
    """What work on one file may take.

    Raises
    ------
    InputError
        When NARRATIEF_FILE_SECONDS or NARRATIEF_FILE_MEMORY is no whole number of 1 or more.
    """
    given = get_settings("file_seconds", "file_memory")
    return FileLimits(given.file_seconds, given.file_memory)


def files_apart() -> bool:
    """Whether files are worked on in a process of their own.

    Raises
    ------
    InputError
        When NARRATIEF_FILES_APART is something else than "ja" or "nee".
    """
    return get_settings("files_apart").files_apart == "ja"
