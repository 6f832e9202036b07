"""Publication as a Prefect flow: the reports and the copy for *Impuls* of several projects; scheduled twice a year."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from flows.chosen import chosen_projects
from flows.outcome import failing_as_state
from flows.run_names import run_named, step_named
from flows.task_options import AGAIN, PROJECTS
from flows.tasks import without_text
from narratief.pipeline.export import gather, note_exported, write_export
from narratief.pipeline.open_project import open_folder
from narratief.publish.formats import format_named

FORMATS = ("verslag-docx", "verslag-pdf", "verslag-html", "impuls-docx", "impuls-pdf", "open-data")


@task(name="publiceren", task_run_name=step_named("publiceren"), **AGAIN)
@without_text
def export_project(
    project_dirs: list[str], form: str, out_file: str, draft: bool = False, template: str | None = None
) -> str:
    """Write projects in one format, and return the file's name."""
    chosen, path = format_named(form), Path(out_file)
    projects = [open_folder(Path(folder)) for folder in project_dirs]
    gathered = gather(projects, confirmed_only=not draft, each_coder=chosen.each_coder)
    path.parent.mkdir(parents=True, exist_ok=True)
    house = Path(template) if template and chosen.takes_template else None
    note_exported(projects, [write_export(gathered, chosen, path, confirmed_only=not draft, template=house)])
    return path.name


@flow(name="publish", flow_run_name=run_named("publiceren"), **PROJECTS)
@failing_as_state
@without_text
def publish(
    project_dirs: list[str] | None = None,
    out_dir: str = "outputs/publicatie",
    formats: list[str] | None = None,
    draft: bool = False,
    template: str | None = None,
    projects_dir: str = "",
) -> list[str]:
    """Write an edition: every format for each project, and for all of them together when there are several.

    Parameters
    ----------
    project_dirs
        Folders of the projects in this edition.
    out_dir
        Folder for the files.
    formats
        Names of export formats; the reports, Impuls copy and open data when None.
    draft
        True to take themes along that nobody confirmed; every file then shows that it is a draft.
    template
        A .docx or .dotx of the house, for the Word documents.
    projects_dir
        Folder with a folder for each project: all of them, where ``project_dirs`` names none.

    Returns
    -------
    list of str
        Names of the files.

    Raises
    ------
    InputError
        When a project has nothing that is confirmed, and it is not to be a draft.
    """
    chosen = chosen_projects(project_dirs, projects_dir)
    parts = [([folder], Path(folder).name) for folder in chosen]
    if len(chosen) > 1:
        parts.append((chosen, "alle-projecten"))
    written = []
    for folders, name in parts:
        for form in formats or FORMATS:
            file = Path(out_dir) / f"{name}-{form}{format_named(form).suffix}"
            written.append(export_project(folders, form, str(file), draft, template))
    return written
