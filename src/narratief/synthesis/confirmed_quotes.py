"""Quotes of few residents: a page for readers prints those that a person confirmed, and says how many wait."""

from __future__ import annotations

from dataclasses import replace

from narratief.domain.dutch import counted
from narratief.domain.fragment import unprinted
from narratief.domain.quotes import hidden
from narratief.synthesis.tables import OverallGoal, OverallSynthesis, OverallTheme, ProjectSynthesis, ThemeFindings

UNASKED = "nog niet bevestigd"
"""What a draft says of a quote of which nobody said yet that it may be printed."""
HOW = "Bevestigen kan in narratief: bij Uitkomsten, Exporteren, Citaten bevestigen. Of gebruik ‘narratief review’."
"""How to say that quotes may be printed."""
FEW_GUIDE = (
    "Er is met weinig bewoners gesproken. Daarom staan hier alleen citaten die een mens heeft bevestigd. Andere "
    "citaten tellen wel mee. Een uitspraak kan dus zonder nummer zijn."
)
"""Which quotes of few residents a report prints."""
NO_PLACE = (
    "Bij citaten uit een project met weinig bewoners staat niet uit welk gesprek zij komen. Zo ziet niemand welke "
    "woorden van dezelfde bewoner zijn."
)
"""Why a page does not say whose words a quote is."""
NO_QUOTES = "Er staan nog geen citaten in dit stuk."


def asked_note(number: int, *, draft: bool = False) -> str:
    """Say how many quotes wait for a person and how to confirm them; empty for none.

    Parameters
    ----------
    draft
        Whether they are shown all the same.
    """
    if not number:
        return ""
    quotes = counted(number, "citaat wacht", "citaten wachten")
    absent = "Dat staat hier niet in." if number == 1 else "Die staan hier niet in."
    where = f"Bij zo'n citaat staat ‘{UNASKED}’." if draft else absent
    return f"Bij zo weinig bewoners moet een mens elk citaat eerst bevestigen. {quotes} daar nog op. {where} {HOW}"


def quotes_asked(synthesis: ProjectSynthesis) -> int:
    """Count the quotes of a project that wait for a person."""
    quotes = (quote for part in synthesis.goals for found in part.themes for quote in found.quotes)
    return len({quote.fragment for quote in quotes if quote.printing == "asked" and not quote.withheld})


def for_readers(synthesis: ProjectSynthesis) -> ProjectSynthesis:
    """Hide the quotes that a page for readers does not print; a draft shows those that wait for a person."""
    return replace(
        synthesis,
        goals=tuple(
            replace(part, themes=tuple(_printed(each, draft=synthesis.draft) for each in part.themes))
            for part in synthesis.goals
        ),
    )


def overall_for_readers(synthesis: OverallSynthesis) -> OverallSynthesis:
    """Hide them in the synthesis over projects."""
    drafts = [project.draft for project in synthesis.projects]

    def printed(row: OverallTheme) -> OverallTheme:
        both = zip(row.cells, drafts, strict=True)
        return replace(row, cells=tuple(cell and _printed(cell, draft=draft) for cell, draft in both))

    goals = tuple(OverallGoal(part.goal, tuple(printed(row) for row in part.themes)) for part in synthesis.goals)
    return replace(synthesis, goals=goals)


def _printed(found: ThemeFindings, *, draft: bool) -> ThemeFindings:
    """Hide quotes of one theme, and put those that are left first."""
    left = tuple(hidden(each) if unprinted(each.printing, draft=draft) else each for each in found.quotes)
    return replace(found, quotes=tuple(sorted(left, key=lambda quote: quote.hidden)))
