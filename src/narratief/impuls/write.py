"""Copy written to files, as the export formats call it: one project gets a spread, several get an edition."""

from __future__ import annotations

from pathlib import Path

from narratief.export.results import Results, is_draft, several
from narratief.impuls.edition import make_edition
from narratief.impuls.spread import make_spread
from narratief.impuls.template import load_template
from narratief.synthesis.atomic import write_whole


def write_docx(results: Results, path: Path, template: Path | None = None, word_template: Path | None = None) -> Path:
    """Write the copy as a Word document for the editors.

    Parameters
    ----------
    template
        What the magazine asks, a YAML file; narratief's own when None.
    word_template
        A .docx or .dotx of the house.
    """
    from narratief.impuls.docx import edition_docx, spread_docx

    projects = several(results)
    asked, confirmed = load_template(template), not is_draft(projects)
    if len(projects) == 1:
        data = spread_docx(make_spread(projects[0], asked, confirmed=confirmed), template=word_template)
    else:
        data = edition_docx(make_edition(projects, template=asked, confirmed=confirmed), template=word_template)
    return write_whole(path, data)


def write_pdf(results: Results, path: Path, template: Path | None = None) -> Path:
    """Write the copy as a designed PDF: two pages for a project, an opening page before them for an edition."""
    from narratief.impuls.pdf import edition_pdf, spread_pdf

    projects = several(results)
    asked, confirmed = load_template(template), not is_draft(projects)
    if len(projects) == 1:
        data = spread_pdf(make_spread(projects[0], asked, confirmed=confirmed))
    else:
        data = edition_pdf(make_edition(projects, template=asked, confirmed=confirmed))
    return write_whole(path, data)
