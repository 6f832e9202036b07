"""A project's work in batches: which interviews are still to be done, and a number of them done in one go.

Transcripts of a project are taken in one after the other, by name: a person has one number in all of them, and the
numbers must not depend on which process is first. Coding one interview does not depend on the others, so batches of
that may be done in any order, at once, by several processes, and twice; what is kept is the same.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narratief.domain.errors import InputError
from narratief.pipeline.coding import code_interviews, uncoded
from narratief.pipeline.open_project import OpenProject, hidden_names, open_folder
from narratief.pipeline.take_in import kept_name, take_in
from narratief.privacy.file_names import hidden_name


@dataclass(frozen=True, slots=True)
class Done:
    """How many interviews were taken in and coded just now."""

    ingested: int = 0
    analysed: int = 0

    def __add__(self, other: Done) -> Done:
        """Add what another batch did."""
        return Done(self.ingested + other.ingested, self.analysed + other.analysed)


def untaken(opened: OpenProject) -> list[str]:
    """Transcripts of a project that are yet to be taken in, by neutral names, in the order in which to do so."""
    return [hidden_name(path.name) for path, name in _kept_names(opened) if name is None]


def taken_uncoded(opened: OpenProject) -> list[str]:
    """Interviews of a project that were taken in and are yet to be coded, by the neutral names of what is kept."""
    return hidden_names(uncoded(opened, [name for _, name in _kept_names(opened) if name is not None]))


def unfinished(project_dirs: Iterable[Path], most: int) -> tuple[int, int]:
    """Count the transcripts of projects that are yet to be taken in or coded, and all of them.

    Only transcripts of projects that can be read count: what is wrong with the others the run itself tells.

    Parameters
    ----------
    most
        Once so many are found, no further project is looked at.
    """
    waiting = every = 0
    for project_dir in project_dirs:
        if waiting >= most:
            break
        try:
            opened = open_folder(project_dir)
            names = [name for _, name in _kept_names(opened)]
            taken = [name for name in names if name is not None]
            waiting += len(names) - len(taken)
            every += len(names)
            if waiting < most:
                waiting += len(uncoded(opened, taken))
        except InputError:
            continue
    return waiting, every


def any_unfinished(project_dirs: Iterable[Path]) -> bool:
    """Whether a transcript of one of these projects is yet to be taken in or coded."""
    return unfinished(project_dirs, most=1)[0] > 0


def _kept_names(opened: OpenProject) -> Iterator[tuple[Path, str | None]]:
    """Transcripts of a project with the name that each is kept under; None for one that is yet to be taken in."""
    for path in opened.project.files:
        try:
            yield path, kept_name(opened, path)
        except InputError:
            continue  # told when the project is taken in


def uncoded_names(opened: OpenProject, names: Collection[str]) -> list[str]:
    """Those of these interviews, by neutral names, that are yet to be coded."""
    return hidden_names(uncoded(opened, opened.files_named(names)))


def in_batches(names: Sequence[str], largest: int, processes: int = 1) -> list[list[str]]:
    """Divide names into batches of about the same size, as many for each process.

    Parameters
    ----------
    largest
        How many names a batch has at most.
    processes
        How many processes will take batches, when known.
    """
    if not names:
        return []
    number = min(len(names), processes * math.ceil(len(names) / (processes * largest)))
    return [list(names[part::number]) for part in range(number)]


def take_batch(opened: OpenProject, names: Collection[str]) -> Done:
    """Take in the transcripts with these neutral names, one after the other; what is kept already is not done again.

    What is wrong with a file is told when the whole project is taken in, which is after all batches.
    """
    return Done(ingested=take_in(opened, only=names).new)


def code_batch(opened: OpenProject, names: Collection[str]) -> Done:
    """Code the interviews with these neutral names, which were taken in before."""
    return Done(analysed=code_interviews(opened, opened.files_named(names)).new)
