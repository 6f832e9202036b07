"""A spread as a designed A4 PDF of two pages, and an edition as a whole."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import pypdf

from narratief.domain.trust import Trust
from narratief.publish.charts.marks import with_font
from narratief.publish.impuls.edition import Edition
from narratief.publish.impuls.remarks import spoken
from narratief.publish.impuls.spread import Spread
from narratief.publish.report.model import Figure, Quotation
from narratief.publish.report.pdf import FONT, typeset
from narratief.synthesis.trust_words import HEADING, brief, explained

SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
"""Sizes of the text in points, tried from large to small until a spread fits on its pages."""
PAGES = 2


def spread_pdf(spread: Spread, date: dt.date | None = None) -> bytes:
    """Make the PDF of one spread: two pages, in the largest size of text that fits."""
    return _fitted([spread], None, date)


def edition_pdf(edition: Edition, date: dt.date | None = None) -> bytes:
    """Make the PDF of an edition: an opening page with the comparison, a page with who is in it, then the spreads."""
    return _fitted(edition.spreads, edition, date)


def _fitted(spreads: Sequence[Spread], edition: Edition | None, date: dt.date | None) -> bytes:
    """Typeset in smaller and smaller text until every spread has its two pages; the last try stands as it is."""
    template = (files("narratief.publish.impuls") / "templates" / "spread.typ").read_bytes()
    wanted = PAGES * len(spreads) + (1 if edition else 0)
    made = b""
    for size in SIZES:
        data = {"size": size, "edition": _edition(edition), "spreads": [_spread(spread) for spread in spreads]}
        data["draft"] = any(spread.draft for spread in spreads)
        data["title"] = (
            f"{edition.name}: {edition.title}" if edition else f"{spreads[0].template.name}: {spreads[0].title}"
        )
        made = typeset(template, data, date)
        if len(pypdf.PdfReader(io.BytesIO(made)).pages) <= wanted:
            break
    return made


def _spread(spread: Spread) -> dict[str, Any]:
    """A spread as plain data for the template."""
    asked = spread.template
    return {
        "name": asked.name,
        "kicker": asked.kicker,
        "title": spread.title,
        "draft": spread.draft,
        "headline": spread.headline,
        "introduction": spread.introduction,
        "findings": [
            {"title": finding.title, "text": spoken(finding.text), "quote": _quote(finding.quote)}
            for finding in spread.findings
        ],
        "quotes_title": asked.quotes_title,
        "quotes": [_quote(quote) for quote in spread.quotes],
        "open_title": asked.open_title,
        "open_prompts": list(asked.open_prompts),
        "charts": [_figure(chart) for chart in spread.charts],
        "colophon": spread.colophon,
        "certain": _certain(spread.trust),
    }


def _edition(edition: Edition | None) -> dict[str, Any] | None:
    """The opening of an edition as plain data for the template."""
    if edition is None:
        return None
    return {
        "name": edition.name,
        "title": edition.title,
        "headline": edition.headline,
        "comparison": [spoken(line) for line in edition.comparison],
        "chart": _figure(edition.chart),
        "draft": edition.draft,
        "certain": _certain(edition.trust),
    }


def _certain(trust: Trust) -> dict[str, str]:
    """How far the numbers can be trusted: the line beside them, and what it means."""
    return {"line": brief(trust), "heading": HEADING, "explained": " ".join(explained(trust))}


def _quote(quote: Quotation) -> dict[str, str]:
    """A quote without its place: the magazine prints no talk numbers, so that no resident can be put together."""
    return {"text": quote.text, "question": quote.question, "side": quote.side or ""}


def _figure(figure: Figure) -> dict[str, str]:
    """A drawing in the font of the page."""
    return {"svg": with_font(figure.svg, FONT), "alt": figure.alt, "caption": figure.caption}
