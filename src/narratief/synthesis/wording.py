"""How the synthesis says things in Dutch: counts, costs, periods and levels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narratief.domain.code import MACHINE
from narratief.domain.dutch import euros, month_name
from narratief.domain.fragment import WITHHELD
from narratief.domain.project import LEVELS, ProjectFacts
from narratief.domain.quotes import Quote
from narratief.synthesis.tables import ProjectSynthesis, ThemeFindings

SMALL_GROUP = 5
"""Below this number of residents a reader is warned that people may be recognised. Chosen, not measured."""

COST_BANDS: tuple[tuple[str, int, int], ...] = (
    ("laag", 1_000, 15_000),
    ("midden", 15_000, 75_000),
    ("hoog", 75_000, 500_000),
)
"""Name, lower and upper bound (inclusive) in euros, after the municipality's own evaluation."""

QUESTION_BELOW = 15
"""A quote of fewer words is shown with the question that it answers. Chosen, not measured."""

UNKNOWN = "niet ingevuld"

OFF_RECORD_GUIDE = (
    f"Staat er {WITHHELD}? Dan vroeg de spreker om dit niet op te schrijven. Het telt wel mee, maar de woorden staan "
    "hier niet."
)
"""How to read a quote that is not shown."""


def residents_of(told: int, of: int) -> str:
    """Say how many residents told something; never as a percentage."""
    return f"{told} van {of} bewoner{'' if of == 1 else 's'}"


def capital(text: str) -> str:
    """Let a text begin with a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def cost_band(costs: float) -> str:
    """Name the band that costs fall in, with its bounds; says so when they lie outside every band."""
    for name, low, high in COST_BANDS:
        if low <= costs <= high:
            return f"{name} ({euros(low)} tot {euros(high)})"
    if costs < COST_BANDS[0][1]:
        return f"onder de laagste groep (minder dan {euros(COST_BANDS[0][1])})"
    return f"boven de hoogste groep (meer dan {euros(COST_BANDS[-1][2])})"


def period(text: str) -> str:
    """Write "2023-02/2024-06" as "februari 2023 tot en met juni 2024"; anything else as it stands."""
    halves = [half.strip() for half in text.split("/")]
    months = [_month(half) for half in halves]
    if not all(months) or len(halves) > 2:
        return text
    return " tot en met ".join(months)


def level(chosen: str | None) -> str:
    """Name a participation level with its place on the ladder."""
    if chosen not in LEVELS:
        return UNKNOWN
    return f"{chosen} (trede\u00a0{LEVELS.index(chosen) + 1}\u00a0van\u00a0{len(LEVELS)})"


def facts_in_words(facts: ProjectFacts) -> tuple[tuple[str, str], ...]:
    """Label and value of what stands beside a project's findings; a fact that is missing is named as missing."""
    costs = UNKNOWN if facts.costs is None else f"{euros(facts.costs)}; {cost_band(facts.costs)}"
    return (
        ("Participatieniveau", level(facts.participation_level)),
        ("Schaal", facts.scale or UNKNOWN),
        ("Periode", period(facts.period) or UNKNOWN),
        ("Kosten van de participatie", costs),
    )


def place(quote: Quote) -> str:
    """Say where a quote stands: interview, which answer of the resident (the first is 1), and characters."""
    return f"{quote.interview}, antwoord {quote.turn + 1}, tekens {quote.start}–{quote.end}"


def needs_question(quote: Quote) -> bool:
    """Tell whether a quote is so short that a reader needs the question to understand it."""
    return bool(quote.question) and len(quote.text.split()) < QUESTION_BELOW


def coding_note(synthesis: ProjectSynthesis) -> str:
    """Say who gave the themes, so that a reader knows how far to trust them."""
    if not synthesis.coders:
        return "In deze gesprekken is nog geen thema toegekend."
    if synthesis.unreviewed:
        return "De thema's zijn door de computer toegekend en nog niet door een mens nagekeken."
    if MACHINE in synthesis.coders:
        return "De thema's zijn door de computer toegekend en deels door een onderzoeker nagekeken."
    return "De thema's zijn door een onderzoeker toegekend of nagekeken."


def coding_notes(projects: Sequence[ProjectSynthesis]) -> tuple[str, ...]:
    """Say who gave the themes in several projects: once when it is the same everywhere, else per project."""
    notes = {project.title: coding_note(project) for project in projects}
    if len(set(notes.values())) == 1:
        return (next(iter(notes.values())),)
    return tuple(f"{title}: {note}" for title, note in notes.items())


def withheld_note(findings: ThemeFindings) -> str:
    """Say how many fragments with a theme are not shown; empty when all may be."""
    if not findings.withheld:
        return ""
    are = "is 1 fragment" if findings.withheld == 1 else f"zijn {findings.withheld} fragmenten"
    return f"Hiervan {are} niet voor publicatie."


def small_group_note(residents: int) -> str:
    """Warn that few residents were spoken to; empty when there are enough."""
    if not 0 < residents < SMALL_GROUP:
        return ""
    spoken = "is maar 1 bewoner" if residents == 1 else f"zijn maar {residents} bewoners"
    return (
        f"Er {spoken} gesproken. In zo'n kleine groep zijn mensen snel te herkennen, ook zonder hun naam. "
        "Lees de citaten daarop na voordat u dit deelt."
    )


def _month(text: str) -> str:
    """Write "2023-02" or a day in it as "februari 2023", a year as it is; empty when it is no date."""
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-\d{2})?", text)
    if not match or not 1 <= int(match[2]) <= 12:
        return text if re.fullmatch(r"\d{4}", text) else ""
    return f"{month_name(int(match[2]))} {match[1]}"
