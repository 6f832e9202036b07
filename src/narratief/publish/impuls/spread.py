"""A spread of the magazine: headline, introduction, findings, quotes, an open box, a chart and a colophon."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.domain.trust import Trust
from narratief.publish.charts.marks import Mark, MarkGroup, MarkLayout, MarkRow, marks_chart
from narratief.publish.impuls.choice import choose_findings, choose_quotes
from narratief.publish.impuls.finding import SpreadFinding, article
from narratief.publish.impuls.requirements import SpreadRequirements, load_requirements
from narratief.publish.impuls.variety import Variety
from narratief.publish.impuls.wording import finding_title, headline, magazine, told_by
from narratief.publish.report.case import Case, by_residents, case_of
from narratief.publish.report.model import Figure, Quotation
from narratief.publish.report.wording import numbered, short, topics
from narratief.synthesis.wording import capital, coverage_note, period
from narratief.turning_points import Timeline, find_turning_points

_CHART = MarkLayout(labels=236, marks=150, tail=64, narrowest=0)
"""Room in each half of the chart, which is set half a page wide; chosen by looking at printed pages."""
CHART_ROWS = 4
"""Most themes of each side in the chart: chosen, not measured, so that the chart fits beside the findings."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Everything on a spread; the open box is for the team to fill in.

    Attributes
    ----------
    case
        The project that it was written from, for editors who want to look further.
    quotes
        Quotes for the column 'dit zeggen inwoners', other than those of the findings, as far as there are any.
    charts
        One drawing in two halves: what goes well and what can be better.
    """

    case: Case
    requirements: SpreadRequirements
    title: str
    headline: str
    introduction: str
    findings: tuple[SpreadFinding, ...]
    quotes: tuple[Quotation, ...]
    charts: tuple[Figure, ...]
    colophon: str

    @property
    def trust(self) -> Trust:
        """How far the numbers can be trusted."""
        return self.case.result.trust

    @property
    def draft(self) -> bool:
        """True when nobody has confirmed the themes."""
        return not self.case.confirmed


def make_spread(
    result: ProjectResult,
    requirements: SpreadRequirements | None = None,
    *,
    confirmed: bool = False,
    timeline: Timeline | None = None,
    prefix: str = "",
    variety: Variety | None = None,
) -> Spread:
    """Write the spread of one project.

    Parameters
    ----------
    requirements
        What the magazine asks of a spread; narratief's own when None.
    confirmed
        True when a person has confirmed the themes; otherwise the spread is marked "Concept".
    timeline
        Turning points as a person reviewed them; found by rules when None.
    prefix
        Letter before the numbers of quotes, when several projects share an edition.
    variety
        What chooses the sentences of an edition; new when None.
    """
    choice = variety or Variety()
    required = requirements or load_requirements()
    case = case_of(result, timeline or find_turning_points(result), confirmed=confirmed, prefix=prefix)
    chosen = choose_findings(case, required.findings)
    main, others = choose_quotes(case, chosen, required)
    findings = tuple(
        SpreadFinding(finding_title(found, choice), text, quotation)
        for found, text, quotation in zip(chosen, article(case, chosen, choice), main, strict=True)
    )
    return Spread(
        case=case,
        requirements=required,
        title=result.title,
        headline=headline(chosen, choice),
        introduction=_introduction(case, choice),
        findings=findings,
        quotes=others,
        charts=_charts(case),
        colophon=_colophon(case),
    )


def _introduction(case: Case, choice: Variety) -> str:
    """Introduce the project in plain sentences, using only its facts and what most residents tell."""
    facts, copy = case.result.facts, magazine()
    told = " ".join(told_by(found) for found in case.findings) + case.result.name
    parts = [facts.description.strip()] if facts.description.strip() else []
    if facts.period:
        when = period(facts.period)
        parts.append(f"Dit liep van {when}." if " tot en met " in when else f"Dit was in {when}.")
    if facts.participation_level:
        parts.append(choice.choose(copy.level, told).format(level=facts.participation_level))
        parts.append(choice.choose(copy.levels[facts.participation_level], told))
    spoken = numbered(choice.choose(copy.spoken, told), case.result.residents)
    parts.append(spoken.format(spoken=counted(case.result.residents, "bewoner", "bewoners")))
    most = [short(found.theme) for found in by_residents(case.findings)[:1]]
    if most:
        parts.append(capital(choice.choose(copy.mostly, told).format(topics=topics(most))))
    return " ".join(parts)


def _charts(case: Case) -> tuple[Figure, ...]:
    """Draw how many residents tell what: per side the themes told most."""
    figures = []
    for valence, label in VALENCE_LABELS.items():
        findings = by_residents(tuple(found for found in case.findings if found.theme.valence == valence))[:CHART_ROWS]
        rows, told = [], []
        for found in findings:
            marks: tuple[Mark, ...] = tuple(
                valence if at < found.residents else "absent" for at in range(case.residents)
            )
            name = short(found.theme)
            rows.append(MarkRow(capital(name), marks, f"{found.residents} van {case.residents}"))
            told.append(f"{name}: {case.count(found).text}")
        if rows:
            svg = marks_chart([MarkGroup(label, tuple(rows))], layout=_CHART)
            figures.append(
                Figure(f"{label}: elk teken is één bewoner die dit vertelt", svg, f"{label}. {'; '.join(told)}.", 0.6)
            )
    return tuple(figures)


def _colophon(case: Case) -> str:
    """Say how the spread was made, and that it is no poll."""
    spoken = counted(case.result.residents, "bewoner", "bewoners")
    waits = coverage_note(case.result.coverage, draft=case.result.draft)
    told = (
        f"Zo is dit gemaakt. Na afloop is met {spoken} een eigen gesprek gevoerd. "
        f"{'De citaten zijn letterlijk. ' if case.evidence.fragments else ''}Namen zijn weggelaten. "
        "Het aantal telt bewoners. Het is geen peiling: het gaat om de verhalen. "
        "De gesprekken zijn op eigen apparatuur verwerkt met narratief."
    )
    return " ".join(part for part in (told, waits, _confirmed_quotes(case)) if part)


def _confirmed_quotes(case: Case) -> str:
    """Say of few residents that only quotes are printed that a person confirmed, and how many wait."""
    if not (case.result.few and case.confirmed):
        return ""
    left = f"{counted(len(case.asked), 'citaat wacht', 'citaten wachten')} op bevestiging" if case.asked else ""
    if not case.evidence.fragments:
        return f"Er staan nog geen citaten bij{f': {left}' if left else ''}."
    return f"Elk citaat is door een mens bevestigd{f'; {left}' if left else ''}."
