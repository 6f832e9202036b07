"""Differences between residents' stories: shown side by side, never averaged."""

from __future__ import annotations

from narratief.domain.quotes import Quote
from narratief.publish.report.case import Case, themes_told_by
from narratief.publish.report.model import Block, Contrast, Heading, Inline, Line, Paragraph, Table, TextRun, words
from narratief.publish.report.wording import fill, wording
from narratief.synthesis.tables import GoalFindings

CONTRASTS = 3
"""Most pairs of quotes side by side: chosen, not measured, to fit one page."""
_CELLS = {
    (True, False): "gaat goed",
    (False, True): "kan beter",
    (True, True): "beide",
    (False, False): "niets verteld",
}


def differences(case: Case) -> list[Block]:
    """Show where one resident tells what goes well and another what can be better; no blocks below two talks."""
    if case.residents < 2:
        return []
    blocks: list[Block] = [Heading(1, "Waar verhalen verschillen", "verschillen")]
    goals = [goal for goal in case.synthesis.goals if any(goal.side("positive")) and any(goal.side("negative"))]
    lines = [line for goal in goals if (line := _divided(case, goal))]
    if not lines:
        blocks.append(Paragraph(words(_same(case))))
    blocks += [Paragraph(line) for line in lines]
    blocks += _contrasts(case)
    return blocks if case.result.few else [*blocks, _table(case)]


def _sides(case: Case, goal: GoalFindings) -> dict[str, tuple[bool, bool]]:
    """Find per resident whether they tell something that goes well, and something that can be better."""
    found = {}
    for interview in case.evidence.talks:
        told = {theme.valence for theme in themes_told_by(goal, interview)}
        found[interview] = ("positive" in told, "negative" in told)
    return found


def _divided(case: Case, goal: GoalFindings) -> Line:
    """Say how residents are divided over the sides of a goal; empty when they do not differ."""
    sides = _sides(case, goal)
    quotes = [quote for found in goal.themes for quote in found.quotes]
    parts: list[Line] = []
    for kind, told in (
        ((True, False), "{count} [vertelt|vertellen] alleen wat goed gaat"),
        ((False, True), "{count} [vertelt|vertellen] alleen wat beter kan"),
        ((True, True), "{count} [vertelt|vertellen] allebei"),
    ):
        own = [quote for quote in quotes if sides[quote.interview] == kind]
        if own:
            parts.append(fill(told, case.evidence.count(own), case.evidence.cite(own)))
    if len(parts) < 2:
        return ()
    line: list[Inline] = [TextRun(f"Bij doel {goal.goal.number} lopen de verhalen uiteen. ")]
    for at, part in enumerate(parts):
        line += [*([TextRun("; ")] if at else []), *part]
    return (*line, TextRun("."))


def _same(case: Case) -> str:
    """Say that residents are not divided over the sides of a goal, and what they tell instead."""
    both = all(told == (True, True) for goal in case.synthesis.goals for told in _sides(case, goal).values())
    if both:
        return "Bij elk doel vertelt elke bewoner zowel iets dat goed gaat als iets dat beter kan."
    return "Bij geen van de doelen vertelt de één alleen wat goed gaat en de ander alleen wat beter kan."


def _contrasts(case: Case) -> list[Block]:
    """Show quotes of two residents side by side for each pair of opposite themes, as far as there are such quotes."""
    blocks: list[Block] = []
    seen: set[str] = set()
    for pair in wording().contrasts:
        well, better = case.found(pair.well), case.found(pair.better)
        if not well or not better or {pair.well, pair.better} & seen or len(seen) >= 2 * CONTRASTS:
            continue
        both = _two_residents(well.in_print, better.in_print)
        if both is None:
            continue
        seen |= {pair.well, pair.better}
        blocks.append(Paragraph(words(pair.text), introduces=True))
        blocks.append(
            Contrast(
                (f"Gaat goed: {well.theme.label}", f"Kan beter: {better.theme.label}"),
                (case.evidence.quotation(both[0], "positive"), case.evidence.quotation(both[1], "negative")),
            )
        )
    return blocks


def _two_residents(well: tuple[Quote, ...], better: tuple[Quote, ...]) -> tuple[Quote, Quote] | None:
    """First pair of quotes by two different residents; None when there is no such pair."""
    return next(((one, other) for one in well for other in better if one.interview != other.interview), None)


def _table(case: Case) -> Table:
    """Make a table of what each resident tells, per goal."""
    sides = [_sides(case, goal) for goal in case.synthesis.goals]
    rows = tuple(
        (words(f"Gesprek {number}"), *(words(_CELLS[goal[interview]]) for goal in sides))
        for interview, number in case.evidence.talks.items()
    )
    header = ("Gesprek", *(f"Doel {goal.goal.number}" for goal in case.synthesis.goals))
    return Table("Wat elke bewoner vertelt, per doel", header, rows, (2, *(3 for _ in sides)))
