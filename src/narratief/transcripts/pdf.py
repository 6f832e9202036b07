"""PDF with selectable text: lines with their place on the page, then paragraphs."""

from __future__ import annotations

import io
import logging
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError

from narratief.domain.errors import InputError
from narratief.files.limits import FORM_OPERATIONS, MAX_PAGE_BYTES, MAX_PAGE_OPERATIONS, MAX_PAGES
from narratief.transcripts.archive import locked
from narratief.transcripts.document import Document, Run
from narratief.transcripts.pdf_lines import to_paragraphs
from narratief.transcripts.pdf_pages import PageLine

_SAVE_AGAIN = "Maak de pdf opnieuw, of lever de tekst aan als .docx of .txt."

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def read_pdf(data: bytes, name: str) -> Document:
    """Read a PDF.

    Raises
    ------
    InputError
        When the file is damaged, locked, far too long, or a scan without text.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = _pages(data, name)
    except (InputError, MemoryError):
        raise
    except DependencyError as error:
        raise locked(name) from error
    except Exception as error:  # a damaged PDF makes pypdf raise almost anything
        raise InputError(name, "Deze pdf is beschadigd.", _SAVE_AGAIN) from error
    if not any(run.text.strip() for page in pages for line in page for run in line.runs):
        raise InputError(
            name,
            "Deze pdf bevat geen tekst, alleen plaatjes (een scan).",
            "Laat de tekst herkennen (OCR), of lever het transcript aan als .docx of .txt.",
        )
    return Document(to_paragraphs(pages))


def _pages(data: bytes, name: str) -> list[list[PageLine]]:
    """Lines of every page."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise locked(name)
    if len(reader.pages) > MAX_PAGES:
        message = f"Deze pdf heeft meer dan {MAX_PAGES} pagina's."
        raise InputError(name, message, "Splits hem in losse interviews.")
    unpacked, counter = 0, _Counter(name)
    lines = []
    for page in reader.pages:
        content = page.get_contents()
        unpacked += len(content.get_data()) if content is not None else 0
        if unpacked > MAX_PAGE_BYTES:
            raise _too_much(name)
        lines.append(_lines(page, counter))
    return lines


def _too_much(name: str) -> InputError:
    """Make the error for a file that would take very long to read."""
    return InputError(name, "Deze pdf bevat veel meer tekeningen of opmaak dan een gesprek heeft.", _SAVE_AGAIN)


@dataclass(slots=True)
class _Counter:
    """Counts the drawing instructions of a whole file: a form may be drawn within a form without end."""

    name: str
    count: int = 0

    def __call__(self, operator: bytes, *_rest: Any) -> None:
        """Count one.

        Raises
        ------
        InputError
            When there are too many.
        """
        self.count += FORM_OPERATIONS if operator == b"Do" else 1
        if self.count > MAX_PAGE_OPERATIONS:
            raise _too_much(self.name)


@dataclass(slots=True)
class _Collector:
    """Puts the pieces of text that pypdf meets on a page into lines."""

    lines: list[PageLine] = field(default_factory=list)
    open: bool = False

    def __call__(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        """Take in one piece; pypdf has decided on the spaces and line ends in it."""
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        marks = _marks(font)
        for number, piece in enumerate(unicodedata.normalize("NFC", text.translate(_LIGATURES)).split("\n")):
            if number:
                self.open = False
            if not piece:
                continue
            if not self.open and not piece.strip():
                continue
            if self.open:
                self.lines[-1].runs.append(Run(piece, marks))
                self.lines[-1].places.append(x)
            else:
                self.lines.append(PageLine(x, y, abs(size * tm[3] * cm[3]) or size, [Run(piece, marks)], [x]))
                self.open = True


def _marks(font: Any) -> frozenset[str]:
    """Tell bold and italics by the name of the font."""
    name = str(font.get("/BaseFont", "")).lower() if font else ""
    marks = {"bold"} if any(word in name for word in ("bold", "black", "heavy", "semibold")) else set()
    if any(word in name for word in ("italic", "oblique")):
        marks.add("italic")
    return frozenset(marks)


def _lines(page: PageObject, counter: _Counter) -> list[PageLine]:
    """Lines of one page in the order of the file."""
    collector = _Collector()
    page.extract_text(visitor_text=collector, visitor_operand_before=counter)
    return collector.lines
