"""A spread as a designed A4 PDF of two pages, and an edition as a whole."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from importlib.resources import files

import pypdf

from narratief.domain.trust import Trust
from narratief.publish.charts.marks import with_font
from narratief.publish.imprint import NO_IMPRINT, Imprint
from narratief.publish.impuls.edition import Edition
from narratief.publish.impuls.finding import SpreadFinding
from narratief.publish.impuls.remarks import without_cites
from narratief.publish.impuls.spread import Spread
from narratief.publish.report.model import Figure, Quotation
from narratief.publish.report.pdf import FONT, typeset
from narratief.synthesis.trust_words import HEADING, brief, explained

SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
"""Sizes of the text in points, tried from large to small until a spread fits on its pages.

Chosen, not measured: 12 points read easily, and below 8.5 print becomes too small to read with ease.
"""
_OPENING = 2
"""Place in `SIZES` of the largest text of an edition's own pages: chosen by looking at them."""
PAGES = 2
"""Pages of a spread: two that face each other."""


def spread_pdf(spread: Spread, imprint: Imprint = NO_IMPRINT) -> bytes:
    """Make the PDF of one spread: two pages, in the largest size of text that fits."""
    return _alone(spread, f"{spread.requirements.name}: {spread.title}", imprint)[1]


def edition_pdf(edition: Edition, imprint: Imprint = NO_IMPRINT) -> bytes:
    """Make the PDF of an edition: an opening page with the comparison, the spreads, and a page on how sure it is."""
    spreads = edition.spreads
    title = f"{edition.name}: {edition.title}"
    sizes = [_alone(each, title, imprint)[0] for each in spreads]
    return _fitted(
        lambda size: _data(spreads, edition, title, sizes, imprint, size),
        SIZES[_OPENING:],
        PAGES * len(spreads) + 2,
        imprint,
    )[1]


def _alone(spread: Spread, title: str, imprint: Imprint) -> tuple[float, bytes]:
    """One spread in the largest size of text in which it fits on its two pages; see `_fitted`."""
    return _fitted(lambda size: _data([spread], None, title, [size], imprint), SIZES, PAGES, imprint)


def _fitted(
    data_of: Callable[[float], dict[str, object]], sizes: Sequence[float], pages: int, imprint: Imprint
) -> tuple[float, bytes]:
    """Typeset in the largest size of text that fits on so many pages; the smallest is taken as it is.

    Returns
    -------
    tuple
        The size in points, and the PDF in it.
    """
    template = (files("narratief.publish.impuls") / "templates" / "spread.typ").read_bytes()
    size, made = sizes[0], b""
    for size in sizes:
        made = typeset(template, data_of(size), imprint.date)
        if len(pypdf.PdfReader(io.BytesIO(made)).pages) <= pages:
            break
    return size, made


def _data(
    spreads: Sequence[Spread],
    edition: Edition | None,
    title: str,
    sizes: Sequence[float],
    imprint: Imprint,
    opening: float = SIZES[_OPENING],
) -> dict[str, object]:
    """Plain data for the Typst template, with the size of text of each spread and of an edition's own pages."""
    return {
        "edition": _edition(edition),
        "spreads": [{**_spread(spread), "size": size} for spread, size in zip(spreads, sizes, strict=True)],
        "draft": any(spread.draft for spread in spreads),
        "title": title,
        "size": opening,
        "author": imprint.author or "narratief",
    }


def _spread(spread: Spread) -> dict[str, object]:
    """Turn a spread into plain data for the Typst template."""
    required = spread.requirements
    return {
        "name": required.name,
        "kicker": required.kicker,
        "title": spread.title,
        "draft": spread.draft,
        "headline": spread.headline,
        "introduction": spread.introduction,
        "findings": [_finding(finding) for finding in spread.findings],
        "quotes_title": required.quotes_title,
        "quotes": [_quote(quote) for quote in spread.quotes],
        "open_title": required.open_title,
        "open_prompts": list(required.open_prompts),
        "charts": [_figure(chart) for chart in spread.charts],
        "colophon": spread.colophon,
        "certain": _certain(spread.trust, scores=spread.draft),
    }


def _edition(edition: Edition | None) -> dict[str, object] | None:
    """Turn the opening of an edition into plain data for the Typst template."""
    if edition is None:
        return None
    common, own = edition.certainty
    return {
        "name": edition.name,
        "title": edition.title,
        "headline": edition.headline,
        "comparison": [without_cites(line) for line in edition.comparison],
        "chart": _figure(edition.chart),
        "draft": edition.draft,
        "certain": _certain(edition.trust, scores=edition.draft),
        "common": list(common),
        "own": [{"title": title, "parts": " ".join(parts)} for title, parts in own],
    }


def _certain(trust: Trust, *, scores: bool) -> dict[str, str]:
    """How far the numbers can be trusted: the line beside them, and its explanation; scores are in a draft only."""
    told = " ".join(explained(trust, scores=scores))
    return {"line": brief(trust, scores=scores), "heading": HEADING, "explained": told}


def _finding(finding: SpreadFinding) -> dict[str, object]:
    """Turn a finding into data."""
    quote = _quote(finding.quote) if finding.quote else None
    return {"title": finding.title, "text": without_cites(finding.text), "quote": quote}


def _quote(quote: Quotation) -> dict[str, str]:
    """Turn a quote into data, without its place: by talk numbers, one resident's quotes could be put together."""
    return {"text": quote.text, "question": quote.question, "side": quote.side or ""}


def _figure(figure: Figure) -> dict[str, str]:
    """Turn a figure into data, its drawing in the font of the page."""
    return {"svg": with_font(figure.svg, FONT), "alt": figure.alt, "caption": figure.caption}
