"""The magazine's Dutch sentences, from wording.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import Field

from narratief.domain.codebook import Theme
from narratief.publish.impuls.variety import Variety
from narratief.publish.report.wording import WordingPart
from narratief.synthesis.tables import ThemeFindings
from narratief.synthesis.wording import capital

Options = Annotated[tuple[str, ...], Field(min_length=1)]
"""Sentences that say the same."""


class ThemeCopy(WordingPart):
    """How the magazine speaks of one theme; wording.yaml explains the fields."""

    headlines: Options
    titles: Options
    openers: Options
    texts: Options


class OtherCopy(WordingPart):
    """How the magazine speaks of a theme that the project added."""

    openers: Options
    texts: Options


class Copy(WordingPart):
    """All of wording.yaml."""

    themes: dict[str, ThemeCopy]
    other: OtherCopy
    moment: Options
    again: Options
    alone: Options
    contrast: Options
    other_story: Options
    both: Options
    together: Options
    no_findings: str
    level: Options
    levels: dict[str, Options]
    spoken: Options
    mostly: Options


@cache
def magazine() -> Copy:
    """The magazine's wording, read once per process."""
    return Copy.model_validate(yaml.safe_load((files(__package__) / "wording.yaml").read_text("utf-8")))


def headline(findings: Sequence[ThemeFindings], variety: Variety) -> str:
    """Make a headline of the strongest finding, and of that of the other side only when equally many tell it.

    Parameters
    ----------
    findings
        The strongest first, then the strongest of the other side.
    """
    if not findings:
        return magazine().no_findings
    first = findings[0]
    both = [
        found
        for found in findings[:2]
        if found is first or (found.residents == first.residents and found.theme.valence != first.theme.valence)
    ]
    # as many tell either, so that a question can come last
    halves = sorted((_half(found, variety) for found in both), key=lambda half: half.endswith("?"))
    if all(found.theme.id in magazine().themes for found in both):
        return capital(", maar ".join(halves))
    return " ".join(f"{capital(half)}{'' if half[-1:] in '.?!' else '.'}" for half in halves).removesuffix(".")


def _half(found: ThemeFindings, variety: Variety) -> str:
    """Headline of one theme; for a theme that the project added, its label."""
    own = magazine().themes.get(found.theme.id)
    return variety.choose(own.headlines, told_by(found)) if own else found.theme.label


def finding_title(found: ThemeFindings, variety: Variety) -> str:
    """Title of a finding; for a theme that the project added, its label."""
    own = magazine().themes.get(found.theme.id)
    return variety.choose(own.titles, told_by(found)) if own else found.theme.label


def copy_of(theme: Theme) -> ThemeCopy | OtherCopy:
    """How the magazine speaks of a theme."""
    return magazine().themes.get(theme.id) or magazine().other


def told_by(found: ThemeFindings) -> str:
    """What a finding was told in: the ids of its fragments, for `Variety`."""
    return " ".join(sorted(quote.fragment for quote in found.quotes))
