"""Copy for the magazine written to files: a spread for one project, an edition for several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from narratief.domain.result import ProjectResult
from narratief.files.atomic import write_atomic
from narratief.publish.imprint import NO_IMPRINT, Imprint
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
    left_out: Sequence[ProjectResult] = (),
    imprint: Imprint = NO_IMPRINT,
) -> Path:
    """Write the copy as a Word document for the editors.

    Parameters
    ----------
    template
        A .docx or .dotx of the organisation.
    left_out
        Projects that are not compared with these, to name.
    imprint
        Who made it and when, for the file's properties.
    """
    from narratief.publish.impuls.docx import edition_docx, spread_docx

    made = _made(results, timelines, left_out)
    if isinstance(made, Spread):
        return write_atomic(path, spread_docx(made, template=template, imprint=imprint))
    return write_atomic(path, edition_docx(made, template=template, imprint=imprint))


def write_pdf(
    results: Results,
    path: Path,
    timelines: Timelines = None,
    left_out: Sequence[ProjectResult] = (),
    imprint: Imprint = NO_IMPRINT,
) -> Path:
    """Write the copy as a designed PDF: two pages per project, and an opening page before them in an edition."""
    made = _made(results, timelines, left_out)
    return write_atomic(path, _pdf(made, imprint))


def _pdf(made: Spread | Edition, imprint: Imprint) -> bytes:
    """Make the PDF of a spread or an edition."""
    from narratief.publish.impuls.pdf import edition_pdf, spread_pdf

    return spread_pdf(made, imprint) if isinstance(made, Spread) else edition_pdf(made, imprint)


def _made(results: Results, timelines: Timelines, left_out: Sequence[ProjectResult]) -> Spread | Edition:
    """Write a spread of one project, or an edition of several."""
    projects = project_results(results)
    confirmed = not is_draft(projects)
    if len(projects) == 1 and not left_out:
        timeline = (timelines or {}).get(projects[0].name)
        return make_spread(projects[0], confirmed=confirmed, timeline=timeline)
    return make_edition(projects, confirmed=confirmed, timelines=timelines, left_out=left_out)
