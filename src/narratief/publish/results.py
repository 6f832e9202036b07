"""The results that every export starts from: one project or several, with the codebooks of all of them combined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.codebook import Goal, Theme
from narratief.domain.errors import InputError
from narratief.domain.result import ProjectResult

_UNCONFIRMED = "In dit project is nog geen thema bevestigd."
_UNFINISHED = "In dit project is nog geen gesprek helemaal nagekeken: in elk gesprek wachten nog voorstellen."
Results = ProjectResult | Sequence[ProjectResult]
"""One project, or several in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class CombinedCodebook:
    """Goals and themes of several projects.

    A theme that projects place under different goals or sides counts as different themes, as in the overall synthesis.

    Attributes
    ----------
    goals
        Ordered by number.
    themes
        Ordered by goal, what goes well before what can be better, else as in the codebooks.
    """

    goals: tuple[Goal, ...]
    themes: tuple[Theme, ...]

    def themes_of(self, goal: Goal) -> tuple[Theme, ...]:
        """Themes of one goal, in the codebooks' order."""
        return tuple(theme for theme in self.themes if theme.goal == goal.id)


def project_results(results: Results) -> tuple[ProjectResult, ...]:
    """Tuple of the projects to export, also when there is one.

    Raises
    ------
    InputError
        When there is nothing to export, or two projects have the same name, so that their data would be mixed up.
    """
    found = (results,) if isinstance(results, ProjectResult) else tuple(results)
    if not found:
        raise InputError("export", "Er is geen project om te exporteren.", "Geef de map van een project op.")
    names = [result.name for result in found]
    for name in names:
        if names.count(name) > 1:
            raise InputError(name, "Twee projecten hebben dezelfde naam.", "Geef een van beide een andere naam.")
    return found


def combine_codebooks(results: Sequence[ProjectResult]) -> CombinedCodebook:
    """Combine the codebooks of projects; where several define the same theme, the first definition counts."""
    goals: dict[str, Goal] = {}
    themes: dict[tuple[str, str, str], Theme] = {}
    for result in results:
        for goal in result.codebook.goals:
            goals.setdefault(goal.id, goal)
        for theme in result.codebook.themes:
            themes.setdefault(theme_key(theme), theme)
    ordered = tuple(sorted(goals.values(), key=lambda goal: (goal.number, goal.id)))
    place = {goal.id: number for number, goal in enumerate(ordered)}
    rows = sorted(themes.values(), key=lambda theme: (place[theme.goal], theme.valence != "positive"))
    return CombinedCodebook(ordered, tuple(rows))


def theme_key(theme: Theme) -> tuple[str, str, str]:
    """Key that is equal where two projects have the same theme: goal, side and id."""
    return theme.goal, theme.valence, theme.id


def refuse_empty(results: Sequence[ProjectResult]) -> None:
    """Refuse to publish projects of which none has a confirmed theme in an interview that was reviewed.

    Their report would say that nobody told anything. Where one of several projects has none, it is left out of what is
    compared and named (`narratief.publish.comparison`).

    Raises
    ------
    InputError
        When nothing may be published; says how to confirm themes, and how to get a draft.
    """
    if any(result.counted().codes for result in results):
        return
    first = results[0]
    confirmed = any(result.codes for result in results)
    raise InputError(
        first.title,
        f"{_UNFINISHED if confirmed else _UNCONFIRMED} Er valt dus nog niets te publiceren.",
        "Kijk de thema's eerst na: start 'narratief serve' en ga naar Nakijken. Wilt u een concept? Kies dan "
        "--draft, of zet in de werkomgeving ‘Alleen bevestigde thema's’ uit.",
    )


def is_draft(results: Results) -> bool:
    """Whether a code of the machine is among the results, so that readers must be warned."""
    return any(result.draft for result in project_results(results))
