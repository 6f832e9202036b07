"""Word files: opening a template, and saving so that the same report gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from narratief.domain.errors import InputError

_TEMPLATE_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
"""Time of every part in the file: any fixed one will do."""
_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - python-docx writes core properties without a zone


def open_document(template: Path | None) -> WordDocument:
    """Open a new document: python-docx's own, or a .docx or .dotx of the organisation with its body emptied.

    Raises
    ------
    InputError
        When the template cannot be read.
    """
    if template is None:
        return docx.Document()
    try:
        document = docx.Document(io.BytesIO(_as_document(template.read_bytes())))
    except Exception as error:  # python-docx raises what its zip and XML readers raise
        raise InputError(
            template.name, "Dit is geen Word-sjabloon dat te lezen is.", "Geef een .docx of .dotx op, of laat het weg."
        ) from error
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    return document


def save_document(
    document: WordDocument, title: str, subject: str, keywords: tuple[str, ...], date: dt.date | None, author: str = ""
) -> bytes:
    """Serialise a document, with its properties set and without the time of saving."""
    moment = _EPOCH if date is None else dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001
    properties = document.core_properties
    properties.title, properties.subject, properties.keywords = title, subject, ", ".join(keywords)
    properties.author = properties.last_modified_by = author or "narratief"
    properties.comments = ""
    properties.language, properties.created, properties.modified, properties.revision = "nl-NL", moment, moment, 1
    made = io.BytesIO()
    document.save(made)
    return _without_times(made.getvalue())


def _as_document(data: bytes) -> bytes:
    """Change the content type of a template into that of a document, the only one that python-docx opens."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                for kind in _TEMPLATE_TYPES:
                    part = part.replace(kind.encode(), _DOCUMENT_TYPE.encode())
            out.writestr(name, part)
    return target.getvalue()


def _without_times(data: bytes) -> bytes:
    """Zip the parts again, each with the same fixed time."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            out.writestr(info, source.read(name))
    return target.getvalue()
