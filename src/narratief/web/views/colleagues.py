"""What colleagues ask of a person in a project, for the overview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratief.store.review.colleagues import Colleague
from narratief.store.review.memos import Memo


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark that names the person, with the address of what it is about."""

    who: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class ForMe:
    """Conversations that are given to a person (file name and address), and remarks that wait for an answer."""

    interviews: tuple[tuple[str, str], ...] = ()
    remarks: tuple[Remark, ...] = ()


def for_me(
    at_work: Mapping[str, Colleague], remarks: Sequence[Memo], numbers: Mapping[str, int], person: int, start: str
) -> ForMe:
    """Lay out what is asked of a person.

    Parameters
    ----------
    numbers
        Ids of the interviews by file name.
    start
        Path of the project.
    """
    own = [file for file, each in at_work.items() if each.id == person and file in numbers]
    return ForMe(
        tuple((file, f"{start}/gesprekken/{numbers[file]}") for file in own),
        tuple(Remark(memo.changed.author.name, memo.text, _path(memo, numbers, start)) for memo in remarks),
    )


def _path(memo: Memo, numbers: Mapping[str, int], start: str) -> str:
    """Address of what a remark is about: the words where the form for an answer is open, the interview, or the list."""
    number = numbers.get(memo.about.interview or "")
    if number is None:
        return f"{start}/gesprekken"
    span = memo.about.span
    return f"{start}/gesprekken/{number}" + (f"?bij={span[0]}-{span[1]}#vorm" if span else "#notities")
