"""A codebook from a file merged into the one of a project."""

from __future__ import annotations

from dataclasses import dataclass, field

from narratief.domain.codebook import Codebook, Goal, Theme


@dataclass(slots=True)
class MergedCodebook:
    """A project's codebook with what a file adds to it.

    Attributes
    ----------
    ids
        Theme id in the file → theme id in the codebook.
    added, changed
        Labels of the themes that the file added or changed.
    """

    codebook: Codebook
    ids: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def merge_codebooks(present: Codebook, file: Codebook, *, update: bool = False) -> MergedCodebook:
    """Match the themes of a file to those of a codebook, by id or else by label, and add the ones without a match.

    Parameters
    ----------
    update
        Whether label, definition, bounds and examples of matched themes are taken from the file where they differ.
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
        elif update and _content(themes[known]) != _content(theme):
            fields = ("label", "definition", "include", "exclude", "examples")
            themes[known] = themes[known].model_copy(update={name: getattr(theme, name) for name in fields})
            found.changed.append(theme.label)
        found.ids[theme.id] = known or theme.id
    if found.added or found.changed:
        found.codebook = present.model_copy(update={"goals": tuple(goals), "themes": tuple(themes.values())})
    return found


def _goal(goals: list[Goal], wanted: Goal) -> Goal:
    """Find a goal by id or label, or add it with the next free number."""
    for goal in goals:
        if goal.id == wanted.id or goal.label.casefold() == wanted.label.casefold():
            return goal
    number = max((goal.number for goal in goals), default=0) + 1
    goals.append(wanted.model_copy(update={"number": number}))
    return goals[-1]


def _content(theme: Theme) -> tuple[object, ...]:
    """Everything about a theme that a coder reads."""
    return theme.label, theme.definition, theme.include, theme.exclude, theme.examples
