"""The open data as one zip: CSV files, datapackage.json and a DCAT record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

from narratief.domain.errors import InputError
from narratief.domain.result import ProjectResult
from narratief.files.atomic import write_atomic
from narratief.files.reproducible_zip import reproducible_zip
from narratief.publish.imprint import NO_IMPRINT, Imprint
from narratief.publish.open_data.describe import Resource, datapackage, dcat
from narratief.publish.open_data.tables import ALL, CountLine, ProjectLine, ThemeLine, open_tables
from narratief.publish.results import Results, project_results
from narratief.synthesis.columns import csv_bytes

_Line = TypeVar("_Line", ProjectLine, ThemeLine, CountLine)


def write_open_data(
    results: Results, path: Path, left_out: Sequence[ProjectResult] = (), imprint: Imprint = NO_IMPRINT
) -> Path:
    """Write aggregated, anonymous figures as a zipped data package.

    Parameters
    ----------
    left_out
        Projects of which too little was reviewed to be in a total.
    imprint
        Whose data they are.

    Raises
    ------
    InputError
        When a project has the name that stands for all projects.
    OSError
        When the file cannot be written.
    """
    found = project_results(results)
    if any(result.name == ALL for result in (*found, *left_out)):
        raise InputError(
            ALL, "Deze projectnaam staat in open data voor alle projecten.", "Geef de map een andere naam."
        )
    tables = open_tables(found, left_out)
    resources = (
        _resource("projecten", "Projecten", ProjectLine, tables.projects, ("project",)),
        _resource("themas", "Thema's", ThemeLine, tables.themes, ("thema",)),
        _resource("tellingen", "Bewoners per thema", CountLine, tables.counts, ("project", "thema")),
    )
    about = (*found, *left_out)
    files = {"datapackage.json": datapackage(about, resources, imprint), "dcat.jsonld": dcat(about, resources, imprint)}
    files |= {resource.path: resource.data for resource in resources}
    return write_atomic(path, reproducible_zip(files))


def _resource(name: str, title: str, kind: type[_Line], lines: Sequence[_Line], key: tuple[str, ...]) -> Resource:
    """Make a file with its description; the counts refer to the list of themes."""
    refers = (("thema", "themas", "thema"),) if name == "tellingen" else ()
    return Resource(name, title, tuple(each.name for each in fields(kind)), key, csv_bytes(lines, kind), refers)
