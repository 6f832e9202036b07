"""The codebook: goals of participation and the themes under them."""

from __future__ import annotations

from collections import Counter
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Valence = Literal["positive", "negative"]
"""Side of a theme: whether something goes well or can be better."""
VALENCE_LABELS: dict[Valence, str] = {"positive": "Wat gaat goed", "negative": "Wat kan beter"}
"""Sides as readers see them, in the order in which they are shown."""


class _Strict(BaseModel):
    """A part of a codebook: frozen, without unknown fields, texts without spaces around them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Goal(_Strict):
    """A goal of the municipality's participation regulation."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    number: int
    label: str = Field(min_length=1)


class Theme(_Strict):
    """A theme: one thing that residents experience, under one goal, which goes well or can be better.

    Attributes
    ----------
    id
        Lower-case letters, digits and underscores, beginning with a letter; it stays when the label changes.
    goal
        Id of the goal.
    include, exclude
        What belongs to the theme and what does not, for coders.
    examples
        Fragments with the theme; a theme added to the codebook is recognised by its definition and these.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    goal: str
    valence: Valence
    label: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()


def plain_name(label: str) -> str:
    """The name of a theme without what people overlook: capitals and superfluous blanks."""
    return " ".join(label.split()).casefold()


class Codebook(_Strict):
    """Goals and themes; ids are unique, and every theme has an existing goal.

    Attributes
    ----------
    core_themes
        Ids of the core themes: measured apart from the rest, and a set of their own in other programs.
    """

    version: int = 1
    goals: tuple[Goal, ...]
    themes: tuple[Theme, ...]
    core_themes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        """Refuse double ids, themes without a goal and unknown core themes; the message is Dutch, for users."""
        goal_ids = [goal.id for goal in self.goals]
        theme_ids = [theme.id for theme in self.themes]
        known_goals = set(goal_ids)
        for kind, ids in (("doel", goal_ids), ("thema", theme_ids)):
            doubles = sorted(i for i, count in Counter(ids).items() if count > 1)
            if doubles:
                raise ValueError(f"{kind} komt twee keer voor: {', '.join(doubles)}")
        for theme in self.themes:
            if theme.goal not in known_goals:
                raise ValueError(f"thema {theme.id} verwijst naar onbekend doel {theme.goal}")
        unknown = [theme for theme in self.core_themes if theme not in theme_ids]
        if unknown:
            raise ValueError(f"onbekend kernthema: {', '.join(unknown)}")
        return self

    @property
    def theme_ids(self) -> tuple[str, ...]:
        """Ids of all themes, in the codebook's order."""
        return tuple(theme.id for theme in self.themes)

    def theme(self, theme_id: str) -> Theme:
        """Theme with this id; KeyError when there is none."""
        for theme in self.themes:
            if theme.id == theme_id:
                return theme
        raise KeyError(theme_id)

    def goal(self, goal_id: str) -> Goal:
        """Goal with this id; KeyError when there is none."""
        for goal in self.goals:
            if goal.id == goal_id:
                return goal
        raise KeyError(goal_id)

    def themes_of(self, goal_id: str, valence: Valence) -> tuple[Theme, ...]:
        """Themes of one goal and valence, in the codebook's order."""
        return tuple(theme for theme in self.themes if theme.goal == goal_id and theme.valence == valence)


def names_used_twice(codebook: Codebook) -> frozenset[str]:
    """Names (`plain_name`) that more than one theme has: nobody could tell these themes apart."""
    counts = Counter(plain_name(theme.label) for theme in codebook.themes)
    return frozenset(name for name, count in counts.items() if count > 1)
