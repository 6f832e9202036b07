"""Copy for the magazine written to files: a spread for one project, an edition for several."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from narratief.files.atomic import write_atomic
from narratief.publish.impuls.edition import Edition, make_edition
from narratief.publish.impuls.spread import Spread, make_spread
from narratief.publish.results import Results, is_draft, project_results
from narratief.turning_points.model import Timeline

Timelines = Mapping[str, Timeline] | None
"""Project name → turning points as a person reviewed them."""


def write_docx(
    results: Results,
    path: Path,
    template: Path | None = None,
    timelines: Timelines = None,
) -> Path:
    """Write the copy as a Word document for the editors.

    Parameters
    ----------
    template
        A .docx or .dotx of the organisation.
    """
    from narratief.publish.impuls.docx import edition_docx, spread_docx

    made = _made(results, timelines)
    if isinstance(made, Spread):
        return write_atomic(path, spread_docx(made, template=template))
    return write_atomic(path, edition_docx(made, template=template))


def write_pdf(results: Results, path: Path, timelines: Timelines = None) -> Path:
    """Write the copy as a designed PDF: two pages per project, and an opening page before them in an edition."""
    from narratief.publish.impuls.pdf import edition_pdf, spread_pdf

    made = _made(results, timelines)
    return write_atomic(path, spread_pdf(made) if isinstance(made, Spread) else edition_pdf(made))


def _made(results: Results, timelines: Timelines) -> Spread | Edition:
    """Write a spread of one project, or an edition of several."""
    projects = project_results(results)
    confirmed = not is_draft(projects)
    if len(projects) == 1:
        timeline = (timelines or {}).get(projects[0].name)
        return make_spread(projects[0], confirmed=confirmed, timeline=timeline)
    return make_edition(projects, confirmed=confirmed, timelines=timelines)
