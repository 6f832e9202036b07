"""Export projects in the form that other people and programs take; the same for commands, pages and flows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from narratief.domain.errors import InputError, Problem
from narratief.domain.publication_date import publication_date
from narratief.domain.result import ProjectResult
from narratief.domain.settings import get_settings
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import OpenProject
from narratief.pipeline.take_in import take_in
from narratief.publish.formats import ExportContent, Format
from narratief.publish.imprint import Imprint
from narratief.publish.memo import ExchangeMemo
from narratief.publish.results import refuse_empty
from narratief.publish.stored_memos import exchange_memos
from narratief.store.review.memos import memos as kept_memos
from narratief.store.review.project_state import project_state
from narratief.store.review.result import results_of
from narratief.store.review.turning_points import timeline_for
from narratief.store.written import note_written
from narratief.turning_points.model import Timeline


@dataclass(frozen=True, slots=True)
class Gathered:
    """Projects ready to export.

    Attributes
    ----------
    memos
        People's memos on them.
    timelines
        Project name → turning points as people left them.
    problems
        Everything that went wrong with single files.
    waiting
        Project title → number of themes on fragments that nobody looked at yet, where there are any.
    """

    results: tuple[ProjectResult, ...]
    memos: tuple[ExchangeMemo, ...]
    timelines: Mapping[str, Timeline]
    problems: tuple[Problem, ...]
    waiting: Mapping[str, int]


def gather(projects: Sequence[OpenProject], *, confirmed_only: bool = False, each_coder: bool = False) -> Gathered:
    """Take in and code projects as far as that is not done, and collect what the store has of them.

    Parameters
    ----------
    confirmed_only
        Only codes that a person stands behind.
    each_coder
        A code once for everyone who stands behind it; for formats that say so.

    Raises
    ------
    InputError
        When a project has no interview that can be used.
    """
    files, problems = take_in_and_code(projects)
    if not projects:
        return Gathered((), (), {}, (), {})
    with projects[0].store.reading() as session:
        kept = gather_kept(session, files, confirmed_only=confirmed_only, each_coder=each_coder)
    return replace(kept, problems=problems)


def take_in_and_code(projects: Sequence[OpenProject]) -> tuple[dict[int, list[str]], tuple[Problem, ...]]:
    """Take in and code projects as far as that is not done.

    Returns
    -------
    tuple
        Number of a project → its interviews that can be used, and what is wrong with the others.

    Raises
    ------
    InputError
        When a project has no interview that can be used.
    """
    files: dict[int, list[str]] = {}
    problems: list[Problem] = []
    for opened in projects:
        taken = take_in(opened)
        coded = code_interviews(opened, taken.files)
        files[opened.id] = coded.files
        problems += [*taken.problems, *coded.problems]
        if not coded.files:
            message = "In dit project is geen gesprek dat te gebruiken is."
            raise InputError(opened.project.name, message, "Bekijk met 'narratief run' wat er aan de bestanden schort.")
    return files, tuple(problems)


def gather_kept(
    session: Session,
    files: Mapping[int, Collection[str] | None],
    *,
    confirmed_only: bool = False,
    each_coder: bool = False,
    with_timelines: bool = True,
    memos_of: Collection[int] | None = None,
) -> Gathered:
    """Collect what the store has of projects, as it is.

    Parameters
    ----------
    files
        Number of a project → its interviews to use; all of them when None.
    with_timelines
        Whether turning points are wanted, which take time to find.
    memos_of
        Numbers of the projects whose memos may go along; all when None.
    """
    results: list[ProjectResult] = []
    memos: list[ExchangeMemo] = []
    timelines: dict[str, Timeline] = {}
    waiting: dict[str, int] = {}
    for number, chosen in files.items():
        result, whole = results_of(session, number, confirmed_only=confirmed_only, files=chosen, each_coder=each_coder)
        results.append(result)
        state = project_state(session, number)
        if memos_of is None or number in memos_of:
            memos += exchange_memos(kept_memos(session, number), state, result.name)
        if with_timelines:
            timelines[result.name] = timeline_for(session, number, whole)
        open_codes = sum(code.status == "machine" for code in state.codes)
        if open_codes:
            waiting[result.title] = open_codes
    return Gathered(tuple(results), tuple(memos), timelines, (), waiting)


def write_export(
    gathered: Gathered, form: Format, path: Path, *, confirmed_only: bool, template: Path | None = None
) -> Path:
    """Write what was gathered in a format, and return the path written.

    Parameters
    ----------
    confirmed_only
        What the projects were gathered with.
    template
        A .docx or .dotx of the house, for formats that take one.

    Raises
    ------
    InputError
        When a publication would hold nothing, or the file cannot be written.
    """
    if confirmed_only and form.publication:
        refuse_empty(gathered.results)
    content = ExportContent(
        gathered.results,
        gathered.memos,
        gathered.timelines,
        template,
        get_settings("compare_from").compare_from,
        imprint=_imprint(),
    )
    return form.export(content, path)


def _imprint() -> Imprint:
    """Whose publication it is as set, with the date of today or of SOURCE_DATE_EPOCH, for who wants the same bytes."""
    given = get_settings("organisation", "author", "contact", "organisation_uri", "dataset_uri")
    return Imprint(
        given.organisation,
        given.author,
        publication_date(),
        given.contact,
        given.organisation_uri,
        given.dataset_uri,
    )


def note_exported(projects: Sequence[OpenProject], paths: Sequence[Path]) -> None:
    """Note files that were written of projects, so that erasing an interview finds them."""
    if projects:
        with projects[0].store.writing() as session:
            note_written(session, projects[0].id if len(projects) == 1 else None, paths)
