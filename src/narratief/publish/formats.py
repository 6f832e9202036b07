"""Every format that results can be exported in, by name; the command line and the web workspace offer what is here.

Each writer imports its format's module when it is called, not before: some need large libraries (Altair, Typst,
python-docx, pyarrow), which a list of formats or the start of the workspace must not wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from narratief.domain.coverage import EVERYTHING
from narratief.domain.errors import InputError
from narratief.publish.imprint import NO_IMPRINT, Imprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narratief.domain.result import ProjectResult
    from narratief.publish.memo import ExchangeMemo
    from narratief.publish.results import Results
    from narratief.turning_points.model import Timeline


@dataclass(frozen=True, slots=True)
class ExportContent:
    """What an export is made from; each format uses the part of it that it can hold.

    Attributes
    ----------
    results
        One project or several.
    memos
        What people wrote about the projects.
    timelines
        Project name → turning points as a person reviewed them; those of other projects are found by rules.
    template
        A .docx or .dotx of the organisation, for formats that can be written in its style.
    least
        Percentage of its interviews that must have been reviewed before a project is compared with others.
    left_out
        Projects that are not compared, for publications to name.
    imprint
        Whose publication it is, who made it and when.
    """

    results: Results
    memos: Sequence[ExchangeMemo] = ()
    timelines: Mapping[str, Timeline] = field(default_factory=dict)
    template: Path | None = None
    least: int = EVERYTHING
    left_out: Sequence[ProjectResult] = ()
    imprint: Imprint = NO_IMPRINT

    def for_publication(self) -> ExportContent:
        """The same as a publication takes it: only what was reviewed counts, and only that is compared.

        Raises
        ------
        InputError
            When there is no project, or none that may be compared with others.
        """
        from narratief.publish.comparison import comparable
        from narratief.publish.results import project_results

        kept, left = comparable(project_results(self.results), self.least)
        return replace(self, results=tuple(result.counted() for result in kept), left_out=left)


Writer = Callable[[ExportContent, Path], Path]
"""Writes material to a path and returns the path written; raises OSError when that fails."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format in which results can be exported.

    Attributes
    ----------
    name
        What a user types.
    write
        Writes the file.
    suffix
        Suffix of the file, with its dot.
    description
        What it is and what it is for, one Dutch sentence.
    publication
        Whether it is meant for outside, so that only confirmed codes go into it unless a user asks for all.
    carries_timelines
        Whether turning points go into it.
    prints_quotes
        Whether readers see residents' words in it; of few residents only those that a person confirmed.
    takes_template
        Whether it can be written in the style of a Word template.
    each_coder
        Whether a code that several people stand behind goes into it once for each of them, and once for the machine.
    """

    name: str
    write: Writer
    suffix: str
    description: str
    publication: bool = False
    carries_timelines: bool = False
    prints_quotes: bool = False
    takes_template: bool = False
    each_coder: bool = False

    def export(self, content: ExportContent, path: Path) -> Path:
        """Write material to a path and return the path written.

        Raises
        ------
        InputError
            When the file cannot be written, or a template is given for a format that takes none.
        """
        if content.template is not None and not self.takes_template:
            takes = ", ".join(each.name for each in FORMATS.values() if each.takes_template)
            raise InputError(
                content.template.name, f"Bij {self.name} hoort geen sjabloon.", f"Het kan wel bij: {takes}."
            )
        try:
            return self.write(content.for_publication() if self.publication else content, path)
        except OSError as error:
            from narratief.store.faults import unwritable  # the database's library takes a while to load

            raise unwritable(error, path, "Sluit het als het open staat, of kies een andere plek.") from error


def format_named(name: str) -> Format:
    """Format with this name, whatever its capitals.

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


def _xlsx(content: ExportContent, path: Path) -> Path:
    from narratief.publish.tables.xlsx import write_xlsx

    return write_xlsx(content.results, path, content.imprint)


def _csv(content: ExportContent, path: Path) -> Path:
    from narratief.publish.tables.quote_files import write_csv

    return write_csv(content.results, path)


def _matrix(content: ExportContent, path: Path) -> Path:
    from narratief.publish.tables.matrix import write_matrix

    return write_matrix(content.results, path)


def _parquet(content: ExportContent, path: Path) -> Path:
    from narratief.publish.tables.quote_files import write_parquet

    return write_parquet(content.results, path)


def _json(content: ExportContent, path: Path) -> Path:
    from narratief.publish.tables.json_file import write_json

    return write_json(content.results, path, memos=content.memos)


def _qdpx(content: ExportContent, path: Path) -> Path:
    from narratief.publish.refi import MOMENT, write_qdpx

    dated = content.imprint.date
    moment = MOMENT if dated is None else datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    return write_qdpx(content.results, path, memos=content.memos, moment=moment)


def _qdc(content: ExportContent, path: Path) -> Path:
    from narratief.publish.refi import write_qdc

    return write_qdc(content.results, path)


def _codebook_csv(content: ExportContent, path: Path) -> Path:
    from narratief.publish.tables.codebook_csv import write_codebook_csv

    return write_codebook_csv(content.results, path)


def _charts(content: ExportContent, path: Path) -> Path:
    from narratief.publish.charts import write_charts

    return write_charts(content.results, path, content.timelines, content.left_out)


def _open_data(content: ExportContent, path: Path) -> Path:
    from narratief.publish.open_data import write_open_data

    return write_open_data(content.results, path, content.left_out, content.imprint)


def _report_docx(content: ExportContent, path: Path) -> Path:
    from narratief.publish.report.write import write_docx

    return write_docx(content.results, path, content.template, content.timelines, content.left_out, content.imprint)


def _report_pdf(content: ExportContent, path: Path) -> Path:
    from narratief.publish.report.write import write_pdf

    return write_pdf(content.results, path, content.timelines, content.left_out, content.imprint)


def _report_html(content: ExportContent, path: Path) -> Path:
    from narratief.publish.report.write import write_html

    return write_html(content.results, path, content.timelines, content.left_out, content.imprint)


def _impuls_docx(content: ExportContent, path: Path) -> Path:
    from narratief.publish.impuls.write import write_docx

    return write_docx(content.results, path, content.template, content.timelines, content.left_out, content.imprint)


def _impuls_pdf(content: ExportContent, path: Path) -> Path:
    from narratief.publish.impuls.write import write_pdf

    return write_pdf(content.results, path, content.timelines, content.left_out, content.imprint)


_IN_ORDER = (
    Format("xlsx", _xlsx, ".xlsx", "Werkboek: matrix van gesprekken en thema's, citaten met codepad, codeboek."),
    Format("csv", _csv, ".csv", "Lijst van alle citaten met codepad en kenmerken."),
    Format("matrix", _matrix, ".csv", "Matrix van gesprekken en thema's met nullen en enen, voor statistiek."),
    Format("parquet", _parquet, ".parquet", "Dezelfde lijst van citaten als csv, voor R en Python."),
    Format(
        "json",
        _json,
        ".json",
        "Alles van de projecten in één bestand, met teksten, codes en memo's.",
        each_coder=True,
    ),
    Format(
        "qdpx",
        _qdpx,
        ".qdpx",
        "REFI-QDA-project, voor ATLAS.ti, MAXQDA, NVivo of QualCoder.",
        each_coder=True,
    ),
    Format("qdc", _qdc, ".qdc", "REFI-QDA-codeboek, voor dezelfde programma's."),
    Format("codeboek-csv", _codebook_csv, ".csv", "Codeboek als tabel, voor Taguette en rekenbladen."),
    Format(
        "grafieken",
        _charts,
        ".zip",
        "Alle grafieken als SVG en PNG, met hun tabellen (CSV) en tekstalternatieven.",
        publication=True,
        carries_timelines=True,
    ),
    Format(
        "open-data",
        _open_data,
        ".zip",
        "Open data: alleen aantallen per thema, kleine aantallen afgeschermd.",
        publication=True,
    ),
    Format(
        "verslag-docx",
        _report_docx,
        ".docx",
        "Verslag voor de raad als Word-document, om verder te bewerken.",
        publication=True,
        carries_timelines=True,
        prints_quotes=True,
        takes_template=True,
    ),
    Format(
        "verslag-pdf",
        _report_pdf,
        ".pdf",
        "Hetzelfde verslag als toegankelijke PDF.",
        publication=True,
        carries_timelines=True,
        prints_quotes=True,
    ),
    Format(
        "verslag-html",
        _report_html,
        ".html",
        "Hetzelfde verslag als webpagina in één bestand.",
        publication=True,
        carries_timelines=True,
        prints_quotes=True,
    ),
    Format(
        "impuls-docx",
        _impuls_docx,
        ".docx",
        "Kopij voor Impuls als Word-document, met leesbaarheid en onderbouwing voor de redactie.",
        publication=True,
        carries_timelines=True,
        prints_quotes=True,
        takes_template=True,
    ),
    Format(
        "impuls-pdf",
        _impuls_pdf,
        ".pdf",
        "Opgemaakte spread voor Impuls: twee pagina's per project.",
        publication=True,
        carries_timelines=True,
        prints_quotes=True,
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({each.name: each for each in _IN_ORDER})
"""Formats by name, in the order in which they are offered; nothing can be added."""
