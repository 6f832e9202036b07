"""What residents told, as tables: per goal, going well or open to improvement, per theme."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.code import MACHINE
from narratief.domain.codebook import VALENCE_LABELS, Goal, Theme, Valence
from narratief.domain.project import ProjectFacts
from narratief.domain.quotes import Quote
from narratief.domain.trust import Trust, pooled_trust

QUOTES_SHOWN = 3
"""Quotes per theme that a reader sees at once. Chosen, not measured: enough to hear more than one resident."""
BRIEF = 40
"""Words of a quote that still reads well in a narrow column. Chosen, not measured."""


@dataclass(frozen=True, slots=True)
class ThemeFindings:
    """What the residents of one project told about one theme.

    Attributes
    ----------
    residents
        Number of residents who told it.
    of
        Number of residents spoken to in the project.
    quotes
        Quotes of all fragments with the theme, the most representative first; empty when nobody told it. Those that may
        not be shown are among them, last: they count.
    shown
        How many of the quotes a reader sees at once.
    """

    theme: Theme
    residents: int
    of: int
    quotes: tuple[Quote, ...]
    shown: int = QUOTES_SHOWN

    @property
    def fragments(self) -> int:
        """Number of fragments with the theme."""
        return len(self.quotes)

    @property
    def quotable(self) -> tuple[Quote, ...]:
        """The quotes that may be shown."""
        return tuple(quote for quote in self.quotes if not quote.withheld)

    @property
    def withheld(self) -> int:
        """Number of fragments with the theme whose words may not be shown."""
        return len(self.quotes) - len(self.quotable)

    @property
    def chosen(self) -> tuple[Quote, ...]:
        """The representative quotes; none when nobody told it, or when no words may be shown."""
        return self.quotable[: self.shown]

    @property
    def brief(self) -> Quote | None:
        """Quote for a narrow column: the first that is not long, else the shortest; None without `chosen`."""
        return min(self.chosen, key=lambda quote: max(len(quote.text.split()), BRIEF), default=None)

    @property
    def beside_brief(self) -> tuple[Quote, ...]:
        """The representative quotes without the brief one."""
        return tuple(quote for quote in self.chosen if quote is not self.brief)

    @property
    def others(self) -> tuple[Quote, ...]:
        """The quotes that may be shown and are not among the representative ones."""
        return self.quotable[self.shown :]


@dataclass(frozen=True, slots=True)
class GoalFindings:
    """The themes of one goal, with those that nobody told, in the codebook's order."""

    goal: Goal
    themes: tuple[ThemeFindings, ...]

    def side(self, valence: Valence) -> tuple[ThemeFindings, ...]:
        """Findings that go well, or those that can be better."""
        return tuple(findings for findings in self.themes if findings.theme.valence == valence)


@dataclass(frozen=True, slots=True)
class ProjectSynthesis:
    """The synthesis of one project.

    Attributes
    ----------
    name
        Name of the project folder.
    residents
        Number of residents spoken to.
    fragments, coded_fragments
        Number of fragments in the interviews, and of those that carry a theme.
    coders
        Who coded, sorted; ``narratief`` for the machine.
    trust
        What stands beside its numbers.
    """

    name: str
    title: str
    facts: ProjectFacts
    residents: int
    fragments: int
    coded_fragments: int
    coders: tuple[str, ...]
    goals: tuple[GoalFindings, ...]
    trust: Trust

    @property
    def unreviewed(self) -> bool:
        """True when no person had a hand in the codes."""
        return self.coders == (MACHINE,)


@dataclass(frozen=True, slots=True)
class OverallTheme:
    """One theme over all projects.

    Attributes
    ----------
    cells
        Findings per project, in the order of the projects; None where a project's codebook lacks the theme.
    """

    theme: Theme
    cells: tuple[ThemeFindings | None, ...]

    @property
    def residents(self) -> int:
        """Number of residents who told it, over all projects."""
        return sum(cell.residents for cell in self.cells if cell)

    @property
    def of(self) -> int:
        """Number of residents spoken to in the projects whose codebook has the theme."""
        return sum(cell.of for cell in self.cells if cell)

    @property
    def told_in(self) -> int:
        """Number of projects in which a resident told it."""
        return sum(1 for cell in self.cells if cell and cell.residents)


@dataclass(frozen=True, slots=True)
class OverallGoal:
    """The themes of one goal over all projects."""

    goal: Goal
    themes: tuple[OverallTheme, ...]

    def side(self, valence: Valence) -> tuple[OverallTheme, ...]:
        """Themes that go well, or those that can be better."""
        return tuple(row for row in self.themes if row.theme.valence == valence)


@dataclass(frozen=True, slots=True)
class OverallSynthesis:
    """The synthesis over projects: the same themes, with the projects as columns."""

    projects: tuple[ProjectSynthesis, ...]
    goals: tuple[OverallGoal, ...]

    @property
    def residents(self) -> int:
        """Number of residents spoken to in all projects together."""
        return sum(project.residents for project in self.projects)

    @property
    def trust(self) -> Trust:
        """What stands beside the numbers over all projects."""
        return pooled_trust([project.trust for project in self.projects])


def sides() -> tuple[tuple[Valence, str], ...]:
    """The two sides of every goal with their Dutch headings, what goes well first."""
    return tuple(VALENCE_LABELS.items())
