"""A file from another program taken into project folders: also for interviews that are new here."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import yaml

from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.domain.errors import InputError
from narratief.domain.result import ProjectResult
from narratief.files.atomic import write_atomic
from narratief.pipeline.apart import apart_once
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.folders import NARRATIVES
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.take_in import take_in
from narratief.publish.exchange.importing import import_codebook, import_codes
from narratief.publish.exchange.match import match_interview
from narratief.publish.exchange.outcome import ImportOutcome
from narratief.publish.exchange.plan import plan_codebook, plan_codes, plan_new_project
from narratief.publish.refi import read_qdc, read_qdpx
from narratief.publish.refi.read_project import ProjectImport

_UNSAFE = re.compile(r"[^\w .,'()-]+")
_WHO = Author(None, "opdrachtregel")


Asking = Callable[[ImportOutcome], bool]
"""Shows what an import would do to one project, and tells whether to go on."""


def import_file(
    path: Path, folder: Path | None = None, root: Path = NARRATIVES, *, ask: Asking | None = None
) -> tuple[ImportOutcome, ...]:
    """Import a .qdpx or .qdc, and tell what was done per project.

    Parameters
    ----------
    folder
        Of the project; made when it is new. By default the folder in `root` that the file's project is named after.
    ask
        Asked per project before anything of the file is taken in; a project that is refused is left as it was, and
        not in what is returned. Without it everything is taken in.

    Raises
    ------
    InputError
        When the file cannot be opened safely, has nothing to take over, or it is not clear into which project.
    """
    if path.suffix.lower() == ".qdc":
        return _codebook(path, folder, ask)
    if path.suffix.lower() != ".qdpx":
        message = "Dit is geen bestand dat te importeren is."
        raise InputError(path.name, message, "Geef een .qdpx of .qdc op. Transcripten zet u in de map van het project.")
    read = apart_once(path.name, read_qdpx, path)
    if folder is not None and len(read.results) > 1:
        names = ", ".join(result.name for result in read.results)
        message = f"In dit bestand staan meer projecten: {names}."
        raise InputError(path.name, message, "Laat --project weg; elk project komt dan in zijn eigen map.")
    outcomes: list[ImportOutcome] = []
    for each in read.results:
        target = folder or root / _safe(each.name)
        if ask is not None and not ask(_planned(path, target, each, read)):
            continue
        outcomes.append(_project(path, target, each, read))
    if outcomes:
        outcomes[0].problems[:0] = read.problems
    return tuple(outcomes)


def _codebook(path: Path, folder: Path | None, ask: Asking | None) -> tuple[ImportOutcome, ...]:
    """Take a codebook into an existing project."""
    if folder is None or not folder.is_dir():
        message = "Bij een codeboek moet u zeggen in welk project het komt."
        raise InputError(path.name, message, "Geef de map van het project op met --project.")
    read = apart_once(path.name, read_qdc, path)
    opened = open_folder(folder)
    code_interviews(opened, take_in(opened).files)
    if ask is not None:
        with opened.store.reading() as session:
            planned = plan_codebook(session, opened.id, read, path.name).outcome
        if not ask(planned):
            return ()
    with opened.store.writing() as session:
        return (import_codebook(session, _WHO, opened.id, read, path.name),)


def _planned(path: Path, folder: Path, file: ProjectResult, read: ProjectImport) -> ImportOutcome:
    """Work out what a project of a file would do; makes no folder."""
    if folder.is_dir():
        opened = open_folder(folder)
        take_in(opened)
        opened.codebook()
        with opened.store.reading() as session:
            plan = plan_codes(session, opened.id, file, read.memos, path.name, stated=read.stated, adds_interviews=True)
        return plan.outcome
    outcome = plan_new_project(file, read.memos, default_codebook(), path.name, read.stated)
    outcome.project = folder.name
    return outcome


def _project(path: Path, folder: Path, file: ProjectResult, read: ProjectImport) -> ImportOutcome:
    """Take one project of a file in: first its interviews that are new here, then what people did with them."""
    _prepare(folder, file)
    opened = open_folder(folder)
    taken = take_in(opened)
    with opened.store.reading() as session:
        new = [each for each in file.interviews if match_interview(session, opened.id, each) is None]
    added = []
    for interview in new:
        target = _free(folder, interview.file)
        write_atomic(target, interview.text.encode())
        added.append(target.name)
    if added:
        opened = open_folder(folder)  # again, for the files that came in
        taken = take_in(opened)
    with opened.store.writing() as session:
        outcome = import_codes(session, _WHO, opened.id, file, read.memos, path.name, read.stated)
    outcome.interviews = [name for name in added if name not in {problem.file for problem in taken.problems}]
    outcome.problems += taken.problems
    return outcome


def _prepare(folder: Path, file: ProjectResult) -> None:
    """Make the folder of a new project, with the facts that the file has."""
    if folder.exists():
        return
    folder.mkdir(parents=True)
    facts = file.facts.model_dump(mode="json", exclude_defaults=True) | {"title": file.title}
    write_atomic(folder / "project.yaml", yaml.safe_dump(facts, allow_unicode=True, sort_keys=False).encode())


def _safe(name: str) -> str:
    """Make a name that is one folder or file here, whatever another program put into it."""
    clean = _UNSAFE.sub("-", name.replace("\\", "/").rpartition("/")[2]).strip(" .-")
    return clean[:100] or "import"


def _free(folder: Path, name: str) -> Path:
    """Path for a transcript that its folder does not have yet."""
    stem, number = Path(_safe(name)).stem or "gesprek", 1
    while (target := folder / (f"{stem}.txt" if number == 1 else f"{stem}-{number}.txt")).exists():
        number += 1
    return target
