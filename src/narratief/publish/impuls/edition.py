"""An edition of the magazine over several projects, with a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratief.domain.dutch import counted, listed
from narratief.domain.result import ProjectResult
from narratief.domain.trust import Trust, pooled_trust
from narratief.publish.comparison import coverages
from narratief.publish.impuls.requirements import SpreadRequirements, load_requirements
from narratief.publish.impuls.spread import Spread, make_spread
from narratief.publish.impuls.variety import Variety
from narratief.publish.report.model import Figure, Inline, Line, TextRun, words
from narratief.publish.report.sections.overall import (
    count_of,
    letter_of,
    lettered,
    overall_chart,
    ranked_rows,
    silence,
)
from narratief.publish.report.wording import fill, short
from narratief.synthesis.synthesise import overall_synthesis
from narratief.synthesis.tables import OverallTheme
from narratief.synthesis.trust_words import explained_together
from narratief.synthesis.wording import left_out_note
from narratief.turning_points import Timeline

SHARED, APART = 3, 2
"""Most themes that the comparison names as shared, and as told in some projects only: chosen to fit half a page."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition: its opening with the comparison, and a spread per project.

    Attributes
    ----------
    name
        Name of the magazine.
    title
        Title of this edition ("najaar 2026").
    comparison
        Paragraphs that compare the projects.
    """

    name: str
    title: str
    headline: str
    comparison: tuple[Line, ...]
    chart: Figure
    spreads: tuple[Spread, ...]

    @property
    def trust(self) -> Trust:
        """How far the numbers over all projects can be trusted."""
        return pooled_trust([spread.trust for spread in self.spreads])

    @property
    def certainty(self) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
        """How sure its numbers are: what holds for all projects, and per project (by title) what holds for it only."""
        common, own = explained_together([spread.trust for spread in self.spreads], scores=self.draft)
        return common, tuple((spread.title, parts) for spread, parts in zip(self.spreads, own, strict=True) if parts)

    @property
    def draft(self) -> bool:
        """True when any spread is a draft."""
        return any(spread.draft for spread in self.spreads)


def make_edition(
    results: Sequence[ProjectResult],
    title: str = "",
    requirements: SpreadRequirements | None = None,
    *,
    confirmed: bool = False,
    timelines: Mapping[str, Timeline] | None = None,
    left_out: Sequence[ProjectResult] = (),
) -> Edition:
    """Write an edition over projects, in the order given.

    Parameters
    ----------
    title
        Title of this edition ("najaar 2026"); the number of projects when empty.
    timelines
        Project name → turning points as a person reviewed them.
    left_out
        Projects that are not compared with these, to name.

    Raises
    ------
    ValueError
        When there is no project at all.
    """
    if not results:
        raise ValueError("an edition needs at least one project")
    required = requirements or load_requirements()
    variety = Variety()
    spreads = tuple(
        make_spread(
            result,
            required,
            confirmed=confirmed,
            timeline=(timelines or {}).get(result.name),
            prefix=letter_of(place),
            variety=variety,
        )
        for place, result in enumerate(results)
    )
    cases = [spread.case for spread in spreads]
    synthesis = overall_synthesis((case.synthesis for case in cases), None)
    rows = ranked_rows(row for goal in synthesis.goals for row in goal.themes)
    number = counted(len(spreads), "project", "projecten")
    return Edition(
        name=required.name,
        title=title or number,
        headline=f"{number}, {counted(synthesis.residents, 'verhaal', 'verhalen')}",
        comparison=(*_comparison(spreads, rows), *_apart(left_out)),
        chart=overall_chart(cases, synthesis),
        spreads=spreads,
    )


def _apart(left_out: Sequence[ProjectResult]) -> tuple[Line, ...]:
    """Name the projects that are not compared."""
    return (words(f"Wat staat er nog niet in? {left_out_note(coverages(left_out))}"),) if left_out else ()


def _comparison(spreads: Sequence[Spread], rows: Sequence[OverallTheme]) -> tuple[Line, ...]:
    """Say which themes are told in every project, and which in some but not in others."""
    cases = [spread.case for spread in spreads]
    letters = listed([f"{case.result.title} ({letter})" for letter, case in lettered(cases)])
    lines: list[Line] = [words(f"In dit nummer: {letters}. Bewoners vertelden er zelf over.")]
    if len(spreads) < 2:
        return tuple(lines)
    shared = [row for row in rows if row.told_in == len(spreads)][:SHARED]
    apart = [row for row in rows if row.told_in < len(spreads) and all(row.cells)][:APART]
    if shared:
        line: list[Inline] = [TextRun("Wat komt overal terug?")]
        for row in shared:
            line += [
                TextRun(" "),
                *fill("{count} [vertelt|vertellen] over {label}.", count_of(cases, row), label=short(row.theme)),
            ]
        lines.append(tuple(line))
    if apart:
        line = [TextRun("Wat verschilt?")]
        for row in apart:
            silent = [case for case, cell in zip(cases, row.cells, strict=True) if cell and not cell.residents]
            line += [
                TextRun(" "),
                *fill("{count} [vertelt|vertellen] over {label}.", count_of(cases, row), label=short(row.theme)),
            ]
            line.append(TextRun(f" {silence(silent)}"))
        lines.append(tuple(line))
    return tuple(lines)
