"""How far the numbers of a report can be trusted: a line in every chapter with numbers, and its explanation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from narratief.domain.trust import Trust
from narratief.publish.report.model import (
    Block,
    Bullets,
    Count,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    lines_of,
    words,
)
from narratief.synthesis.trust_words import ANCHOR, HEADING, REFERENCE, brief, explained


def explanation(trust: Trust, level: int = 2) -> list[Block]:
    """Explain coverage, agreement and calibration under a heading of the given level."""
    return [Heading(level, HEADING, ANCHOR), Bullets(tuple(words(part) for part in explained(trust)))]


def line(trust: Trust) -> Paragraph:
    """Say how far the numbers can be trusted in one line, which refers to the explanation."""
    return Paragraph(words(f"{brief(trust)} {REFERENCE}"))


def with_certainty(blocks: Sequence[Block], trust: Trust) -> list[Block]:
    """Add the line to the end of every chapter with a number of residents, in text, a table or a drawing."""
    made: list[Block] = []
    for chapter in _chapters(blocks):
        body, breaks = (chapter[:-1], chapter[-1:]) if isinstance(chapter[-1], PageBreak) else (chapter, [])
        made += [*body, *([line(trust)] if _has_numbers(body) else []), *breaks]
    return made


def _chapters(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Split a report at its headings of level 1."""
    chapter: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1 and chapter:
            yield chapter
            chapter = []
        chapter.append(block)
    if chapter:
        yield chapter


def _has_numbers(chapter: Sequence[Block]) -> bool:
    """Whether a chapter has a number of residents or talks."""
    told = any(isinstance(part, Count) for text in lines_of(chapter) for part in text)
    drawn = any(isinstance(block, Figure) for block in chapter)
    spoken = any(isinstance(block, Table) and "Gesprekken" in block.header for block in chapter)
    return told or drawn or spoken
