"""A project's work in batches: which interviews are still to be done, and a number of them done in one go.

Interviews do not depend on each other: pseudonyms are numbered within an interview, the vault and the store take what
each brings under a lock. So batches may be done in any order, at once, by several processes, and twice; what is kept is
the same.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from narratief.domain.errors import InputError
from narratief.pipeline.coding import code_interviews, uncoded
from narratief.pipeline.open_project import OpenProject, hidden_names
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


def unfinished(opened: OpenProject) -> list[str]:
    """Transcripts of a project that are yet to be taken in or coded, each by its neutral name.

    A file's own name may name a resident; `hidden_name` never does, so these may be told to others.
    """
    waiting, kept = [], {}
    for path in opened.project.files:
        try:
            name = kept_name(opened, path)
        except InputError:
            continue  # told when the project is taken in
        if name is None:
            waiting.append(hidden_name(path.name))
        else:
            kept[name] = hidden_name(path.name)
    return [*waiting, *(kept[file] for file in uncoded(opened, list(kept)))]


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


def do_batch(opened: OpenProject, names: Collection[str]) -> Done:
    """Take in and code the transcripts with these neutral names; what is kept already is not done again.

    What is wrong with a file is told when the whole project is taken in, which is after all batches.
    """
    taken = take_in(opened, only=names)
    return Done(taken.new, code_interviews(opened, taken.files).new)


def code_batch(opened: OpenProject, names: Collection[str]) -> Done:
    """Code the interviews with these neutral names, which were taken in before."""
    return Done(analysed=code_interviews(opened, opened.files_named(names)).new)
