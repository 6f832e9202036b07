"""The report's Dutch sentences, from wording.yaml, filled with counts."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from narratief.domain.codebook import Theme
from narratief.domain.dutch import listed
from narratief.publish.report.model import Cite, Count, Inline, Line, TextRun

_CHOICE = re.compile(r"\[([^|\[\]]*)\|([^|\[\]]*)\]")


class WordingPart(BaseModel):
    """A part of a file wording.yaml: no field may be missing or unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ThemeWording(WordingPart):
    """How a report speaks of one theme; wording.yaml explains the fields."""

    short: str
    clauses: tuple[str, ...]
    conclusion: str


class ContrastWording(WordingPart):
    """Two themes that say opposite things about the same subject, and the sentence between their quotes."""

    well: str
    better: str
    text: str


class Recommendation(WordingPart):
    """A recommendation of the municipality, and the ids of the themes that touch on it."""

    id: str
    title: str
    text: str
    themes: tuple[str, ...]


class Statements(WordingPart):
    """Sentences in which a theme's clause fits: the first of a paragraph, the next ones, and one for other themes."""

    first: tuple[str, ...]
    next: tuple[str, ...]
    other: str


class Wording(WordingPart):
    """All of wording.yaml."""

    statements: Statements
    themes: dict[str, ThemeWording]
    other_conclusion: str
    contrasts: tuple[ContrastWording, ...]
    levels: dict[str, str]
    recommendations: tuple[Recommendation, ...]
    costs_recommendation: str


@cache
def wording() -> Wording:
    """The report's wording, read once per process."""
    return Wording.model_validate(yaml.safe_load((files(__package__) / "wording.yaml").read_text("utf-8")))


def short(theme: Theme) -> str:
    """Name of a theme within a sentence; for a theme that the project added, its label in quotes."""
    own = wording().themes.get(theme.id)
    return own.short if own else f"‘{theme.label}’"


def statement(theme: Theme, count: Count, cite: Cite, place: int) -> Line:
    """Say that residents told a theme.

    Parameters
    ----------
    place
        Place among the statements of a paragraph, from 0; the sentence varies with it, never by chance.
    """
    frames = wording().statements
    own = wording().themes.get(theme.id)
    if own is None:
        return fill(frames.other, count, cite, label=short(theme))
    frame = frames.first[count.told % len(frames.first)] if place == 0 else frames.next[(place - 1) % len(frames.next)]
    return fill(frame, count, cite, clause=own.clauses[place % len(own.clauses)])


def conclusion(theme: Theme, count: Count, cite: Cite) -> Line:
    """Conclude on a theme in one sentence."""
    own = wording().themes.get(theme.id)
    return fill(own.conclusion if own else wording().other_conclusion, count, cite, label=theme.label)


def fill(template: str, count: Count, cite: Cite | None = None, **values: str) -> Line:
    """Fill a sentence with a count: its verbs agree with the number, and the cite comes before the full stop.

    Parameters
    ----------
    template
        A sentence with {count} once, [one|more] for words that differ by number, and {names} of values.
    """
    text = numbered(template, count.told)
    before, _, after = text.partition("{count}")
    before, after = (part.format(**values) for part in (before, after))
    parts: list[Inline] = [TextRun(before), count, TextRun(after)]
    if cite and cite.numbers:
        stop = after.endswith(".")
        parts[2:] = [TextRun((after[:-1] if stop else after) + " "), cite, TextRun("." if stop else "")]
    return tuple(part for part in parts if not (isinstance(part, TextRun) and not part.text))


def numbered(text: str, number: int) -> str:
    """Choose from [a|b]: a for one, b for more."""
    return _CHOICE.sub(lambda match: match[1 if number == 1 else 2], text)


def topics(parts: list[str] | tuple[str, ...]) -> str:
    """Join names of themes with "en", or with semicolons when a name contains a comma, "en" or "of" itself."""
    clear = not any(sign in part for part in parts for sign in (" en ", " of ", ","))
    return listed(parts) if clear else "; ".join(parts)
