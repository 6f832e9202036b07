"""The process that works on files for another one: ``python -m narratief.pipeline.apart_child [models]``.

It reads questions from its standard input until that ends, and answers each; see `narratief.pipeline.apart`. Limits are
the operating system's: a file that takes too much processor time ends this process, one that asks for too much memory
gets a MemoryError. Windows has neither, and macOS no limit on memory; there the clock of the process that asks is left.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from narratief.domain.errors import NarratiefError, StepError, place_of
from narratief.domain.machine_share import FileLimits
from narratief.domain.progress import listening
from narratief.domain.settings import PREFIX
from narratief.pipeline.child_process import PROGRESS, Answer, receive, send

if sys.platform != "win32":
    import resource

_MEBIBYTE = 1024 * 1024
_LAST = 10
"""How much less of the processor a process gets that gives way: a tenth of what others get. Chosen."""
_PAGES = Path("/proc/self/statm")


def main() -> None:
    """Answer questions until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asks, which ends this one
    if "last" in sys.argv[1:] and sys.platform != "win32":
        os.nice(_LAST)
    questions, answers = _pipes()
    with listening(lambda *told: send(answers, (PROGRESS, told))):
        send(answers, _begun("models" in sys.argv[1:]))
        while True:
            try:
                settings, question = receive(questions)
            except EOFError:
                return
            _take_over(settings)
            _answer(answers, question)


def _begun(models: bool) -> Answer:
    """Load what every file needs."""
    try:
        if models:
            from narratief.pipeline.preload import load_here

            load_here()
    except Exception as error:  # noqa: BLE001 - told by the process that asks
        return "failed", _told(error)
    return "ready", None


def _answer(answers: IO[bytes], question: tuple[FileLimits, object, tuple[object, ...], Mapping[str, object]]) -> None:
    """Do what is asked within limits, and send what came of it."""
    limits, task, args, kwargs = question
    assert callable(task), "a function of a module"
    try:
        with _limited(limits):
            answer: Answer = "made", task(*args, **kwargs)
    except MemoryError:
        answer = "memory", None
    except Exception as error:  # noqa: BLE001 - whatever it was, the process that asks tells
        answer = "failed", _told(error)
    send(answers, answer)


def _told(error: Exception) -> NarratiefError:
    """What is told of an error; of an unforeseen one its kind and place, as its words may quote a transcript."""
    if isinstance(error, NarratiefError):
        return error
    from narratief.store.faults import fault_of

    return fault_of(error) or StepError(place_of(error))


@contextmanager
def _limited(limits: FileLimits) -> Iterator[None]:
    """Let this process take so much more time and memory than it has, where the system can see to it."""
    if sys.platform == "win32":
        yield
        return
    before = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)}
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_soft(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.seconds)
    if _PAGES.exists():
        pages = int(_PAGES.read_text("ascii").split()[0])
        _set_soft(resource.RLIMIT_AS, pages * resource.getpagesize() + limits.memory * _MEBIBYTE)
    try:
        yield
    finally:
        for kind, limit in before.items():
            resource.setrlimit(kind, limit)


def _set_soft(kind: int, limit: int) -> None:
    """Set a limit that this process may set back; one that an administrator set lower stays."""
    soft, hard = resource.getrlimit(kind)
    known = [each for each in (limit, soft, hard) if each != resource.RLIM_INFINITY]
    resource.setrlimit(kind, (min(known), hard))


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output, kept for this module alone: whatever else prints goes nowhere."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return questions, answers


def _take_over(settings: Mapping[str, str]) -> None:
    """Take the settings of the process that asks, which may have changed."""
    for name in [name for name in os.environ if name.upper().startswith(PREFIX) and name not in settings]:
        del os.environ[name]
    os.environ.update(settings)


if __name__ == "__main__":
    main()
