"""Rows of marks, one for each resident, told apart by shape as well as by colour: the drawing of reports and spreads.

Colours and shapes are those of all charts. This one is plain SVG: its marks must stand in columns of one width whatever
the labels are, and a mark can be half one side and half the other, neither of which Vega-Lite draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from narratief.publish.charts.style import COLOURS, INK, LINE, QUIET

Mark = Literal["positive", "negative", "mixed", "none", "absent"]

FONT = "report-font"
"""Placeholder for the font in a drawing; `with_font` puts in one that the renderer has."""
_WELL, _BETTER = COLOURS["positive"], COLOURS["negative"]
_EDGE = f'stroke="{INK}" stroke-width="0.8"'
_ROW, _LINE = 23, 16
"""Height of a row with one line of text, and of each further line, in units of the drawing (text is 15 high)."""
_STEP = 26.0
"""Most distance between the middles of two marks; marks of many residents stand closer together."""
_LETTER = 7.4
"""Width of a letter of 15 high, on average: chosen, not measured, as each renderer has a font of its own."""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One row of a drawing: a label, a mark for each resident, and a text at the end."""

    label: str
    marks: tuple[Mark, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class MarkGroup:
    """Rows under a heading; an empty heading takes no room."""

    heading: str
    rows: tuple[MarkRow, ...]


@dataclass(frozen=True, slots=True)
class MarkLayout:
    """Widths in a drawing, in its own units; text is 15 of them high. The defaults are those of a report's page.

    Attributes
    ----------
    labels
        Width of the labels, before the marks.
    marks
        Most width of the marks of a row; many residents get smaller marks.
    tail
        Width of the text after the marks.
    narrowest
        Least width of the whole.
    """

    labels: int = 372
    marks: int = 278
    tail: int = 70
    narrowest: int = 560


def marks_chart(groups: Sequence[MarkGroup], columns: Sequence[str] = (), layout: MarkLayout | None = None) -> str:
    """Draw rows of marks as SVG.

    Parameters
    ----------
    columns
        Headings over the marks ("1", "2"); none when the marks are only to be counted.
    layout
        Widths; those for a page when None.
    """
    return _drawn(groups, columns, layout or MarkLayout(), _most_marks(groups))


def marks_pieces(
    groups: Sequence[MarkGroup], columns: Sequence[str] = (), layout: MarkLayout | None = None
) -> tuple[str, ...]:
    """Draw what `marks_chart` draws as one SVG per group, all of one width: between two of them a page may end."""
    most = _most_marks(groups)
    return tuple(_drawn([group], columns, layout or MarkLayout(), most) for group in groups)


def _most_marks(groups: Sequence[MarkGroup]) -> int:
    """Count the marks of the longest row."""
    return max((len(row.marks) for group in groups for row in group.rows), default=1)


def _drawn(groups: Sequence[MarkGroup], columns: Sequence[str], room: MarkLayout, residents: int) -> str:
    """Draw groups with room for a number of marks in each row."""
    labels = room.labels
    step = min(_STEP, room.marks / max(residents, 1))
    width = max(room.narrowest, labels + step * residents + room.tail)
    parts: list[str] = []
    y = 8.0
    if columns:
        parts += [
            _text(labels + step * (at + 0.5), y + 12, name, size=13, fill=QUIET, anchor="middle")
            for at, name in enumerate(columns)
        ]
        y += 22
    for group in groups:
        if group.heading:
            parts.append(_text(0, y + 18, group.heading, size=15, weight="bold"))
            y += 28
        for row in group.rows:
            lines = _wrapped(row.label, int(labels / _LETTER))
            height = _ROW + _LINE * (len(lines) - 1)
            middle = y + height / 2
            parts.append(
                f'<line x1="0" y1="{_n(y)}" x2="{_n(width)}" y2="{_n(y)}" stroke="{LINE}" stroke-width="0.75"/>'
            )
            top = middle + 5 - _LINE / 2 * (len(lines) - 1)
            parts += [_text(0, top + _LINE * at, line) for at, line in enumerate(lines)]
            parts += [_mark(mark, labels + step * (at + 0.5), middle, step) for at, mark in enumerate(row.marks)]
            parts.append(_text(labels + step * len(row.marks) + 12, middle + 5, row.after, size=14, fill=INK))
            y += height
    whole = y + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(whole)}" width="{_n(width)}" '
        f'height="{_n(whole)}" font-family="{FONT}">{"".join(parts)}</svg>'
    )


NARROW = MarkLayout(labels=214, marks=150, tail=66, narrowest=0)
"""Widths for a narrow screen: labels take more lines, so that the text stays large enough to read."""


def with_font(svg: str, family: str) -> str:
    """Replace the placeholder for the font in a drawing."""
    return svg.replace(f'"{FONT}"', f'"{escape(family)}"')


def _mark(mark: Mark, x: float, y: float, step: float) -> str:
    """Draw one mark: a disc for well, a square for better, half of each for mixed, a ring for told without a side."""
    size = min(8.0, step * 0.36)
    match mark:
        case "positive":
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size)}" fill="{_WELL}" {_EDGE}/>'
        case "negative":
            return _square(x, y, size, f'fill="{_BETTER}" {_EDGE}')
        case "mixed":
            arc = f"M{_n(x)} {_n(y - size)}A{_n(size)} {_n(size)} 0 0 0 {_n(x)} {_n(y + size)}Z"
            half = f'x="{_n(x + 1)}" y="{_n(y - size)}" width="{_n(size)}" height="{_n(2 * size)}"'
            return f'<path d="{arc}" fill="{_WELL}" {_EDGE}/><rect {half} fill="{_BETTER}" {_EDGE}/>'
        case "none":
            ring = f'fill="none" stroke="{QUIET}" stroke-width="1.5"'
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size - 0.75)}" {ring}/>'
        case _:
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size * 0.22)}" fill="{QUIET}"/>'


def _square(x: float, y: float, size: float, style: str) -> str:
    """Draw a square that looks as large as a disc of this radius."""
    side = size * 1.8
    return f'<rect x="{_n(x - side / 2)}" y="{_n(y - side / 2)}" width="{_n(side)}" height="{_n(side)}" {style}/>'


def _text(
    x: float, y: float, words: str, *, size: int = 15, fill: str = INK, anchor: str = "start", weight: str = ""
) -> str:
    """Draw one line of text, escaped."""
    bold = f' font-weight="{weight}"' if weight else ""
    style = f'font-size="{size}" fill="{fill}" text-anchor="{anchor}"{bold}'
    return f'<text x="{_n(x)}" y="{_n(y)}" {style}>{escape(words)}</text>'


def _wrapped(label: str, width: int) -> list[str]:
    """Break a label into lines at spaces."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _n(value: float) -> str:
    """Write a number without trailing zeros, so that equal drawings are equal texts."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
