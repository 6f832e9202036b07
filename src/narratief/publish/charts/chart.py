"""A chart that is ready: its drawing, its title and the same in words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import altair as alt
import vl_convert

from narratief.files.atomic import write_whole
from narratief.publish.charts.style import config

PIXELS = 2.0
"""Pixels of a PNG per point of the drawing, enough for print at column width."""
_NOTHING_FROM_OUTSIDE: list[str] = []


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
        What the chart shows, in Dutch, for who cannot see it: every figure in it stands in this text.
    chart
        The drawing.
    """

    name: str
    title: str
    alt: str
    chart: alt.TopLevelMixin

    def svg(self) -> bytes:
        """The drawing as SVG, with title and description inside; the same bytes each time."""
        svg = vl_convert.vegalite_to_svg(self._specification(), allowed_base_urls=_NOTHING_FROM_OUTSIDE)
        names = (
            f"<title>{html.escape(self.title, quote=False)}</title><desc>{html.escape(self.alt, quote=False)}</desc>"
        )
        opened = re.sub(r"<svg ", '<svg role="img" xml:lang="nl" ', svg, count=1)
        return re.sub(r"(<svg [^>]*>)", lambda match: match[1] + names, opened, count=1).encode()

    def png(self) -> bytes:
        """The drawing as PNG."""
        return vl_convert.vegalite_to_png(self._specification(), scale=PIXELS, allowed_base_urls=_NOTHING_FROM_OUTSIDE)

    def _specification(self) -> str:
        """The drawing as Vega-Lite, with the settings that all charts share."""
        return self.chart.configure(**config()).to_json()


def write_figure(figure: Chart, path: Path) -> Path:
    """Write a chart as PNG when the path ends in .png, else as SVG.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    return write_whole(path, figure.png() if path.suffix.lower() == ".png" else figure.svg())
