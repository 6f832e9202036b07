"""A finished chart: its drawing, its title and a description in words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import altair as alt
import vl_convert

from narratief.publish.charts.behind import TableBehind
from narratief.publish.charts.style import config

PIXELS = 2.0
"""Pixels of a PNG per point of the drawing: chosen, not measured, as sharp enough for print at column width."""
_NOTHING_FROM_OUTSIDE: list[str] = []
"""Addresses that a drawing may load data or pictures from: none."""


Drawing = alt.LayerChart | alt.FacetChart | alt.HConcatChart


@dataclass(frozen=True)
class Chart:
    """A chart with its words.

    Attributes
    ----------
    name
        Name of its file, without suffix.
    title
        Title, also for a caption.
    alt
        What the chart shows, in Dutch, in few words, for readers who cannot see it; see `brief_alt`.
    drawing
        The chart as Altair has it.
    table
        Every number in the drawing.
    how
        How to read it, in Dutch, and how far to trust it.
    """

    name: str
    title: str
    alt: str
    drawing: Drawing
    table: TableBehind
    how: str = ""

    def svg(self) -> bytes:
        """The drawing as SVG, with title and description inside; the same bytes each time."""
        svg = vl_convert.vegalite_to_svg(self._specification(), allowed_base_urls=_NOTHING_FROM_OUTSIDE)
        names = (
            f"<title>{html.escape(self.title, quote=False)}</title><desc>{html.escape(self.alt, quote=False)}</desc>"
        )
        opened = re.sub(r"<svg ", '<svg role="img" xml:lang="nl" ', svg, count=1)
        return re.sub(r"(<svg [^>]*>)", lambda match: match[1] + names, opened, count=1).encode()

    def png(self) -> bytes:
        """The drawing as PNG, `PIXELS` pixels to a point."""
        return vl_convert.vegalite_to_png(self._specification(), scale=PIXELS, allowed_base_urls=_NOTHING_FROM_OUTSIDE)

    def _specification(self) -> str:
        """The drawing as Vega-Lite, with the settings that all charts share."""
        specification: str = self.drawing.configure(**config()).to_json()
        return specification
