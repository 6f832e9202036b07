"""A codebook from a file put together with the one that counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from narratief.domain.codebook import Codebook, Goal, Theme


@dataclass(slots=True)
class MergedCodebook:
    """A codebook with what a file adds.

    Attributes
    ----------
    ids
        Theme id in the file → theme id in the codebook.
    added, changed
        Labels of themes.
    """

    codebook: Codebook
    ids: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def merge_codebooks(present: Codebook, file: Codebook, *, update: bool = False) -> MergedCodebook:
    """Put the themes of a file under the present ones: by id, else by label; what is in neither is added.

    Parameters
    ----------
    update
        Take label, definition and sides of meaning over from the file where they differ.
    """
    goals = list(present.goals)
    themes = {theme.id: theme for theme in present.themes}
    labels = {theme.label.casefold(): theme.id for theme in present.themes}
    found = MergedCodebook(present)
    for theme in file.themes:
        known = theme.id if theme.id in themes else labels.get(theme.label.casefold())
        if known is None:
            goal = _goal(goals, file.goal(theme.goal))
            themes[theme.id] = theme.model_copy(update={"goal": goal.id})
            found.added.append(theme.label)
        elif update and _told(themes[known]) != _told(theme):
            told = ("label", "definition", "include", "exclude", "examples")
            themes[known] = themes[known].model_copy(update={name: getattr(theme, name) for name in told})
            found.changed.append(theme.label)
        found.ids[theme.id] = known or theme.id
    if found.added or found.changed:
        found.codebook = present.model_copy(update={"goals": tuple(goals), "themes": tuple(themes.values())})
    return found


def _goal(goals: list[Goal], wanted: Goal) -> Goal:
    """Find a goal by id or label, or add it with a number of its own."""
    for goal in goals:
        if goal.id == wanted.id or goal.label.casefold() == wanted.label.casefold():
            return goal
    number = max((goal.number for goal in goals), default=0) + 1
    goals.append(wanted.model_copy(update={"number": number}))
    return goals[-1]


def _told(theme: Theme) -> tuple[object, ...]:
    """Everything that a coder reads of a theme."""
    return theme.label, theme.definition, theme.include, theme.exclude, theme.examples
