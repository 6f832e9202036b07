"""What every format reader returns: paragraphs with their formatting, before anyone knows who speaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from narratief.transcripts.vocabulary import NO_SPEAKERS

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\x00-\x08\x0e-\x1f\x7f]"
)

_HALVES = re.compile("[\ud800-\udfff]")
_HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})-$")
_LONGEST_WORD = 100  # characters; chosen: no Dutch word is longer, and the search for its end stays bounded
_LOWER = re.compile(r"[^\W\d_A-Z][^\W\d_]+")


def without_halves(text: str) -> str:
    """Put U+FFFD for half a character (a lone surrogate), which no file or database can hold."""
    return _HALVES.sub("\ufffd", text)


def tidy(text: str) -> str:
    """Put words in stored form: Unicode NFC, one space between words, no invisible characters."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", without_halves(text)))).strip()


def continues_word(before: str, after: str) -> bool:
    """Whether a line end broke a word after its own hyphen ("jeu-de-" and "boules"), so that no space belongs there."""
    head, tail = _HYPHEN.search(before[-_LONGEST_WORD:]), _LOWER.match(after[:_LONGEST_WORD])
    return bool(head and tail and tail[0] not in ("en", "of") and head[1].casefold() not in NO_SPEAKERS)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one formatting.

    Attributes
    ----------
    text
        The characters; tabs are kept, since some labels end in one.
    marks
        Whatever sets it apart from plain text: "bold", "italic", "colour:ff0000", "style:Vraag" …
    """

    text: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a transcript: a paragraph, or a further line of one after a soft line break.

    Attributes
    ----------
    runs
        Text with formatting, without line ends.
    starts
        False for a line that goes on with the paragraph of the line before.
    heading
        True for headings and titles.
    voice
        Speaker that the format itself names (subtitle voice, table cell); "" means: as before; None: not named.
    aside
        True where the format itself says that it is no speech: a footnote, a page header, a column of codes.
    """

    runs: tuple[Run, ...]
    starts: bool = True
    heading: bool = False
    voice: str | None = None
    aside: bool = False

    @property
    def text(self) -> str:
        """All characters, formatting left out."""
        return "".join(run.text for run in self.runs)

    def after(self, position: int) -> Paragraph:
        """Same paragraph without its first characters."""
        kept: list[Run] = []
        for run in self.runs:
            if position < len(run.text):
                kept.append(replace(run, text=run.text[position:]))
            position = max(0, position - len(run.text))
        return replace(self, runs=tuple(kept))


@dataclass(slots=True)
class Document:
    """A transcript file as read: paragraphs in reading order, and Dutch remarks on what was left out."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def paragraph(text: str, marks: Iterable[str] = (), **details: bool | str | None) -> Paragraph:
    """Make a paragraph of one run."""
    return Paragraph((Run(text, frozenset(marks)),), **details)  # type: ignore[arg-type]


def asides(texts: Iterable[str]) -> list[Paragraph]:
    """Make paragraphs of texts that are no speech; those without words are left out."""
    return [paragraph(text, aside=True) for text in texts if text.strip()]


def split_lines(runs: Iterable[Run], *, heading: bool = False) -> list[Paragraph]:
    """Cut the runs of one paragraph at its soft line breaks; lines without words are left out."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = re.split(r"[\n\v\f\u2028\u2029]", unicodedata.normalize("NFC", run.text))
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=other)] for other in others)
    found: list[Paragraph] = []
    for line in lines:
        kept = tuple(run for run in line if run.text)
        if any(run.text.strip() for run in kept):
            found.append(Paragraph(kept, starts=not found, heading=heading))
    return found
