"""The chapter on a goal: what goes well and what can be better, in running text."""

from __future__ import annotations

from narratief.domain.codebook import VALENCE_LABELS, Valence
from narratief.domain.dutch import alternatives
from narratief.publish.report.case import Case, by_residents, spread_quotes
from narratief.publish.report.model import Block, Heading, Inline, Line, Paragraph, TextRun, words
from narratief.publish.report.wording import short, statement, topics
from narratief.synthesis.tables import GoalFindings, ThemeFindings

QUOTES_PER_SIDE = 3
"""Most quotes per side of a goal: chosen, not measured; all quotes are in the appendix."""


def goal_chapter(case: Case, goal: GoalFindings) -> list[Block]:
    """Write about one goal."""
    blocks: list[Block] = [
        Heading(
            1,
            f"Doel {goal.goal.number}: {goal.goal.label[:1].lower()}{goal.goal.label[1:]}",
            f"doel-{goal.goal.number}",
        )
    ]
    for valence, label in VALENCE_LABELS.items():
        blocks += _side(case, goal, valence, label)
    return blocks


def _side(case: Case, goal: GoalFindings, valence: Valence, label: str) -> list[Block]:
    """Write one side of a goal: a heading that names its themes, statements, quotes, and what nobody told."""
    told = by_residents(goal.side(valence))
    summary = f": {topics([short(found.theme) for found in told[:2]])}" if told else ""
    blocks: list[Block] = [Heading(2, f"{label}{summary}", f"doel-{goal.goal.number}-{valence}")]
    if told:
        blocks.append(Paragraph(statements(case, told)))
        blocks += [case.evidence.quotation(quote, valence) for _, quote in spread_quotes(told, QUOTES_PER_SIDE)]
    untold = [short(found.theme) for found in goal.side(valence) if not found.quotes]
    if untold:
        blocks.append(Paragraph(words(f"{nobody(case)} over {alternatives(untold)}.")))
    return blocks


def nobody(case: Case) -> str:
    """Begin a sentence on what nobody told, as far as anybody looked."""
    if case.residents == case.result.residents:
        return "Geen van de bewoners die zijn gesproken, vertelt"
    return "In de gesprekken die zijn nagekeken, vertelt niemand"


def statements(case: Case, told: tuple[ThemeFindings, ...]) -> Line:
    """State all findings of one side, one sentence each."""
    line: list[Inline] = []
    for place, found in enumerate(told):
        line += [TextRun(" "), *statement(found.theme, case.count(found), case.cite(found), place)]
    return tuple(line[1:])
