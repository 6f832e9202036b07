"""How all charts look: colours that colour-blind readers and greyscale printers tell apart, no font from outside."""

from __future__ import annotations

from typing import Any

from narratief.domain.codebook import VALENCE_LABELS, Valence

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, QUIET, LINE = "#1b1b1b", "#595959", "#d0d4da"
COLOURS: dict[Valence, str] = {"positive": "#00507a", "negative": "#e69f00"}
"""Dark blue and orange (after Okabe and Ito); in greyscale dark and light."""
SHAPES: dict[Valence, str] = {"positive": "circle", "negative": "square"}
"""Colour never tells a side alone: shape, order or place tells it too."""
EVERYONE = "#e9edf1"
"""Behind a bar: as far as it would reach if every resident had told it."""
SCALE = ("#f4f8fb", "#0f5e91")
"""Ends of the scale for amounts: light is little, dark is much, in colour and in greyscale."""
DARK = 0.81
"""Place on the scale above which words in a cell are white; on both sides of it they have a contrast of 4.5 or more."""
SIDES = [VALENCE_LABELS["positive"], VALENCE_LABELS["negative"]]
SIDE_COLOURS = [COLOURS["positive"], COLOURS["negative"]]
SIDE_SHAPES = [SHAPES["positive"], SHAPES["negative"]]
_LONGEST_LABEL = 54


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
    """Break a label into lines, with "|" between them (charts draw each part on a line of its own)."""
    lines = [""]
    for word in text.replace("|", "/").split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "|".join(lines)


LINES = "split(datum.label, '|')"
"""Expression for the axis of a label made by `wrapped`."""
