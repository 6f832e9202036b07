"""Conclusions with their evidence, and how findings relate to the municipality's recommendations."""

from __future__ import annotations

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.dutch import euros, listed
from narratief.publish.report.case import Case, by_residents
from narratief.publish.report.model import Block, Bullets, Heading, Line, Paragraph, words
from narratief.publish.report.wording import Recommendation, conclusion, fill, wording
from narratief.synthesis.tables import ThemeFindings
from narratief.synthesis.wording import cost_band

SOURCE = (
    "De aanbevelingen komen uit ‘De uitvoering van de participatieverordening in Enschede: een evaluatieverslag’ "
    "(gemeente Enschede, 2025). Hier staat welke bevindingen uit deze gesprekken daarbij horen. Ook de indeling van "
    "kosten komt uit dat verslag."
)
"""Where the recommendations and the bands of costs come from (`wording.yaml`, `synthesis.wording.COST_BANDS`)."""
MANY = 3
"""From this number of talks a conclusion needs two residents; with fewer, one may be all there is. Chosen."""
PER_SIDE = 4
"""Most conclusions per side: chosen, not measured, so that the chapter can be read at a glance."""


def conclusions(case: Case) -> list[Block]:
    """List as conclusions, for each side, the themes that most residents tell."""
    blocks: list[Block] = [Heading(1, "Conclusies", "conclusies")]
    needed = 2 if case.residents >= MANY else 1
    for valence, label in VALENCE_LABELS.items():
        findings = tuple(found for found in case.findings if found.theme.valence == valence)
        strong = [found for found in by_residents(findings) if found.residents >= needed][:PER_SIDE]
        if strong:
            blocks.append(Heading(2, label, f"conclusies-{valence}"))
            blocks.append(Bullets(tuple(_line(case, found) for found in strong)))
    if len(blocks) == 1:
        told = "één bewoner" if needed == 1 else "meer dan één bewoner"
        blocks.append(Paragraph(words(f"Er is geen thema dat door {told} wordt verteld.")))
    elif needed > 1:
        blocks.append(
            Paragraph(
                words(
                    f"Hier staan per kant hooguit {PER_SIDE} thema's: die de meeste bewoners vertellen, en ten minste "
                    f"{needed}. De andere staan bij de doelen."
                )
            )
        )
    return blocks


def recommendations(case: Case) -> list[Block]:
    """Relate findings to the municipality's recommendations, and name those that no finding touches."""
    blocks: list[Block] = [
        Heading(1, "Aansluiting bij de aanbevelingen", "aanbevelingen"),
        Paragraph(words(SOURCE)),
    ]
    untouched = []
    for advice in wording().recommendations:
        lines = _linked(case, advice)
        if lines:
            blocks += [
                Heading(2, advice.title, f"aanbeveling-{advice.id}"),
                Paragraph(words(advice.text)),
                Bullets(tuple(lines)),
            ]
        else:
            untouched.append(advice.title.lower())
    blocks += _costs(case)
    if untouched:
        blocks.append(Paragraph(words(f"Geen bevinding in deze gesprekken raakt aan: {listed(untouched)}.")))
    return blocks


def _costs(case: Case) -> list[Block]:
    """Say what is known about costs, under the recommendation on costs."""
    amount = case.result.facts.costs
    known = (
        "Van dit project zijn de kosten van de participatie niet bekend."
        if amount is None
        else f"Van dit project zijn de kosten bekend: {euros(amount)}. Naar kosten is dat: {cost_band(amount)}."
    )
    return [Heading(2, wording().costs_recommendation, "aanbeveling-costs"), Paragraph(words(known))]


def _linked(case: Case, advice: Recommendation) -> list[Line]:
    """List the findings that touch a recommendation, those of most residents first."""
    findings = tuple(found for theme in advice.themes if (found := case.found(theme)))
    return [
        fill(
            f"{VALENCE_LABELS[found.theme.valence]}: {{label}} – {{count}}",
            case.count(found),
            case.cite(found),
            label=found.theme.label,
        )
        for found in by_residents(findings)
    ]


def _line(case: Case, found: ThemeFindings) -> Line:
    """Conclude on one theme, with its evidence."""
    return conclusion(found.theme, case.count(found), case.cite(found))
