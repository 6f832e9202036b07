"""A codebook from a file merged into the one of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narratief.domain.codebook import Codebook, Goal, Theme

WORDING = {
    "label": "naam",
    "definition": "omschrijving",
    "include": "wel",
    "exclude": "niet",
    "examples": "voorbeelden",
}
"""What a coder reads of a theme, with what it is called for users."""


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme of which a file changes the wording.

    Attributes
    ----------
    fields
        Names of the fields that change, of `WORDING`.
    """

    before: Theme
    after: Theme
    fields: tuple[str, ...]


@dataclass(slots=True)
class MergedCodebook:
    """A project's codebook with what a file adds to it.

    Attributes
    ----------
    ids
        Theme id in the file → theme id in the codebook.
    added
        Themes that the file adds.
    changed
        Themes that the file changes.
    lacking
        Per theme of the codebook, the fields that it has and the file lacks: they stay.
    differing
        Themes whose wording is other in the file, and stays as it is here.
    other_side, other_goal
        Themes that the file puts on the other side, or under another goal, and that stay where they are.
    unsure, undefined
        Themes among those added whose side, or definition, the file does not give.
    """

    codebook: Codebook
    ids: dict[str, str] = field(default_factory=dict)
    added: list[Theme] = field(default_factory=list)
    changed: list[ThemeChange] = field(default_factory=list)
    lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    differing: list[Theme] = field(default_factory=list)
    other_side: list[Theme] = field(default_factory=list)
    other_goal: list[Theme] = field(default_factory=list)
    unsure: list[Theme] = field(default_factory=list)
    undefined: list[Theme] = field(default_factory=list)


def merge_codebooks(
    present: Codebook,
    file: Codebook,
    *,
    update: bool = False,
    stated: Mapping[str, frozenset[str]] | None = None,
) -> MergedCodebook:
    """Match the themes of a file to those of a codebook, by id or else by label, and add the ones without a match.

    What a file lacks never takes anything away: no theme, and no field of a theme.

    Parameters
    ----------
    update
        Whether label, definition, bounds and examples of matched themes are taken from the file where they differ.
    stated
        Per theme of the file the fields that the file gives (`CodebookImport.stated`); all that are not empty when
        None.
    """
    goals = list(present.goals)
    themes = {theme.id: theme for theme in present.themes}
    labels = {theme.label.casefold(): theme.id for theme in present.themes}
    found = MergedCodebook(present)
    for theme in file.themes:
        given = _given(theme, stated)
        known = theme.id if theme.id in themes else labels.get(theme.label.casefold())
        found.ids[theme.id] = known or theme.id
        if known is None:
            goal = _goal(goals, file.goal(theme.goal))
            themes[theme.id] = theme.model_copy(update={"goal": goal.id})
            _note_new(found, themes[theme.id], given)
            continue
        mine = themes[known]
        differs = tuple(name for name in WORDING if name in given and getattr(mine, name) != getattr(theme, name))
        if differs and update:
            themes[known] = mine.model_copy(update={name: getattr(theme, name) for name in differs})
            found.changed.append(ThemeChange(mine, themes[known], differs))
        _note_kept(found, mine, theme, given, update=update)
        if not update and differs:
            found.differing.append(mine)
        wanted = _known_goal(goals, file.goal(theme.goal))
        if wanted is not None and wanted.id != mine.goal:
            found.other_goal.append(mine)
    if found.added or found.changed:
        found.codebook = present.model_copy(update={"goals": tuple(goals), "themes": tuple(themes.values())})
    return found


def _given(theme: Theme, stated: Mapping[str, frozenset[str]] | None) -> frozenset[str]:
    """Fields of a theme that a file gives; one that is empty is as good as lacking."""
    filled = {name for name in WORDING if getattr(theme, name)} | {"valence"}
    return frozenset(filled if stated is None else filled & stated.get(theme.id, frozenset()))


def _note_new(found: MergedCodebook, theme: Theme, given: frozenset[str]) -> None:
    """Note a theme that is added, and what the file does not say of it."""
    found.added.append(theme)
    if "valence" not in given:
        found.unsure.append(theme)
    if "definition" not in given:
        found.undefined.append(theme)


def _note_kept(found: MergedCodebook, mine: Theme, theme: Theme, given: frozenset[str], *, update: bool) -> None:
    """Note what stays as it is of a theme that both have."""
    lacking = tuple(name for name in WORDING if name not in given and getattr(mine, name))
    if lacking and update:
        found.lacking[mine.label] = lacking
    if "valence" in given and theme.valence != mine.valence:
        found.other_side.append(mine)


def _known_goal(goals: list[Goal], wanted: Goal) -> Goal | None:
    """Find a goal by id or label."""
    for goal in goals:
        if goal.id == wanted.id or goal.label.casefold() == wanted.label.casefold():
            return goal
    return None


def _goal(goals: list[Goal], wanted: Goal) -> Goal:
    """Find a goal by id or label, or add it with the next free number."""
    known = _known_goal(goals, wanted)
    if known is not None:
        return known
    number = max((goal.number for goal in goals), default=0) + 1
    goals.append(wanted.model_copy(update={"number": number}))
    return goals[-1]
