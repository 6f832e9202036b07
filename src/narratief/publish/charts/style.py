"""How all charts look: colours that differ to colour-blind readers and in greyscale, and no font from outside."""

from __future__ import annotations

from typing import Any

from narratief.domain.codebook import VALENCE_LABELS, Valence

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, QUIET, LINE = "#1b1b1b", "#595959", "#d0d4da"
COLOURS: dict[Valence, str] = {"positive": "#00507a", "negative": "#e69f00"}
"""Dark blue and orange (after Okabe and Ito's palette for the colour-blind); in greyscale dark and light."""
SHAPES: dict[Valence, str] = {"positive": "circle", "negative": "square"}
"""A side is never shown by colour alone: shape, order or place shows it too (WCAG 2.2, 1.4.1)."""
EVERYONE = "#e9edf1"
"""Colour behind a bar, as far as the bar would reach if every resident had told it."""
SCALE = ("#f4f8fb", "#0f5e91")
"""Ends of the scale for amounts: light is little, dark is much, in colour and in greyscale."""
DARK = 0.81
"""Share on the scale above which text in a cell is white, else black.

Computed from the ends of the scale: here both have a contrast of 4.57 or more, where WCAG 2.2 (1.4.3) asks 4.5.
"""
SIDES = [VALENCE_LABELS["positive"], VALENCE_LABELS["negative"]]
SIDE_COLOURS = [COLOURS["positive"], COLOURS["negative"]]
SIDE_SHAPES = [SHAPES["positive"], SHAPES["negative"]]
_LONGEST_LABEL = 54
"""Characters of a line of a label: chosen, not measured, to leave half of a chart's width to the drawing."""


def config() -> dict[str, Any]:
    """Settings that every chart shares."""
    return {
        "font": FONT,
        "background": "#ffffff",
        "padding": 12,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "color": INK,
            "fontSize": 17,
            "fontWeight": "bold",
            "offset": 14,
            "subtitleColor": QUIET,
            "subtitleFontSize": 12.5,
            "subtitlePadding": 5,
            "frame": "bounds",
        },
        "axis": {
            "labelFontSize": 12.5,
            "labelColor": INK,
            "titleFontSize": 12.5,
            "titleColor": QUIET,
            "titleFontWeight": "normal",
            "domainColor": LINE,
            "tickColor": LINE,
            "gridColor": LINE,
            "labelLimit": 400,
        },
        "header": {"labelFontSize": 13, "labelFontWeight": "bold", "labelColor": INK, "labelLimit": 700, "title": None},
        "legend": {
            "labelFontSize": 12.5,
            "titleFontSize": 12.5,
            "titleFontWeight": "normal",
            "titleColor": QUIET,
            "labelColor": INK,
            "symbolSize": 160,
            "labelLimit": 300,
        },
    }


def wrapped(text: str, width: int = _LONGEST_LABEL) -> str:
    """Break a label into lines, with "|" between them, which charts draw below each other (see `LINES`)."""
    lines = [""]
    for word in text.replace("|", "/").split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "|".join(lines)


LINES = "split(datum.label, '|')"
"""Vega expression that splits a label made by `wrapped` into its lines."""
