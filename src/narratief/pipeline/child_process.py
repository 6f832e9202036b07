"""A process that answers questions over its standard input and output, and can be ended while it works.

Not `multiprocessing`: its processes cannot have any of their own where a Dask worker is their parent, and import what
the program was started with. Both ends are this program, so what comes over the pipes is trusted as this process is.
"""

from __future__ import annotations

import os
import pickle
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import IO, Any

from narratief.domain.machine_share import threads
from narratief.domain.progress import report_progress
from narratief.domain.settings import PREFIX
from narratief.files.parent_watch import watched_command

Answer = tuple[str, Any]
"""A word (ready, made, failed, memory), and what belongs to it."""

PROGRESS = "progress"
"""The word that comes before an answer, any number of times, with what `report_progress` takes."""

_OF_CORES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class ChildEnded(Exception):
    """The process is gone, or was ended, before it answered.

    Attributes
    ----------
    status
        Its exit status, as `subprocess` gives it: negative for a signal.
    too_long
        Whether it was ended because its time was over.
    """

    def __init__(self, status: int, *, too_long: bool) -> None:
        super().__init__(status)
        self.status, self.too_long = status, too_long


class ChildProcess:
    """A module that runs in a process of its own; it ends with this one, however this one ends.

    Parameters
    ----------
    module
        What to run; it reads questions with `receive` and answers with `send`.

    Raises
    ------
    OSError
        When the system starts no process.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        cores = {name: str(threads()) for name in _OF_CORES if name not in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            watched_command(module, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's last words may quote a transcript
            env={**os.environ, **cores},
        )
        self._to, self._from = _opened(self._process.stdin), _opened(self._process.stdout)
        self._owner = os.getpid()

    @property
    def lives(self) -> bool:
        """Whether it runs, and is of this process and not of one that this was forked from."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, question: object, seconds: float) -> Answer:
        """Ask something, with this program's settings as they are now, and wait for the answer.

        Parameters
        ----------
        seconds
            Of the clock, after which the process is ended.

        Raises
        ------
        ChildEnded
            When there is no answer.
        """
        with self._at_most(seconds):
            send(self._to, (_settings(), question))
            return self._next()

    def answer(self, seconds: float) -> Answer:
        """Wait for an answer to what was asked by starting it; as `ask`."""
        with self._at_most(seconds):
            return self._next()

    def end(self) -> None:
        """End it now."""
        if self._owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._to, self._from):
            with suppress(OSError):  # what was not sent yet cannot be sent any more
                pipe.close()

    def _next(self) -> Answer:
        """The next answer; what it says of its progress until then is passed on."""
        while True:
            word, what = receive(self._from)
            if word != PROGRESS:
                return word, what
            report_progress(*what)

    @contextmanager
    def _at_most(self, seconds: float) -> Iterator[None]:
        """End the process when the context lasts too long.

        Raises
        ------
        ChildEnded
            When the process ended, by that or by itself.
        """
        too_long = Event()

        def give_up() -> None:
            too_long.set()
            self._process.kill()

        late = Timer(seconds, give_up)
        late.daemon = True
        late.start()
        try:
            yield
        except (EOFError, OSError, pickle.UnpicklingError):
            raise ChildEnded(self._process.wait(), too_long=too_long.is_set()) from None
        finally:
            late.cancel()


def send(pipe: IO[bytes], what: object) -> None:
    """Send something whole: made first, so that what cannot be pickled sends nothing."""
    pipe.write(pickle.dumps(what))
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Wait for something that `send` sent.

    Raises
    ------
    EOFError
        When the other side is gone.
    """
    return pickle.load(pipe)  # noqa: S301 - from the other end of this program


def _opened(pipe: IO[bytes] | None) -> IO[bytes]:
    """Take a pipe that was asked for."""
    assert pipe is not None, "it was asked for"
    return pipe


def _settings() -> dict[str, str]:
    """Environment variables of narratief's own, which may have changed since the process began."""
    return {name: value for name, value in os.environ.items() if name.upper().startswith(PREFIX)}
