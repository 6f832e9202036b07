"""Processes that are killed at a chosen moment, as a power cut would do it: nothing of theirs runs afterwards."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

OPERATIONS = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}


def killed_before(number: int, act: Callable[[], object], folder: Path) -> bool:
    """Do something in a process of its own that is killed before its nth file operation below a folder.

    Gives False when it ended by itself first: there are no more operations.
    """
    child = os.fork()
    if child == 0:
        try:
            _kill_before(number, str(folder))
            act()
        except BaseException:  # noqa: BLE001 - nothing of the test may go on in the child
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed by itself"
    return os.WIFSIGNALED(status)


def at_every_operation(act: Callable[[], object], folder: Path) -> Iterator[int]:
    """Kill something before its first file operation, then its second, and so on until it is done."""
    number = 0
    while killed_before(number, act, folder):
        yield number
        number += 1


def _kill_before(number: int, folder: str) -> None:
    """Let this process be killed at its nth operation on a path below a folder."""
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event not in OPERATIONS or not any(folder in str(argument) for argument in arguments[:2]):
            return
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

    sys.addaudithook(hook)
