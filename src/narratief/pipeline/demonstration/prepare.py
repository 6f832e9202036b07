"""Make a demonstration in an empty home: projects copied, evaluated, reviewed by half."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from narratief.data_protection.project_files import projects_dir, results_dir
from narratief.domain.decision import Author
from narratief.domain.errors import NarratiefError, StepError
from narratief.domain.progress import report_progress
from narratief.domain.project import load_project
from narratief.pipeline.demonstration.accounts import Account, make_accounts
from narratief.pipeline.demonstration.plausible_review import marks_of, review_interview
from narratief.pipeline.evaluate import evaluate
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.waiting_uploads import seal_waiting
from narratief.store.accounts.access import Role
from narratief.store.coding.interviews import interviews_of
from narratief.store.database import Store
from narratief.store.review.decide import accept_reading

_FACTS = ("project.yaml", "codebook.yaml")
_STEP = "Voorbeelden nakijken"


def prepare(store: Store, samples: Sequence[Path]) -> list[Account]:
    """Make a demonstration in an empty store.

    The first project is reviewed whole, the last not at all, those between ever less: together about half. In all but
    the last the evaluator has checked how the interviews were read, so that there is something left to check.

    Parameters
    ----------
    samples
        Folders with a project; they are read only.

    Returns
    -------
    list
        Whom to log in as, with passwords that are kept nowhere else.

    Raises
    ------
    NarratiefError
        When a project could not be evaluated.
    """
    folders = [_copied(sample) for sample in samples]
    for outcome in evaluate([str(folder) for folder in folders], str(results_dir()), store):
        if not outcome.files:
            raise NarratiefError(outcome.problems[0]) if outcome.problems else StepError("demonstratie")
    numbers = [open_folder(folder, store).id for folder in folders]
    accounts, authors = make_accounts(store, numbers)
    for number in numbers[:-1]:
        _accept(store, authors[Role.EVALUATOR], number)
    for place, (number, sample) in enumerate(zip(numbers, samples, strict=True)):
        report_progress(_STEP, place, len(numbers))
        _review(store, authors[Role.RESEARCHER], number, sample, _share(place, len(numbers)))
    report_progress(_STEP, len(numbers), len(numbers))
    seal_waiting(store)
    return accounts


def _copied(sample: Path) -> Path:
    """Copy a project's facts and transcripts into the workspace's folder, without what people marked in it."""
    folder = projects_dir() / sample.name
    folder.mkdir(mode=0o700)
    facts = [sample / name for name in _FACTS if (sample / name).is_file()]
    for path in (*load_project(sample).files, *facts):
        shutil.copyfile(path, folder / path.name)
    return folder


def _share(place: int, of: int) -> float:
    """Which part of a project's interviews is reviewed, so that it is half over all."""
    return 0.5 if of == 1 else 1 - place / (of - 1)


def _accept(store: Store, evaluator: Author, project_id: int) -> None:
    """Say of all interviews of a project that they were read well."""
    with store.writing() as session:
        for row in interviews_of(session, project_id):
            accept_reading(session, evaluator, row.id)


def _review(store: Store, reviewer: Author, project_id: int, sample: Path, share: float) -> None:
    """Review the first interviews of a project."""
    marks = marks_of(sample)
    with store.reading() as session:
        interviews = [row.id for row in interviews_of(session, project_id)]
    for number in interviews[: round(share * len(interviews))]:
        with store.writing() as session:
            review_interview(session, reviewer, number, marks)
