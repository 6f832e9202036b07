"""Which findings and which quotes a spread shows."""

from __future__ import annotations

from collections import Counter

from narratief.domain.codebook import Valence
from narratief.domain.entities import PSEUDONYM
from narratief.domain.quotes import Quote
from narratief.publish.impuls.requirements import SpreadRequirements
from narratief.publish.report.case import Case
from narratief.publish.report.model import Quotation
from narratief.synthesis.tables import ThemeFindings


def choose_findings(case: Case, number: int) -> tuple[ThemeFindings, ...]:
    """Choose the themes that most residents tell: the strongest, the strongest of the other side, then of other goals.

    Each was told on the record. Of themes that equally many tell, the one with most fragments is the strongest.
    """
    left = sorted((found for found in case.findings if found.on_record), key=strength)
    chosen: list[ThemeFindings] = []
    first: Valence = left[0].theme.valence if left else "positive"
    wanted: list[Valence | None] = [first, "negative" if first == "positive" else "positive"]
    while left and len(chosen) < number:
        side = wanted.pop(0) if wanted else None
        goals = {found.theme.goal for found in chosen}
        fitting = [found for found in left if side is None or found.theme.valence == side]
        if not fitting:
            continue
        best = min(fitting, key=lambda found: (found.theme.goal in goals and side is None, strength(found)))
        chosen.append(best)
        left.remove(best)
    return tuple(chosen)


def strength(found: ThemeFindings) -> tuple[int, int]:
    """Key that sorts the finding of most residents first, then that of most fragments."""
    return -found.residents, -found.fragments


def choose_quotes(
    case: Case, chosen: tuple[ThemeFindings, ...], required: SpreadRequirements
) -> tuple[tuple[Quotation | None, ...], tuple[Quotation, ...]]:
    """Choose a quote for each finding, and further quotes for the column 'dit zeggen inwoners'.

    No quote is used twice while there is another one, and residents take turns. Quotes that are whole come first, then
    those of the required length, then those without a pseudonym. Among equals the order of `ranked` decides.

    Returns
    -------
    tuple
        A quote per finding, in their order, None where none may be printed; and the quotes for the column.
    """
    used: set[str] = set()
    heard: Counter[str] = Counter()
    main = tuple(_take(case, found, found.printable, required, used, heard) for found in chosen)
    others: list[Quotation] = []
    own = {found.theme.id for found in chosen}
    pool = sorted(
        (found for found in case.findings if found.printable),
        key=lambda found: (found.theme.id in own, -found.residents),
    )
    while len(others) < required.quotes:
        open_pool = [found for found in pool if _left(found, required, used)]
        if not open_pool:
            break
        sides = Counter(quote.side for quote in others)
        best = min(
            open_pool,
            key=lambda found: (
                sides[found.theme.valence],
                all(has_pseudonym(quote.text) for quote in _left(found, required, used)),
                pool.index(found),
            ),
        )
        taken = _take(case, best, _left(best, required, used), required, used, heard)
        others += [taken] if taken else []
        pool.remove(best)
        pool.append(best)
    return main, tuple(others)


def _left(found: ThemeFindings, required: SpreadRequirements, used: set[str]) -> tuple[Quote, ...]:
    """Quotes of a theme that may be printed, have the required length, and were not used."""
    return tuple(quote for quote in found.printable if _fits(quote, required) and quote.fragment not in used)


def _take(
    case: Case,
    found: ThemeFindings,
    quotes: tuple[Quote, ...],
    required: SpreadRequirements,
    used: set[str],
    heard: Counter[str],
) -> Quotation | None:
    """Take the best of a theme's quotes, and record the quote as used and its resident as heard; None without any."""
    if not quotes:
        return None
    quote = min(
        quotes,
        key=lambda each: (
            each.fragment in used,
            not each.whole,
            not _fits(each, required),
            has_pseudonym(each.text),
            heard[each.interview],
            quotes.index(each),
        ),
    )
    used.add(quote.fragment)
    heard[quote.interview] += 1
    return case.evidence.quotation(quote, found.theme.valence)


def has_pseudonym(text: str) -> bool:
    """Whether a quote holds a pseudonym ("[PERSOON-2]"), which reads badly in a magazine."""
    return bool(PSEUDONYM.search(text))


def _fits(quote: Quote, required: SpreadRequirements) -> bool:
    """Whether a quote has the length that the magazine asks."""
    return required.quote_words[0] <= len(quote.text.split()) <= required.quote_words[1]
