"""The magazine's Dutch, from wording.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from narratief.domain.codebook import Theme
from narratief.publish.report.model import Cite, Count, Line, Words
from narratief.publish.report.wording import filled, short
from narratief.synthesis.wording import capital


class _Fixed(BaseModel):
    """A part of wording.yaml: nothing in it may be missing or unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ThemeCopy(_Fixed):
    """How the magazine speaks of one theme; wording.yaml explains the fields."""

    headline: str
    title: str
    opener: str
    text: str


class OtherCopy(_Fixed):
    """How it speaks of a theme of the project's own."""

    opener: str
    text: str


class Copy(_Fixed):
    """All of wording.yaml."""

    themes: dict[str, ThemeCopy]
    other: OtherCopy
    contrast: str
    no_findings: str


@cache
def magazine() -> Copy:
    """Load the wording once per process."""
    return Copy.model_validate(yaml.safe_load((files(__package__) / "wording.yaml").read_text("utf-8")))


def headline(themes: Sequence[Theme]) -> str:
    """Join the first good and the first bettered theme into a headline; one theme alone makes one too."""
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
    """Title of a finding; a theme of the project's own goes by its label."""
    own = magazine().themes.get(theme.id)
    return own.title if own else theme.label


def finding_text(theme: Theme, count: Count, cite: Cite) -> Line:
    """Text of a finding: a question, and how many residents tell what."""
    own = magazine().themes.get(theme.id)
    opener, text = (own.opener, own.text) if own else (magazine().other.opener, magazine().other.text)
    return (Words(f"{opener} "), *filled(text, count, cite, label=short(theme)))


def contrast_text(label: str, count: Count, cite: Cite) -> Line:
    """Sentence on residents who tell the other thing."""
    return filled(magazine().contrast, count, cite, label=label)
