"""What can be downloaded, by whom, and with which codes in it."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.publish.formats import FORMATS, Format
from narratief.store.accounts.access import Actor, Permission, may

# these hold whole interviews, so they are for people who may read those
WHOLE_TEXTS = frozenset({"json", "qdpx"})
LABELS: dict[str, str] = {
    "xlsx": "Excel-werkboek",
    "csv": "CSV-bestand",
    "matrix": "Matrix (CSV)",
    "parquet": "Parquet",
    "json": "JSON",
    "qdpx": "REFI-QDA-project",
    "qdc": "REFI-QDA-codeboek",
    "codeboek-csv": "Codeboek (CSV)",
    "grafieken": "Grafieken",
    "open-data": "Open data",
    "verslag-docx": "Verslag (Word)",
    "verslag-pdf": "Verslag (PDF)",
    "verslag-html": "Verslag (webpagina)",
    "impuls-docx": "Kopij voor Impuls (Word)",
    "impuls-pdf": "Spread voor Impuls (PDF)",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A format that a person may download.

    Attributes
    ----------
    publication
        Whether it is meant for outside: then it holds confirmed codes only, unless asked otherwise.
    """

    name: str
    label: str
    description: str
    suffix: str
    publication: bool


def downloads(actor: Actor, project_id: int) -> list[Download]:
    """List the formats that a person may download of a project, those for outside first."""
    reads = may(actor, Permission.SEE_INTERVIEWS, project_id)
    found = [_download(entry) for name, entry in FORMATS.items() if reads or name not in WHOLE_TEXTS]
    return sorted(found, key=lambda entry: not entry.publication)


def allowed(actor: Actor, project_id: int, name: str) -> bool:
    """Whether a person may download a format of a project."""
    if name not in FORMATS or not may(actor, Permission.EXPORT, project_id):
        return False
    return name not in WHOLE_TEXTS or may(actor, Permission.SEE_INTERVIEWS, project_id)


def confirmed_only(actor: Actor, project_id: int, asked: bool) -> bool:
    """Whether only confirmed codes go into a download: when asked, or when the person may see no others."""
    return asked or not may(actor, Permission.SEE_UNCONFIRMED, project_id)


def _download(entry: Format) -> Download:
    """A format under the name that readers know it by."""
    label = LABELS.get(entry.name, entry.name)
    return Download(entry.name, label, entry.description, entry.suffix, entry.publication)
