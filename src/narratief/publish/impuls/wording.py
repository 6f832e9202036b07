"""The magazine's Dutch sentences, from wording.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from narratief.domain.codebook import Theme
from narratief.publish.report.model import Cite, Count, Line, TextRun
from narratief.publish.report.wording import WordingPart, fill, short
from narratief.synthesis.wording import capital


class ThemeCopy(WordingPart):
    """How the magazine speaks of one theme; wording.yaml explains the fields."""

    headline: str
    title: str
    opener: str
    text: str


class OtherCopy(WordingPart):
    """How the magazine speaks of a theme that the project added."""

    opener: str
    text: str


class Copy(WordingPart):
    """All of wording.yaml."""

    themes: dict[str, ThemeCopy]
    other: OtherCopy
    contrast: str
    no_findings: str


@cache
def magazine() -> Copy:
    """The magazine's wording, read once per process."""
    return Copy.model_validate(yaml.safe_load((files(__package__) / "wording.yaml").read_text("utf-8")))


def headline(themes: Sequence[Theme]) -> str:
    """Make a headline of the first theme that goes well and the first that can be better, or of either one alone."""
    first = {
        theme.valence: magazine().themes[theme.id].headline
        for theme in reversed(themes)
        if theme.id in magazine().themes
    }
    halves = [first[valence] for valence in ("positive", "negative") if valence in first]
    if not halves:
        return magazine().no_findings
    text = ", maar ".join(halves)
    return capital(text)


def finding_title(theme: Theme) -> str:
    """Title of a finding; for a theme that the project added, its label."""
    own = magazine().themes.get(theme.id)
    return own.title if own else theme.label


def finding_text(theme: Theme, count: Count, cite: Cite) -> Line:
    """Write the text of a finding: a question, and how many residents tell what."""
    own = magazine().themes.get(theme.id)
    opener, text = (own.opener, own.text) if own else (magazine().other.opener, magazine().other.text)
    return (TextRun(f"{opener} "), *fill(text, count, cite, label=short(theme)))


def contrast_text(label: str, count: Count, cite: Cite) -> Line:
    """Write the sentence on residents who tell the opposite."""
    return fill(magazine().contrast, count, cite, label=label)
