"""Reports written to files: on one project, or over several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from narratief.domain.result import ProjectResult
from narratief.files.atomic import write_atomic
from narratief.publish.imprint import NO_IMPRINT, Imprint
from narratief.publish.report.model import Document
from narratief.publish.report.overall import overall_report
from narratief.publish.report.project import project_report
from narratief.publish.results import Results, is_draft, project_results
from narratief.turning_points.model import Timeline

Timelines = Mapping[str, Timeline] | None
"""Project name → turning points as a person reviewed them."""


def report_of(
    results: Results, timelines: Timelines = None, left_out: Sequence[ProjectResult] = (), imprint: Imprint = NO_IMPRINT
) -> Document:
    """Make the report on one project or over several; it is a draft as long as a code of the machine is among them.

    Parameters
    ----------
    left_out
        Projects that are not compared with the others, to name.
    imprint
        Whose report it is, who made it and when.
    """
    projects = project_results(results)
    confirmed = not is_draft(projects)
    if len(projects) == 1 and not left_out:
        timeline = (timelines or {}).get(projects[0].name)
        return project_report(projects[0], confirmed=confirmed, timeline=timeline, imprint=imprint)
    return overall_report(projects, confirmed=confirmed, timelines=timelines, left_out=left_out, imprint=imprint)


def write_docx(
    results: Results,
    path: Path,
    template: Path | None = None,
    timelines: Timelines = None,
    left_out: Sequence[ProjectResult] = (),
    imprint: Imprint = NO_IMPRINT,
) -> Path:
    """Write the report as a Word document, in the style of the organisation's template when one is given."""
    from narratief.publish.report.docx import render_docx

    return write_atomic(path, render_docx(report_of(results, timelines, left_out, imprint), template))


def write_pdf(
    results: Results,
    path: Path,
    timelines: Timelines = None,
    left_out: Sequence[ProjectResult] = (),
    imprint: Imprint = NO_IMPRINT,
) -> Path:
    """Write the report as a tagged PDF."""
    from narratief.publish.report.pdf import render_pdf

    return write_atomic(path, render_pdf(report_of(results, timelines, left_out, imprint)))


def write_html(
    results: Results,
    path: Path,
    timelines: Timelines = None,
    left_out: Sequence[ProjectResult] = (),
    imprint: Imprint = NO_IMPRINT,
) -> Path:
    """Write the report as one web page."""
    from narratief.publish.report.html import render_html

    return write_atomic(path, render_html(report_of(results, timelines, left_out, imprint)))
