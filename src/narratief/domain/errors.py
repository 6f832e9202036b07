"""What can go wrong with a user's input, told in plain Dutch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input, for the run's report.

    Attributes
    ----------
    file
        Name of the file (or folder) that it concerns, as the user knows it.
    message
        What is wrong, one Dutch sentence.
    remedy
        What the user can do about it, one Dutch sentence.
    fatal
        True when the file could not be used; False for a warning (the file was used).
    """

    file: str
    message: str
    remedy: str
    fatal: bool = True

    def __str__(self) -> str:
        """Give the problem as one line of Dutch."""
        return f"{self.file}: {self.message} {self.remedy}"


class InputError(Exception):
    """Input that cannot be used; carries the Dutch `Problem` to show.

    Raised by readers and loaders, caught by the layer that goes on with the other files.
    """

    def __init__(self, file: str, message: str, remedy: str) -> None:
        self.problem = Problem(file, message, remedy)
        super().__init__(str(self.problem))

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """Pickle by the three parts (an exception's default would lose two of them)."""
        return type(self), (self.problem.file, self.problem.message, self.problem.remedy)
