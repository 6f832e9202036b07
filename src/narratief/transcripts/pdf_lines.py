"""From lines on PDF pages to paragraphs: headers, footers and page numbers out, broken words whole again."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

from narratief.transcripts.document import Paragraph, Run, asides
from narratief.transcripts.pdf_pages import PageLine, without_margins
from narratief.transcripts.plain import marked

_BROKEN = re.compile(r"(?<![\w'’-])[_'’-]*+([^\W_](?:[\w'’-]*[^\W_])?)[-\u00ad\u2010]$")
_MOST_PIECES = 500  # in a line; a program that puts every letter down by itself needs some hundred
_LONGEST_WORD = 100  # characters; chosen, as in document
_KEEPS_HYPHEN = frozenset(
    {
        "oud", "ex", "niet", "non", "semi", "quasi", "mede", "e", "sms", "vmbo", "havo", "vwo", "mbo", "hbo",
        "wo", "tv", "pr", "cao", "ict", "it", "www",
    }
)  # fmt: skip


def to_paragraphs(pages: list[list[PageLine]]) -> list[Paragraph]:
    """Turn the lines of all pages into lines of a transcript, each knowing whether it begins a paragraph."""
    pages, margins = without_margins(pages)
    pages = [_body_lines(page) for page in pages]
    _set_tabs(pages)
    words = Counter(re.findall(r"[\w-]+", " ".join(line.text for page in pages for line in page).casefold()))
    spacing = _usual_gap(pages)
    left = _left_edge(pages)
    usual = median([line.size for page in pages for line in page] or [0.0])
    width = max((len(line.text) for page in pages for line in page), default=0)
    found: list[Paragraph] = []
    for page in pages:
        above: PageLine | None = None
        for line in page:
            if above is None:
                starts = bool(found) and _ended(found[-1].text, width)
            else:
                starts = not 0 <= above.y - line.y <= spacing * 1.25
            text = marked(line.text, starts=starts)
            marks = text.runs[0].marks - {"indent"}
            if line.x > left + 8:
                marks |= {"indent"}
            runs = tuple(replace(run, marks=run.marks | marks) for run in line.runs)
            large = line.size > usual * 1.2 and len(line.text.split()) <= 12
            fresh = Paragraph(runs, starts=starts or not found or large, heading=large)
            if found and not fresh.starts and _is_broken(found[-1]):
                found[-1] = _whole(found[-1], fresh, words)
            else:
                found.append(fresh)
            above = line
    return [*found, *asides(line.text for line in margins)]


def _is_broken(line: Paragraph) -> bool:
    """Whether a line ends in a word that goes on in the next."""
    return len(line.runs) < _MOST_PIECES and bool(_BROKEN.search(line.text.rstrip()[-_LONGEST_WORD:]))


def _body_lines(page: list[PageLine]) -> list[PageLine]:
    """Join pieces that stand on one height next to each other, such as a label and its words in two columns."""
    joined: list[PageLine] = []
    for line in page:
        last = joined[-1] if joined else None
        if last and abs(last.y - line.y) < 1.5 and line.x > last.x:
            last.runs.extend([Run("\t"), *line.runs])
            last.places.extend([last.x, *line.places])
        else:
            joined.append(replace(line, runs=list(line.runs), places=list(line.places)))
    return joined


def _ended(text: str, width: int) -> bool:
    """Whether the last line of a page ends a paragraph: it ends a sentence well before the margin."""
    return bool(re.search(r"[.?!…][\"'”’)\]]*\s*$", text)) and len(text) < width * 0.85


def _set_tabs(pages: list[list[PageLine]]) -> None:
    """Put a tab before text that begins, within a line, where a second column begins."""
    left = _left_edge(pages)
    begins = Counter(round(line.x) for page in pages for line in page)
    inner = Counter(round(place) for page in pages for line in page for place in line.places[1:])
    columns = {x for x, times in inner.items() if x > left + 8 and (times >= 4 or (times >= 2 and begins[x] >= 2))}
    for line in (line for page in pages for line in page):
        for at, place in enumerate(line.places[1:_MOST_PIECES], 1):
            before = "".join(run.text for run in line.runs[:at])
            apart = before.endswith(" ") or line.runs[at].text.startswith(" ")
            if apart and round(place) in columns and "\t" not in before:
                line.runs[at] = replace(line.runs[at], text="\t" + line.runs[at].text.lstrip())


def _usual_gap(pages: list[list[PageLine]]) -> float:
    """Distance between two lines of one paragraph: the smallest that is common."""
    gaps = [round(above.y - line.y, 1) for page in pages for above, line in pairwise(page) if 0 < above.y - line.y < 60]
    if not gaps:
        return 60.0
    common = [gap for gap, times in Counter(gaps).items() if times >= max(2, len(gaps) * 0.1)]
    return min(common) if common else median(gaps)


def _left_edge(pages: list[list[PageLine]]) -> float:
    """Place where the leftmost lines begin, of those that are common."""
    counts = Counter(round(line.x) for page in pages for line in page)
    common = [x for x, times in counts.items() if times >= max(2, counts.total() * 0.05)]
    return float(min(common, default=min(counts, default=0)))


def _whole(before: Paragraph, line: Paragraph, words: Counter[str]) -> Paragraph:
    """Join two lines of which the first ends in a hyphen; drop the hyphen when it only broke a word."""
    head = before.text.rstrip()
    first = _BROKEN.search(head[-_LONGEST_WORD:])
    second = re.match(r"\s*([\w-]+)", line.text)
    if first is None or second is None:
        return replace(before, runs=(*before.runs, Run(" "), *line.runs))
    parts = (first[1].casefold(), second[1].casefold())
    end = len(head)
    glue: tuple[Run, ...] = ()
    if second[1] in ("en", "of"):
        glue = (Run(" "),)
    elif not _real_hyphen(parts, second[1], words):
        end -= 1
    shortened = _cut(before, end)
    return replace(before, runs=(*shortened, *glue, *line.after(len(line.text) - len(line.text.lstrip())).runs))


def _real_hyphen(parts: tuple[str, str], second: str, words: Counter[str]) -> bool:
    """Whether the hyphen belongs to the word ("oud-huisarts"), going by the rest of the document."""
    if words["".join(parts)] or words["-".join(parts)]:
        return words["-".join(parts)] > words["".join(parts)]
    return not second[0].islower() or parts[0] in _KEEPS_HYPHEN or "-" in parts[0]


def _cut(line: Paragraph, end: int) -> tuple[Run, ...]:
    """Runs of a line up to a position."""
    runs: list[Run] = []
    for run in line.runs:
        runs.append(replace(run, text=run.text[: max(0, end)]))
        end -= len(run.text)
    return tuple(run for run in runs if run.text)
