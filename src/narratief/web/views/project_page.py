"""What every page of a project shows of it, and parts that several pages share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratief.domain.actions import Action
from narratief.domain.codebook import VALENCE_LABELS, Codebook, Theme
from narratief.domain.decision import Decision
from narratief.store.coding.projects import title_of
from narratief.store.schema import ProjectRow


@dataclass(frozen=True, slots=True)
class ProjectHeading:
    """A project as pages show it."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Themes of one goal that go well, or that can be better, under one heading."""

    label: str
    themes: tuple[Theme, ...]


def project_heading(project: ProjectRow) -> ProjectHeading:
    """A project as its pages show it."""
    return ProjectHeading(project.id, title_of(project))


def breadcrumbs(project: ProjectRow | ProjectHeading, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs to a page of a project: label and path of each step.

    Parameters
    ----------
    steps
        Label and path of what comes after the project; the page itself last, with an empty path.
    """
    title = project.title if isinstance(project, ProjectHeading) else title_of(project)
    return [("Projecten", "/projecten"), (title, f"/projecten/{project.id}"), *steps]


def theme_groups(codebook: Codebook) -> tuple[ThemeGroup, ...]:
    """Themes of a codebook to choose from, by goal and side."""
    groups = (
        ThemeGroup(
            f"{goal.number}. {goal.label} – {label.lower()}",
            tuple(theme for theme in codebook.themes if theme.goal == goal.id and theme.valence == valence),
        )
        for goal in sorted(codebook.goals, key=lambda goal: goal.number)
        for valence, label in VALENCE_LABELS.items()
    )
    return tuple(group for group in groups if group.themes)


def meanwhile_in_words(decisions: Iterable[Decision[Action]]) -> str:
    """Say who decided about the same words in the meantime; empty when nobody did."""
    names = dict.fromkeys(decision.author.name for decision in decisions)
    if not names:
        return ""
    return f"{' en '.join(names)} besliste intussen ook over deze woorden. Beide beslissingen zijn bewaard."
