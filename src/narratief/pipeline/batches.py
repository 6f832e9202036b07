"""A project's work in batches: which interviews are still to be done, and a number of them done in one go.

Interviews do not depend on each other: pseudonyms are numbered within an interview, the vault and the store take what
each brings under a lock. So batches may be done in any order, at once, by several processes, and twice; what is kept is
the same.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from narratief.domain.errors import InputError
from narratief.domain.project import load_project
from narratief.pipeline.analyse import is_coded
from narratief.pipeline.ingest import kept_name
from narratief.pipeline.job import analyse_project, codebook_of, ingest_project
from narratief.privacy.file_names import hidden_name
from narratief.store.database import open_store
from narratief.store.project_repository import ProjectRepository


@dataclass(frozen=True, slots=True)
class Done:
    """How many interviews were taken in and coded just now."""

    ingested: int = 0
    analysed: int = 0

    def __add__(self, other: Done) -> Done:
        """Add what another batch did."""
        return Done(self.ingested + other.ingested, self.analysed + other.analysed)


def unfinished(project_dir: Path) -> list[str]:
    """List the transcripts of a project that are yet to be taken in or coded, each by its neutral name.

    A file's own name may name a resident; `hidden_name` never does, so these may be told to others.
    """
    project = load_project(project_dir)
    work = ProjectRepository.for_project(open_store(), project)
    codebook = work.codebook(codebook_of(project)[0])
    waiting = []
    for path in project.files:
        try:
            name = kept_name(project, path, work)
        except InputError:
            continue  # told when the project is taken in
        if name is None or not is_coded(name, work, codebook):
            waiting.append(hidden_name(path.name))
    return waiting


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


def do_batch(project_dir: Path, names: Collection[str]) -> Done:
    """Take in and code the transcripts with these neutral names; what is kept already is not done again.

    What is wrong with a file is told when the whole project is taken in, which is after all batches.
    """
    taken = ingest_project(project_dir, only=names)
    return Done(taken.new, analyse_project(project_dir, taken.files))
