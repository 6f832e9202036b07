"""Work on one file in a process of its own, within limits: what brings that process down stops nothing else.

A hostile or broken file can keep a reader busy for hours, take all memory, or end its process by a fault in a library
that is not Python. So files are read, pseudonymised and coded by a second process. It keeps its models from one file to
the next and is replaced when it ends; the process that asked (a command, or the server that answers pages) only waits.

`narratief.pipeline.apart_child` is the other side, and sets the limits of the operating system there.
"""

from __future__ import annotations

import atexit
import os
import signal
from collections.abc import Callable
from threading import RLock
from typing import ParamSpec, TypeVar

from narratief.domain.errors import InputError, StorageError
from narratief.domain.machine_share import FileLimits, file_limits, files_apart
from narratief.pipeline.child_process import ChildEnded, ChildProcess

P = ParamSpec("P")
Made = TypeVar("Made")

_CLOCK = 5 if os.name != "nt" else 2
"""Seconds of the clock that a file may take for each second of the processor; the end of a file that waits without
working. Chosen: on a computer with four times as much work as it has cores a file took 3.6. Windows does not limit
processor time, so that there the clock is all that ends a file."""

_STARTING = 900
"""Seconds in which the models must be loaded. Chosen: deduce's tables take a minute to build, the first time, and a
busy computer takes ten times as long."""

_CHILD = "narratief.pipeline.apart_child"
_REMEDY = "Lever het in kleinere delen aan, of sla alleen de tekst op als .txt. Probeer het daarna opnieuw."


class Apart:
    """A process beside this one that does what it is asked, one thing at a time; started when it is needed.

    Parameters
    ----------
    models
        Whether it loads the models first, outside of what a file may take.

    Attributes
    ----------
    gives_way
        Whether it gets the processor last, from its next start on: where the one that asks answers pages meanwhile.
    """

    def __init__(self, *, models: bool = False) -> None:
        self._arguments = ("models",) if models else ()
        self.gives_way = False
        self._lock = RLock()
        self._child: ChildProcess | None = None
        self._ready = False

    def start(self) -> None:
        """Let the process begin, so that it loads its models while this one does something else.

        Raises
        ------
        StorageError
            When the system starts none.
        """
        with self._lock:
            if self._child is None or not self._child.lives:
                self.end()
                try:
                    self._child = ChildProcess(_CHILD, *self._arguments, *(["last"] if self.gives_way else []))
                except OSError as error:
                    raise _no_process() from error

    def run(self, file: str, task: Callable[P, Made], *args: P.args, **kwargs: P.kwargs) -> Made:
        """Let the process do something with a file, and wait for it; progress of it is reported here.

        Parameters
        ----------
        file
            Its name as its user knows it, for messages.
        task
            A function of a module, which the other process imports; what it takes and gives is pickled.

        Raises
        ------
        InputError
            When the file took more time or memory than a file may, or ended the process.
        StorageError
            When there can be no such process: no other file would fare better.
        NarratiefError
            What the task raised; of an unforeseen error only its kind and place.
        """
        limits = file_limits()
        with self._lock:
            child = self._started()
            try:
                word, made = child.ask((limits, task, args, kwargs), limits.seconds * _CLOCK)
            except ChildEnded as ended:
                self.end()
                raise _too_much(file, ended, limits) from None
            except BaseException:
                self.end()  # somebody stopped the work: the process may be anywhere in it
                raise
            if word == "made":
                return made  # type: ignore[no-any-return]  # what the task gave
            if word == "memory":
                self.end()  # what it keeps between files may be half made
                raise _out_of_memory(file, limits)
            raise made

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        with self._lock:
            return self._child is not None and self._child.lives

    def end(self) -> None:
        """End the process; nothing when there is none."""
        with self._lock:
            child, self._child, self._ready = self._child, None, False
            if child is not None:
                child.end()

    def _started(self) -> ChildProcess:
        """The process, with its models loaded.

        Raises
        ------
        StorageError
            When it cannot be started.
        """
        self.start()
        assert self._child is not None, "it was started"
        if not self._ready:
            try:
                word, error = self._child.answer(_STARTING)
            except ChildEnded:
                self.end()
                raise _no_process() from None
            if word != "ready":
                self.end()
                raise error
            self._ready = True
        return self._child


WITH_MODELS = Apart(models=True)
"""Reads, pseudonymises and codes files; its models stay loaded."""
atexit.register(WITH_MODELS.end)


def apart(file: str, task: Callable[P, Made], *args: P.args, **kwargs: P.kwargs) -> Made:
    """Do something with a file in the process that has the models; in this one where the settings say so.

    Raises as `Apart.run` does.
    """
    if not files_apart():
        return task(*args, **kwargs)
    return WITH_MODELS.run(file, task, *args, **kwargs)


def apart_once(file: str, task: Callable[P, Made], *args: P.args, **kwargs: P.kwargs) -> Made:
    """Do something with a file that needs no model, in a process that ends after it: nobody waits for another's file.

    Raises as `Apart.run` does.
    """
    if not files_apart():
        return task(*args, **kwargs)
    process = Apart()
    try:
        return process.run(file, task, *args, **kwargs)
    finally:
        process.end()


def _too_much(file: str, ended: ChildEnded, limits: FileLimits) -> InputError:
    """Tell why a file ended its process."""
    if ended.too_long:
        waited = f"{limits.seconds * _CLOCK} seconden"
        return InputError(file, f"Dit bestand was na {waited} nog niet klaar en is overgeslagen.", _REMEDY)
    if ended.status == -getattr(signal, "SIGXCPU", 0):
        took = f"{limits.seconds} seconden rekentijd"
        return InputError(file, f"Dit bestand kost meer dan {took} en is overgeslagen.", _REMEDY)
    return InputError(file, "Bij dit bestand stopte het programma dat het leest; het is overgeslagen.", _REMEDY)


def _out_of_memory(file: str, limits: FileLimits) -> InputError:
    """Tell that a file took too much memory."""
    return InputError(file, f"Dit bestand vraagt meer dan {limits.memory} MB geheugen en is overgeslagen.", _REMEDY)


def _no_process() -> StorageError:
    """Tell that the process for files cannot be started."""
    message = "Het programma dat bestanden leest, kan niet starten."
    return StorageError("computer", message, "Is het geheugen vol? Sluit andere programma's en probeer het opnieuw.")
