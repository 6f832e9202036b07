"""What residents told, as tables: per goal, going well or open to improvement, per theme."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.code import MACHINE
from narratief.domain.codebook import VALENCE_LABELS, Goal, Theme, Valence
from narratief.domain.coverage import Coverage, pooled_coverage
from narratief.domain.project import ProjectFacts
from narratief.domain.quotes import Quote
from narratief.domain.trust import SHARES_FROM, Trust, pooled_trust

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
        Number of residents who told it, of those that its numbers are about.
    of
        Number of residents that its numbers are about: those whose interview was reviewed, in a draft all.
    coverage
        How much of the project was reviewed.
    sure
        Number of residents who told it in an interview that was reviewed; the same as `residents` outside a draft.
    quotes
        Quotes of all fragments with the theme, the most representative first; empty when nobody told it. Those that may
        not be shown are among them, last: they count.
    beyond
        Number of residents of whom a quote is among `quotes` and who are not among those that the numbers are about:
        their interview waits for more. A publication has none.
    shown
        How many of the quotes a reader sees at once.
    """

    theme: Theme
    residents: int
    of: int
    coverage: Coverage
    sure: int
    quotes: tuple[Quote, ...]
    beyond: int = 0
    shown: int = QUOTES_SHOWN

    @property
    def fragments(self) -> int:
        """Number of fragments with the theme."""
        return len(self.quotes)

    @property
    def quotable(self) -> tuple[Quote, ...]:
        """The quotes that may be shown."""
        return tuple(quote for quote in self.quotes if not quote.hidden)

    @property
    def on_record(self) -> bool:
        """Whether somebody told it without asking not to write it down, so that it may be told, if not quoted."""
        return any(not quote.withheld for quote in self.quotes)

    @property
    def printable(self) -> tuple[Quote, ...]:
        """The quotes that a publication may choose from; the others count, and stand in the list of all quotes."""
        return tuple(quote for quote in self.quotes if quote.printable)

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
        return _briefest(self.chosen)

    @property
    def in_print(self) -> tuple[Quote, ...]:
        """The representative quotes of a publication; fewer than `chosen`, or others, where pseudonyms are many."""
        return self.printable[: self.shown]

    @property
    def brief_in_print(self) -> Quote | None:
        """The first quote of a publication that is not long, else the shortest; None without any."""
        return _briefest(self.in_print)

    @property
    def beside_brief(self) -> tuple[Quote, ...]:
        """The representative quotes without the brief one."""
        return tuple(quote for quote in self.chosen if quote is not self.brief)

    @property
    def others(self) -> tuple[Quote, ...]:
        """The quotes that may be shown and are not among the representative ones."""
        return self.quotable[self.shown :]


def _briefest(quotes: tuple[Quote, ...]) -> Quote | None:
    """First quote that is not long, else the shortest; None for none."""
    return min(quotes, key=lambda quote: max(len(quote.text.split()), BRIEF), default=None)


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
    coverage
        How much of it was reviewed.
    draft
        Whether codes of the machine are among its codes.
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
    coverage: Coverage
    draft: bool

    @property
    def anonymous(self) -> bool:
        """Whether readers must not see which words are of one resident: few were spoken to, and it is no draft."""
        return self.residents < SHARES_FROM and not self.draft

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
    compared
        Per project whether it takes part in comparisons, and so in every number below.
    """

    theme: Theme
    cells: tuple[ThemeFindings | None, ...]
    compared: tuple[bool, ...]

    @property
    def counted(self) -> tuple[ThemeFindings, ...]:
        """The findings that numbers over projects are about."""
        return tuple(cell for cell, takes_part in zip(self.cells, self.compared, strict=True) if cell and takes_part)

    @property
    def residents(self) -> int:
        """Number of residents who told it, over the projects compared."""
        return sum(cell.residents for cell in self.counted)

    @property
    def of(self) -> int:
        """Number of residents that this is about, in the projects compared whose codebook has the theme."""
        return sum(cell.of for cell in self.counted)

    @property
    def sure(self) -> int:
        """Number of residents who told it in an interview that was reviewed, over the projects compared."""
        return sum(cell.sure for cell in self.counted)

    @property
    def coverage(self) -> Coverage:
        """How much was reviewed of the projects compared whose codebook has the theme."""
        return pooled_coverage([cell.coverage for cell in self.counted])

    @property
    def beyond(self) -> int:
        """Number of residents of whom there are quotes from interviews that wait, over the projects compared."""
        return sum(cell.beyond for cell in self.counted)

    @property
    def told_in(self) -> int:
        """Number of projects compared in which a resident told it."""
        return sum(1 for cell in self.counted if cell.residents)

    @property
    def among(self) -> int:
        """Number of projects compared whose codebook has it."""
        return len(self.counted)


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
    """The synthesis over projects: the same themes, with the projects as columns.

    Attributes
    ----------
    compared
        Per project whether it takes part in comparisons.
    """

    projects: tuple[ProjectSynthesis, ...]
    goals: tuple[OverallGoal, ...]
    compared: tuple[bool, ...]

    @property
    def left_out(self) -> tuple[ProjectSynthesis, ...]:
        """Projects of which too little was reviewed to compare them."""
        return tuple(each for each, takes_part in zip(self.projects, self.compared, strict=True) if not takes_part)

    @property
    def residents(self) -> int:
        """Number of residents spoken to in all projects together."""
        return sum(project.residents for project in self.projects)

    @property
    def coverage(self) -> Coverage:
        """How much of all projects together was reviewed."""
        return pooled_coverage([project.coverage for project in self.projects])

    @property
    def trust(self) -> Trust:
        """What stands beside the numbers over all projects."""
        return pooled_trust([project.trust for project in self.projects])


def sides() -> tuple[tuple[Valence, str], ...]:
    """The two sides of every goal with their Dutch headings, what goes well first."""
    return tuple(VALENCE_LABELS.items())
