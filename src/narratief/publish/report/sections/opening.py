"""What was evaluated, and how."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.dutch import counted
from narratief.domain.project import LEVELS
from narratief.publish.charts.marks import NARROW, Mark, MarkGroup, MarkRow, marks_chart, marks_pieces
from narratief.publish.charts.words import brief_alt, most_told
from narratief.publish.report.case import Case
from narratief.publish.report.model import Block, Figure, Heading, Note, Paragraph, words
from narratief.publish.report.wording import wording
from narratief.synthesis.confirmed_quotes import asked_note
from narratief.synthesis.tables import ThemeFindings, sides
from narratief.synthesis.wording import coding_note, coverage_note, low_number_note, period

_IN_ANNEX = "Alle aantallen staan in de tabel met alle thema's, in de bijlage."
FEW = 3
"""Below this number of talks a report speaks of single stories, not of patterns: chosen, not measured."""


def opening(case: Case) -> list[Block]:
    """Tell what was evaluated and how, with the cautions that readers must see first."""
    facts = case.result.facts
    blocks: list[Block] = [Heading(1, "Wat is geëvalueerd en hoe", "aanpak")]
    if facts.description:
        blocks.append(Paragraph(words(facts.description.strip())))
    when = f" Het proces liep van {period(facts.period)}." if facts.period else ""
    held = f", {'van' if '/' in facts.talks else 'in'} {period(facts.talks)}" if facts.talks else ""
    spoken = counted(case.result.residents, "gesprek", "gesprekken")
    blocks.append(
        Paragraph(
            words(
                "Na afloop vertelden bewoners in een eigen gesprek hoe zij het proces beleefden. "
                f"Er {'is' if case.result.residents == 1 else 'zijn'} {spoken} gevoerd{held}.{when}"
            )
        )
    )
    if facts.participation_level:
        chosen = facts.participation_level
        step = f"trede {LEVELS.index(chosen) + 1} van {len(LEVELS)}"
        blocks.append(
            Paragraph(
                (
                    *words("De gemeente koos voor "),
                    *words(chosen, strong=True),
                    *words(f" ({step}). {wording().levels[chosen]}"),
                )
            )
        )
    blocks += cautions(case)
    return blocks


def cautions(case: Case) -> list[Block]:
    """Warn of what limits the report: themes that nobody confirmed, and how few residents were spoken to."""
    notes = []
    waits = coverage_note(case.result.coverage, draft=not case.confirmed)
    if waits and case.confirmed:
        notes.append(waits)
    if not case.confirmed:
        notes.append(f"Dit is een concept: niemand heeft de bevindingen al bevestigd. {coding_note(case.synthesis)}")
    if low_number_note(case.result.residents):
        notes.append(low_number_note(case.result.residents))
    asked = asked_note(len(case.asked), draft=not case.confirmed)
    if asked:
        notes.append(asked)
    if 0 < case.residents < FEW:
        notes.append("Met zo weinig gesprekken is er geen patroon te zien. Lees dit verslag als losse verhalen.")
    return [Note(words(note)) for note in notes]


def overview(case: Case) -> list[Block]:
    """Draw how many residents told each theme; themes that nobody told are left out."""
    groups = []
    for goal in case.synthesis.goals:
        rows = [
            MarkRow(found.theme.label, _marks(case, found), f"{found.residents} van {case.residents}")
            for valence, _ in sides()
            for found in goal.side(valence)
            if found.quotes
        ]
        if rows:
            groups.append(MarkGroup(f"Doel {goal.goal.number}", tuple(rows)))
    if not groups:
        return []
    told = [(found.residents, case.residents, found.theme.label) for found in case.findings]
    alt = brief_alt("Per thema hoeveel bewoners het vertellen.", most_told(told), rest=_IN_ANNEX)
    return [
        Heading(1, "In één oogopslag", "overzicht"),
        Paragraph(
            words(
                "Elk teken is één bewoner die dit vertelt: een rondje bij wat goed gaat, "
                "een vierkant bij wat beter kan."
            ),
            introduces=True,
        ),
        Figure(
            "Wie wat vertelt, per thema",
            marks_chart(groups),
            alt,
            0.78,
            marks_chart(groups, layout=NARROW),
            pieces(groups, marks_pieces(groups), alt),
        ),
    ]


def pieces(groups: Sequence[MarkGroup], drawn: Sequence[str], alt: str) -> tuple[tuple[str, str], ...]:
    """Say of the first piece what the whole drawing shows, and of each further one which group it is."""
    said = (alt, *(f"Vervolg van deze figuur: {group.heading}." for group in groups[1:]))
    return tuple(zip(drawn, said, strict=True))


def _marks(case: Case, found: ThemeFindings) -> tuple[Mark, ...]:
    """List a mark for each resident who told a theme, then a dot for each who did not."""
    told: Mark = found.theme.valence
    return tuple(told if at < found.residents else "absent" for at in range(case.residents))
