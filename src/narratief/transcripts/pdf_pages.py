"""Lines on PDF pages, and which of them are headers and footers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from narratief.transcripts.document import Run

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:pagina|page|blz|bladzijde|p)\W*)?\d{1,4}(?:\s*(?:van|of|/|\||-)\s*\d{1,4})?\W*$", re.IGNORECASE
)
_BROWSER = re.compile(r"\s*(?:(?:https?|file)://\S+|\d{1,2}[-/]\d{1,2}[-/]\d{2,4},? \d{1,2}:\d{2}(?: [AP]M)?\b)")
_HEADER_LINES = 2  # lines at the head and foot of a page that may repeat; chosen from the PDFs of tests/transcripts


@dataclass(slots=True)
class PageLine:
    """A line on a page: where it begins, how large its letters are, its text, and where each run begins."""

    x: float
    y: float
    size: float
    runs: list[Run]
    places: list[float]

    @property
    def text(self) -> str:
        """All characters of the line."""
        return "".join(run.text for run in self.runs)


def without_margins(pages: list[list[PageLine]]) -> tuple[list[list[PageLine]], list[PageLine]]:
    """Leave out page numbers, and lines that come back at the top or bottom of pages and nowhere else.

    Returns
    -------
    tuple
        The other lines of every page, and the lines that were left out.
    """
    margins = [{id(line) for line in _margin(page)} for page in pages]
    outside: defaultdict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    inside: set[str] = set()
    for number, page in enumerate(pages):
        for line in page:
            if id(line) in margins[number]:
                outside[_shape(line)].append((number, _numbers(line)))
            else:
                inside.add(_shape(line))

    @cache
    def repeats(shape: str) -> bool:
        """Whether lines of this shape are headers or footers."""
        places = outside[shape]
        enough = len({page for page, _ in places}) >= max(2, len(pages) * 0.4)
        return enough and shape not in inside and _counts_pages(places)

    def stays(line: PageLine, number: int) -> bool:
        """Whether a line is no header or footer."""
        if id(line) not in margins[number]:
            return True
        if _PAGE_NUMBER.match(line.text) or _BROWSER.match(line.text):
            return False
        return not repeats(_shape(line))

    kept: list[list[PageLine]] = [[] for _ in pages]
    left: list[PageLine] = []
    for number, page in enumerate(pages):
        for line in page:
            (kept[number] if stays(line, number) else left).append(line)
    return kept, left


def _margin(page: list[PageLine]) -> list[PageLine]:
    """The first and last lines by height on the page, whatever their order in the file."""
    heights = sorted({round(line.y) for line in page}, reverse=True)
    outer = {*heights[:_HEADER_LINES], *heights[-_HEADER_LINES:]}
    return [line for line in page if round(line.y) in outer]


def _shape(line: PageLine) -> str:
    """Text of a line with every number made the same."""
    return re.sub(r"\d+", "0", " ".join(line.text.split()))


def _numbers(line: PageLine) -> list[int]:
    """Numbers in a line."""
    return [int(number[:9]) for number in re.findall(r"\d+", line.text)]


def _counts_pages(places: list[tuple[int, list[int]]]) -> bool:
    """Whether the numbers in a line stay the same or go up with the pages, as in a header."""
    first_page, first = places[0]
    return all(
        now in (then, then + page - first_page)
        for page, numbers in places
        for then, now in zip(first, numbers, strict=False)
    )
