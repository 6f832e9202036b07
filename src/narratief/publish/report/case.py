"""A project prepared for a report: its results, tables, turning points, expectations and numbered quotes."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.codebook import Theme
from narratief.domain.fragment import Fragment
from narratief.domain.quotes import Quote
from narratief.domain.result import ProjectResult
from narratief.publish.comparison import confirmed_part, reviewed_part, unconfirmed
from narratief.publish.for_print import for_print, timeline_for_print, waiting
from narratief.publish.report.evidence import Evidence, citable, evidence_of
from narratief.publish.report.expectation import Expectation, find_expectations
from narratief.publish.report.model import Cite, Count
from narratief.synthesis.synthesise import project_synthesis
from narratief.synthesis.tables import GoalFindings, ProjectSynthesis, ThemeFindings
from narratief.turning_points.model import Timeline


@dataclass(frozen=True, slots=True)
class Case:
    """One project with everything that a report on it is written from.

    Attributes
    ----------
    confirmed
        True when a person has confirmed the themes.
    unconfirmed
        Number of turning points that no person confirmed; a draft shows them, everything else leaves them out.
    citable
        The fragments that it can cite, also those of which a person must say first that they may be printed, or said
        that they may not.
    """

    result: ProjectResult
    synthesis: ProjectSynthesis
    timeline: Timeline
    expectations: tuple[Expectation, ...]
    evidence: Evidence
    confirmed: bool
    unconfirmed: int
    citable: tuple[Fragment, ...]

    @property
    def asked(self) -> tuple[Fragment, ...]:
        """Fragments that wait for a person's yes to be printed; a draft marks them, others leave them out."""
        return waiting(self.citable)

    @property
    def residents(self) -> int:
        """Number of residents that the numbers are about: those whose interview was reviewed, in a draft all."""
        return len(self.result.basis)

    @property
    def findings(self) -> tuple[ThemeFindings, ...]:
        """Findings of all themes that a resident told, in the codebook's order."""
        return tuple(found for goal in self.synthesis.goals for found in goal.themes if found.quotes)

    def found(self, theme: str) -> ThemeFindings | None:
        """Findings of a theme, given its id; None when nobody told it or the codebook lacks it."""
        return next((found for found in self.findings if found.theme.id == theme), None)

    def count(self, found: ThemeFindings) -> Count:
        """Count the residents who told a theme."""
        return self.evidence.count(found.quotes)

    def cite(self, found: ThemeFindings) -> Cite:
        """Cite the quotes of a theme."""
        return self.evidence.cite(found.quotes)


def case_of(result: ProjectResult, timeline: Timeline, *, confirmed: bool, prefix: str = "") -> Case:
    """Prepare a project for a report.

    Parameters
    ----------
    confirmed
        True when a person has confirmed the themes.
    prefix
        Letter before the numbers of its quotes, when several projects share a report.
    """
    expectations = tuple(each for each in find_expectations(result) if each.quote.interview in result.basis)
    told = reviewed_part(timeline, result)
    open_timeline = confirmed_part(told) if confirmed else told
    candidates = citable(result, open_timeline, expectations)
    printed = for_print(result, draft=not confirmed)
    timeline = timeline_for_print(open_timeline, printed)
    expectations = tuple(each for each in find_expectations(printed) if each.quote.interview in printed.basis)
    return Case(
        printed,
        project_synthesis(printed),
        timeline,
        expectations,
        evidence_of(printed, timeline, expectations, prefix),
        confirmed,
        len(unconfirmed(told)),
        candidates,
    )


def by_residents(findings: tuple[ThemeFindings, ...]) -> tuple[ThemeFindings, ...]:
    """Findings that a resident told, sorted by number of residents, most first; ties in the codebook's order."""
    return tuple(sorted((found for found in findings if found.quotes), key=lambda found: -found.residents))


def themes_told_by(goal: GoalFindings, interview: str) -> tuple[Theme, ...]:
    """Themes of a goal that one resident told."""
    return tuple(found.theme for found in goal.themes if any(quote.interview == interview for quote in found.quotes))


def spread_quotes(findings: tuple[ThemeFindings, ...], limit: int) -> tuple[tuple[ThemeFindings, Quote], ...]:
    """Choose one quote per theme, each from the resident quoted least so far, so that many residents are heard.

    A theme without a quote that may be printed has none.
    """
    used: dict[str, int] = {}
    chosen = []
    for found in [each for each in findings if each.in_print][:limit]:
        quote = min(found.in_print, key=lambda each: (used.get(each.interview, 0), found.in_print.index(each)))
        used[quote.interview] = used.get(quote.interview, 0) + 1
        chosen.append((found, quote))
    return tuple(chosen)
