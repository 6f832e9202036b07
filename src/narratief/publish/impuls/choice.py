"""Which findings and which quotes a spread shows."""

from __future__ import annotations

import re
from collections import Counter

from narratief.domain.codebook import Valence
from narratief.domain.quotes import Quote
from narratief.publish.impuls.requirements import SpreadRequirements
from narratief.publish.report.case import Case
from narratief.publish.report.model import Quotation
from narratief.synthesis.tables import ThemeFindings

_PSEUDONYM = re.compile(r"\[[A-Z]+(?:-\d+)?\]")


def choose_findings(case: Case, number: int) -> tuple[ThemeFindings, ...]:
    """Choose the themes that most residents tell: one that goes well, one that can be better, then from other goals.

    Each has words that may be shown.
    """
    left = sorted((found for found in case.findings if found.quotable), key=lambda found: -found.residents)
    chosen: list[ThemeFindings] = []
    wanted: list[Valence | None] = ["positive", "negative"]
    while left and len(chosen) < number:
        side = wanted.pop(0) if wanted else None
        goals = {found.theme.goal for found in chosen}
        fitting = [found for found in left if side is None or found.theme.valence == side]
        if not fitting:
            continue
        best = min(fitting, key=lambda found: (found.theme.goal in goals, -found.residents))
        chosen.append(best)
        left.remove(best)
    return tuple(chosen)


def choose_quotes(
    case: Case, chosen: tuple[ThemeFindings, ...], required: SpreadRequirements
) -> tuple[tuple[Quotation, ...], tuple[Quotation, ...]]:
    """Choose a quote for each finding, and further quotes for the column 'dit zeggen inwoners'.

    No quote is used twice while there is another one, and residents take turns. Quotes of the required length come
    first, then those without a pseudonym. Quotes are never shortened.

    Returns
    -------
    tuple
        A quote per finding, in the order of the findings, and the quotes for the column.
    """
    used: set[str] = set()
    heard: Counter[str] = Counter()
    main = tuple(_take(case, found, required, used, heard) for found in chosen)
    others: list[Quotation] = []
    own = {found.theme.id for found in chosen}
    pool = sorted(
        (found for found in case.findings if found.quotable),
        key=lambda found: (found.theme.id in own, -found.residents),
    )
    while len(others) < required.quotes:
        open_pool = [
            found
            for found in pool
            if any(_fits(quote, required) and quote.fragment not in used for quote in found.quotable)
        ]
        if not open_pool:
            break
        sides = Counter(quote.side for quote in others)
        best = min(
            open_pool,
            key=lambda found: (
                sides[found.theme.valence],
                not _has_clean_quote(found, required, used),
                pool.index(found),
            ),
        )
        others.append(_take(case, best, required, used, heard))
        pool.remove(best)
        pool.append(best)
    return main, tuple(others)


def _has_clean_quote(found: ThemeFindings, required: SpreadRequirements, used: set[str]) -> bool:
    """Whether a theme still has an unused quote of the required length without a pseudonym."""
    return any(
        _fits(quote, required) and quote.fragment not in used and not has_pseudonym(quote.text)
        for quote in found.quotable
    )


def _take(
    case: Case, found: ThemeFindings, required: SpreadRequirements, used: set[str], heard: Counter[str]
) -> Quotation:
    """Take the best quote of a theme, and record the quote as used and its resident as heard."""
    quote = min(
        found.quotable,
        key=lambda each: (
            each.fragment in used,
            not _fits(each, required),
            has_pseudonym(each.text),
            heard[each.interview],
            found.quotable.index(each),
        ),
    )
    used.add(quote.fragment)
    heard[quote.interview] += 1
    return case.evidence.quotation(quote, found.theme.valence)


def has_pseudonym(text: str) -> bool:
    """Whether a quote holds a pseudonym ("[PERSOON-2]"), which reads badly in a magazine."""
    return bool(_PSEUDONYM.search(text))


def _fits(quote: Quote, required: SpreadRequirements) -> bool:
    """Whether a quote has the length that the magazine asks."""
    return required.quote_words[0] <= len(quote.text.split()) <= required.quote_words[1]
