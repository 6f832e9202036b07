"""What a process that works on files is asked to do in tests; it imports this module."""

from __future__ import annotations

import os
import time

from narratief.domain.errors import InputError
from narratief.domain.progress import report_progress
from narratief.domain.settings import get_settings


def who(word: str) -> tuple[str, int]:
    """The process that works."""
    report_progress("Werken", 0, 2)
    print("iets op het scherm")  # noqa: T201 - what a library prints may not come between the answers
    return word, os.getpid()


def home() -> str:
    """The folder that a setting names."""
    return str(get_settings("home").home)


def compute_forever() -> None:
    """Take processor time."""
    while True:
        pass


def wait_forever() -> None:
    """Take time on the clock only."""
    time.sleep(3600)


def fill_memory() -> None:
    """Take memory."""
    kept = []
    while True:
        kept.append(bytearray(16 * 1024 * 1024))


def die() -> None:
    """End as a fault in a library would."""
    os.abort()


def refuse() -> None:
    """Say what is wrong with a file."""
    raise InputError("a.docx", "Dit bestand is leeg.", "Lever het opnieuw aan.")


def stumble() -> None:
    """Fail over words of a transcript."""
    raise KeyError("Wij hebben er nooit meer iets van gehoord")


def busy(seconds: float) -> int:
    """Take some processor time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return os.getpid()


def niceness() -> int:
    return os.nice(0)
