"""Every format that results can be exported in, by name; the command line and the web workspace offer what is here.

A format's module is loaded only when it is used, since some need large libraries. Other packages add theirs with
``FORMATS["name"] = Format(...)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from narratief.domain.errors import InputError
from narratief.domain.memo import Memo
from narratief.publish.export.results import Results
from narratief.turning_points.model import Timeline

Write = Callable[..., Path]
"""Takes results and a path, and by name what else the format carries; gives the path written."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which results can be exported.

    Attributes
    ----------
    name
        What a user types.
    write
        Writes results to a path.
    suffix
        Of the file, with its dot.
    description
        What it is and what it is for, one Dutch sentence.
    publication
        Whether it is meant for outside, so that only confirmed codes go into it unless a user asks for all.
    carries_memos
        Whether `write` takes memos.
    carries_moments
        Whether `write` takes timelines: a project's turning points as a person reviewed them.
    takes_template
        Whether `write` takes a Word template of the house.
    each_coder
        Whether a code that several people stand behind goes into it once for each of them, and once for the machine.
    """

    name: str
    write: Write
    suffix: str
    description: str
    publication: bool = False
    carries_memos: bool = False
    carries_moments: bool = False
    takes_template: bool = False
    each_coder: bool = False

    def export(
        self,
        results: Results,
        path: Path,
        memos: Iterable[Memo] = (),
        *,
        timelines: Mapping[str, Timeline] | None = None,
        template: Path | None = None,
    ) -> Path:
        """Write results, with what else is given as far as the format carries it.

        Parameters
        ----------
        timelines
            Project name → reviewed turning points; those of other projects are found by rules.
        template
            A .docx or .dotx of the house.

        Raises
        ------
        InputError
            When the file cannot be written, or the format takes no template.
        """
        if template is not None and not self.takes_template:
            takes = ", ".join(each.name for each in FORMATS.values() if each.takes_template)
            raise InputError(template.name, f"Bij {self.name} hoort geen sjabloon.", f"Het kan wel bij: {takes}.")
        carried: dict[str, Any] = {}
        if self.carries_memos:
            carried["memos"] = memos
        if self.carries_moments:
            carried["timelines"] = timelines
        if self.takes_template:
            carried["template"] = template
        try:
            return self.write(results, path, **carried)
        except OSError as error:
            message = "Dit bestand is niet te schrijven."
            raise InputError(path.name, message, "Sluit het als het open staat, of kies een andere plek.") from error


def format_named(name: str) -> Format:
    """Format with this name.

    Raises
    ------
    InputError
        When there is none.
    """
    try:
        return FORMATS[name.strip().lower()]
    except KeyError as error:
        known = ", ".join(FORMATS)
        raise InputError(name, "Dit formaat bestaat niet.", f"Kies uit: {known}.") from error


def later(module: str, function: str) -> Write:
    """A function that is looked up in its module at its first use."""

    def write(*arguments: Any, **options: Any) -> Path:
        """Look the function up and call it."""
        return getattr(import_module(module), function)(*arguments, **options)

    return write


_HERE = "narratief.publish.export"
FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format(
            "xlsx",
            later(f"{_HERE}.xlsx", "write_xlsx"),
            ".xlsx",
            "Werkboek: matrix van gesprekken en thema's, citaten met codepad, codeboek.",
        ),
        Format("csv", later(f"{_HERE}.flat", "write_csv"), ".csv", "Lijst van alle citaten met codepad en kenmerken."),
        Format(
            "matrix",
            later(f"{_HERE}.matrix", "write_matrix"),
            ".csv",
            "Matrix van gesprekken en thema's met nullen en enen, voor statistiek.",
        ),
        Format(
            "parquet",
            later(f"{_HERE}.flat", "write_parquet"),
            ".parquet",
            "Dezelfde lijst van citaten als csv, voor R en Python.",
        ),
        Format(
            "json",
            later(f"{_HERE}.json_file", "write_json"),
            ".json",
            "Alles van de projecten in één bestand, met teksten, codes en memo's.",
            carries_memos=True,
            each_coder=True,
        ),
        Format(
            "qdpx",
            later(f"{_HERE}.refi", "write_qdpx"),
            ".qdpx",
            "REFI-QDA-project, voor ATLAS.ti, MAXQDA, NVivo of QualCoder.",
            carries_memos=True,
            each_coder=True,
        ),
        Format("qdc", later(f"{_HERE}.refi", "write_qdc"), ".qdc", "REFI-QDA-codeboek, voor dezelfde programma's."),
        Format(
            "grafieken",
            later(f"{_HERE}.charts", "write_charts"),
            ".zip",
            "Alle grafieken als SVG en PNG, met tekstalternatieven.",
            publication=True,
            carries_moments=True,
        ),
        Format(
            "open-data",
            later(f"{_HERE}.open_data", "write_open_data"),
            ".zip",
            "Open data: alleen aantallen per thema, kleine aantallen afgeschermd.",
            publication=True,
        ),
        Format(
            "verslag-docx",
            later("narratief.publish.report.write", "write_docx"),
            ".docx",
            "Verslag voor de raad als Word-document, om verder te bewerken.",
            publication=True,
            carries_moments=True,
            takes_template=True,
        ),
        Format(
            "verslag-pdf",
            later("narratief.publish.report.write", "write_pdf"),
            ".pdf",
            "Hetzelfde verslag als toegankelijke PDF.",
            publication=True,
            carries_moments=True,
        ),
        Format(
            "verslag-html",
            later("narratief.publish.report.write", "write_html"),
            ".html",
            "Hetzelfde verslag als webpagina in één bestand.",
            publication=True,
            carries_moments=True,
        ),
        Format(
            "impuls-docx",
            later("narratief.publish.impuls.write", "write_docx"),
            ".docx",
            "Kopij voor Impuls als Word-document, met leesbaarheid en onderbouwing voor de redactie.",
            publication=True,
            carries_moments=True,
            takes_template=True,
        ),
        Format(
            "impuls-pdf",
            later("narratief.publish.impuls.write", "write_pdf"),
            ".pdf",
            "Opgemaakte spread voor Impuls: twee pagina's per project.",
            publication=True,
            carries_moments=True,
        ),
    )
}
"""Formats by name, in the order in which they are offered."""
