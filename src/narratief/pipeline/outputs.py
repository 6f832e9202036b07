"""Write a project's tables and report, and the tables over projects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narratief.data_protection.retention import local_today
from narratief.data_protection.retention_status import retention_status_of
from narratief.domain.errors import Problem
from narratief.domain.progress import report_progress
from narratief.domain.settings import get_settings
from narratief.files.file_transaction import write_transaction
from narratief.pipeline.open_project import OpenProject
from narratief.pipeline.run_report import REPORT, report_bytes
from narratief.privacy.vault.vault import Vault
from narratief.store.coding.projects import get_project
from narratief.store.written import note_written
from narratief.synthesis.records import code_records
from narratief.synthesis.synthesise import overall_synthesis, project_synthesis
from narratief.synthesis.write import write_overall, write_project


def write_outputs(opened: OpenProject, files: Sequence[str], problems: Sequence[Problem], out_dir: Path) -> list[Path]:
    """Write a project's tables and report into out_dir/<project>; without a usable interview only the report.

    The tables hold what counts after people's decisions. What is written is noted, so that erasing finds it.

    Parameters
    ----------
    files
        Interviews to use.
    problems
        For the report: all that went wrong or was unsure.
    """
    project = opened.project
    out = out_dir / project.name
    result = opened.kept.result(files)
    with opened.store.reading() as session:
        standing = retention_status_of(session, get_project(session, opened.id), local_today())
    names = Vault(project.key).file_names()
    step = f"{project.title}: tabellen maken"
    report_progress(step, 0, 1)
    if result.interviews:
        report = {REPORT: report_bytes(project, result, problems, standing, names)}
        written = write_project(project_synthesis(result), code_records(result), out, report)
    else:
        written = write_transaction(out, {REPORT: report_bytes(project, None, problems, standing)})
    with opened.store.writing() as session:
        note_written(session, opened.id, written)
    report_progress(step, 1, 1)
    return written


def write_overview(parts: Sequence[tuple[OpenProject, Sequence[str]]], out_dir: Path) -> list[Path]:
    """Write the tables over projects, each given with the interviews to use."""
    syntheses = []
    for opened, files in parts:  # one project's texts in memory at a time
        result = opened.kept.result(files)
        if result.interviews:
            syntheses.append(project_synthesis(result))
    report_progress("Overzicht van alle projecten", 0, 1)
    written = write_overall(overall_synthesis(syntheses, get_settings("compare_from").compare_from), out_dir)
    if parts:
        with parts[0][0].store.writing() as session:
            note_written(session, None, written)
    report_progress("Overzicht van alle projecten", 1, 1)
    return written
