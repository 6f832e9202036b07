"""What can go wrong, told in plain Dutch: one tree of errors, and the problem that each of them carries.

::

    NarratiefError      what a user is told: what is the matter, and what to do about it
    ├── InputError      a file, folder or setting that cannot be used; names it
    │   └── StorageError    the disk is full, the database is away: another file would fare no better
    │       └── PassingError    the same may succeed in a while, without anybody doing anything
    ├── Refusal         what was asked cannot be done
    │   └── Gone        what it is about does not exist, or not any more
    ├── StepError       an unforeseen error, by its kind and place only: its own message may quote a transcript
    └── Stopped         somebody stopped the work, or the program closes

Whoever talks to a user (a command, a page, a job) handles `NarratiefError` once. Modules of `narratief.files`, which
stand below this one, raise `ValueError` and `OSError`; the reader or loader that called them knows the file's name and
raises `InputError`.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, for a report, a page or a message.

    Attributes
    ----------
    file
        Name of the file (or folder, or setting) that it concerns, as the user knows it; empty when it concerns none.
    message
        What is wrong, one Dutch sentence.
    remedy
        What the user can do about it, one Dutch sentence; may be empty.
    fatal
        True when the file could not be used; False for a warning (the file was used).
    """

    file: str
    message: str
    remedy: str
    fatal: bool = True

    def __str__(self) -> str:
        """The problem as one line of Dutch."""
        told = " ".join(part for part in (self.message, self.remedy) if part)
        return f"{self.file}: {told}" if self.file else told


class NarratiefError(Exception):
    """Something went wrong that a user is told of, and can do something about.

    Parameters
    ----------
    problem
        What to tell.

    Attributes
    ----------
    message, remedy
        Of the problem.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))

    @property
    def message(self) -> str:
        """What is the matter, one Dutch sentence."""
        return self.problem.message

    @property
    def remedy(self) -> str:
        """What the user can do, one Dutch sentence; may be empty."""
        return self.problem.remedy


class InputError(NarratiefError):
    """Input that cannot be used; raised by readers and loaders, caught by the layer that goes on with other files."""

    def __init__(self, file: str, message: str, remedy: str) -> None:
        super().__init__(Problem(file, message, remedy))

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """Pickle by the three parts: an exception's default would lose two of them."""
        return type(self), (self.problem.file, self.problem.message, self.problem.remedy)


class StorageError(InputError):
    """The disk or the database cannot be used now; no other file would fare better."""


class PassingError(StorageError):
    """The database is busy or away: the same may succeed in a while, without anybody doing anything."""


class Refusal(NarratiefError):
    """What was asked cannot be done.

    Parameters
    ----------
    message
        What is the matter, one Dutch sentence.
    remedy
        What the user can do, one Dutch sentence; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(Problem("", message, remedy))

    def __reduce__(self) -> tuple[type[Refusal], tuple[str, str]]:
        """Pickle by both sentences."""
        return type(self), (self.problem.message, self.problem.remedy)


class Gone(Refusal):
    """What was asked is about something that does not exist, or not any more."""


class StepError(NarratiefError):
    """A step failed in an unforeseen way.

    Parameters
    ----------
    place
        Kind of the error and where it arose, such as ``KeyError in read.py:12``; never its message, which may quote a
        transcript.
    """

    def __init__(self, place: str) -> None:
        super().__init__(Problem("", "Er ging onverwacht iets mis bij de verwerking.", "Probeer het opnieuw."))
        self.place = place

    def __str__(self) -> str:
        """The place, which is for logs and developers."""
        return self.place

    def __reduce__(self) -> tuple[type[StepError], tuple[str]]:
        """Pickle by the place."""
        return type(self), (self.place,)


class Stopped(NarratiefError):
    """Somebody stopped the work, or the program closes."""

    def __init__(self) -> None:
        super().__init__(Problem("", "De verwerking is gestopt.", "U kunt haar later opnieuw starten."))

    def __reduce__(self) -> tuple[type[Stopped], tuple[()]]:
        """Pickle without arguments."""
        return type(self), ()


def place_of(error: BaseException) -> str:
    """Kind of an error and where it arose, never its message: that may quote a transcript."""
    if isinstance(error, StepError):  # it crossed Prefect, and says both itself
        return error.place
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
