"""Whether a file can be a talk at all, by its size; what is larger would keep everything after it busy for hours."""

from __future__ import annotations

import re
from dataclasses import replace

from narratief.domain.errors import InputError
from narratief.files.limits import MAX_CHARACTERS, MAX_LINES, MAX_RUNS, MAX_SPACES
from narratief.transcripts.document import Document, Paragraph, Run

_SPLIT = "Splits het in losse gesprekken en lever die apart aan."
_LONG_SPACE = re.compile(rf"[^\S\n]{{{MAX_SPACES},}}")


def too_large(name: str, what: str) -> InputError:
    """Make the error for a file with far more of something than a talk has.

    Parameters
    ----------
    what
        In Dutch, what it has more than ("100.000 regels").
    """
    return InputError(name, f"In dit bestand staan meer dan {what}; een gesprek is veel kleiner.", _SPLIT)


def bounded(document: Document, name: str) -> Document:
    """A document each line of which can be searched quickly.

    Raises
    ------
    InputError
        When it has more lines or characters than any talk.
    """
    if len(document.paragraphs) > MAX_LINES:
        raise too_large(name, f"{thousands(MAX_LINES)} regels")
    if sum(len(run.text) for line in document.paragraphs for run in line.runs) > MAX_CHARACTERS:
        raise too_large(name, f"{thousands(MAX_CHARACTERS)} tekens")
    return Document([_searchable(line) for line in document.paragraphs], document.warnings)


def squeezed(text: str) -> str:
    """Shorten white space within a line that no person typed."""
    return _LONG_SPACE.sub(lambda match: match[0][:MAX_SPACES], text)


def _searchable(line: Paragraph) -> Paragraph:
    """A line with short white space and few changes of formatting."""
    if len(line.runs) <= MAX_RUNS and not any(_LONG_SPACE.search(run.text) for run in line.runs):
        return line
    if len(line.runs) > MAX_RUNS:
        return replace(line, runs=(Run(squeezed(line.text)),))
    return replace(line, runs=tuple(replace(run, text=squeezed(run.text)) for run in line.runs))


def thousands(number: int) -> str:
    """Write a number the Dutch way."""
    return f"{number:,}".replace(",", ".")
