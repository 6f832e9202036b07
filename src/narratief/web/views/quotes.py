"""Quotes under a number, with which of them are chosen for publication."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from narratief.domain.codebook import Theme
from narratief.domain.quotes import Quote
from narratief.domain.result import ProjectResult
from narratief.store.review.memos import Quote as ChosenQuote
from narratief.synthesis.synthesise import project_synthesis
from narratief.synthesis.tables import ProjectSynthesis
from narratief.synthesis.wording import place


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote on a page.

    Attributes
    ----------
    interview_id
        Number of its interview.
    chosen
        Whether it is chosen for publication under this theme.
    place
        Where it stands, in Dutch.
    question
        The question before it, when the quote is hard to understand without.
    confirmed
        Whether a person stands behind the theme.
    """

    quote: Quote
    theme: Theme
    project_id: int
    interview_id: int
    chosen: bool
    place: str
    question: str
    confirmed: bool


def quotes_under(
    result: ProjectResult,
    theme: str,
    *,
    project_id: int,
    interview_ids: Mapping[str, int],
    chosen: Iterable[ChosenQuote],
    confirmed: Collection[tuple[str, str]],
    interview: str = "",
    together_with: str = "",
) -> tuple[ShownQuote, ...]:
    """Quotes of a theme, the most representative first.

    Parameters
    ----------
    interview_ids
        Numbers of interviews by file name.
    chosen
        What is chosen for publication.
    confirmed
        Fragment and theme of each code that a person stands behind.
    interview
        Only of this interview.
    together_with
        Only fragments that have this theme too.
    """
    found = next((f for goal in project_synthesis(result).goals for f in goal.themes if f.theme.id == theme), None)
    if found is None:
        return ()
    picked = {(quote.interview, quote.span, quote.theme) for quote in chosen}
    others = {code.fragment for code in result.codes if code.theme == together_with}
    return tuple(
        ShownQuote(
            quote,
            found.theme,
            project_id,
            interview_ids[quote.interview],
            (quote.interview, (quote.start, quote.end), theme) in picked,
            place(quote),
            quote.asked,
            (quote.fragment, theme) in confirmed,
        )
        for quote in found.quotes
        if interview in ("", quote.interview) and (not together_with or quote.fragment in others)
    )


def chosen_by_theme(quotes: Sequence[ChosenQuote], labels: Mapping[str, str]) -> list[tuple[str, list[ChosenQuote]]]:
    """Group the quotes chosen for publication under the label of their theme, in the codebook's order."""
    groups: dict[str, list[ChosenQuote]] = {label: [] for label in labels.values()}
    for quote in quotes:
        groups.setdefault(labels.get(quote.theme or "", quote.theme or "Hele project"), []).append(quote)
    return [(label, group) for label, group in groups.items() if group]


def chosen_lines(groups: Iterable[tuple[str, Iterable[ChosenQuote]]]) -> list[dict[str, object]]:
    """The chosen quotes as lines of a workbook."""
    return [
        {
            "Thema": label,
            "Citaat": quote.text,
            "Gesprek": quote.interview,
            "Begin": quote.span[0],
            "Eind": quote.span[1],
            "Gekozen door": quote.chosen.author.name,
        }
        for label, group in groups
        for quote in group
    ]


def told_nothing(synthesis: ProjectSynthesis) -> bool:
    """Whether no theme has a quote."""
    return not any(findings.quotes for goal in synthesis.goals for findings in goal.themes)
