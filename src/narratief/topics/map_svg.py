"""The map as a still picture: kaart.svg."""

from __future__ import annotations

import math
from textwrap import wrap
from xml.sax.saxutils import escape

from narratief.domain.trust import Trust
from narratief.synthesis.trust_words import brief, explained
from narratief.topics.topic import Topics
from narratief.topics.wording import OFF_TOPIC, size

# Pixels and colours of the picture: a matter of looks, chosen. The colours stand apart from white and from each other.
_WIDTH, _HEIGHT, _MARGIN, _LEGEND = 1180, 760, 40, 360
_COLOURS = (
    "#0063a6 #c84b00 #1b7a3d #8e2f8e #a5811a #c2185b #00818a #5d4037 #5c6bc0 #6b8e00 #b71c1c #37474f".split()  # noqa: SIM905
)
_FONT = 'font-family="Segoe UI, Roboto, Liberation Sans, sans-serif"'
_NONE = "#8a8a8a"
_ROW = 24
_LINE, _LONGEST_LINE = 18, 170
_LEGEND_TOP, _LEGEND_LINE = 64, 44
_RADII = ((400, 5.0), (1_500, 3.6), (math.inf, 2.2))
"""Fragments below which marks have this radius: the more, the smaller."""


def map_svg(topics: Topics, title: str, trust: Trust | None = None) -> bytes:
    """Draw kaart.svg: fragments coloured by cluster, with a legend; shapes tell clusters of one colour apart."""
    number = {topic.id: place for place, topic in enumerate(topics.shown)}
    topic_of = topics.topic_of()
    radius = next(each for most, each in _RADII if len(topics.points) < most)
    marks = []
    for key in sorted(topics.points, key=lambda k: (k in topic_of, k)):
        x, y = _place(topics.points[key])
        topic = topic_of.get(key)
        marks.append(_mark(number[topic.id] if topic else -1, x, y, radius))
    legend, legend_height = _legend(topics, number)
    drawn = max(_HEIGHT, 70 + legend_height)
    lines = wrap(brief(trust), _LONGEST_LINE) if trust else []
    height = drawn + _LINE * len(lines)
    box = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    heading = f'x="{_MARGIN}" y="28" font-size="18" font-weight="600" fill="#154273"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-labelledby="titel uitleg" {_FONT}>',
        f'<title id="titel">Kaart van fragmenten: {escape(title)}</title>',
        f'<desc id="uitleg">{escape(_description(topics, trust))}</desc>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f"<text {heading}>{escape(_short(title, 80))}</text>",
        '<g fill-opacity="0.85">',
        *marks,
        "</g>",
        *legend,
        *(
            f'<text x="{_MARGIN}" y="{drawn + _LINE * place}" font-size="12" fill="#595959">{escape(line)}</text>'
            for place, line in enumerate(lines)
        ),
        "</svg>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _place(spot: tuple[float, float]) -> tuple[float, float]:
    """Place of a spot of the unit square in the picture."""
    width, height = _WIDTH - _LEGEND - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN - 20
    return _MARGIN + spot[0] * width, _MARGIN + 20 + spot[1] * height


def _mark(key: int, x: float, y: float, r: float) -> str:
    """Draw one mark: colour by number, and another shape once the colours are used up."""
    if key < 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r * 0.8:.1f}" fill="none" stroke="{_NONE}"/>'
    colour = _COLOURS[key % len(_COLOURS)]
    shape = key // len(_COLOURS) % 4
    if shape == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{colour}"/>'
    corners = {1: 4, 2: 3, 3: 4}[shape]
    turn = {1: math.pi / 4, 2: -math.pi / 2, 3: 0.0}[shape]
    points = " ".join(
        f"{x + 1.25 * r * math.cos(turn + 2 * math.pi * i / corners):.1f},"
        f"{y + 1.25 * r * math.sin(turn + 2 * math.pi * i / corners):.1f}"
        for i in range(corners)
    )
    return f'<polygon points="{points}" fill="{colour}"/>'


def _legend(topics: Topics, number: dict[str, int]) -> tuple[list[str], int]:
    """Name the clusters beside the map, each with its mark and size; and the height that this takes."""
    x, y = _WIDTH - _LEGEND + 10, _LEGEND_TOP
    rows = []
    for topic in topics.shown:
        if topic.off_topic and topic == topics.off_topic[0]:
            rows.append(
                f'<text x="{x}" y="{y}" font-size="13" font-weight="600" fill="#154273">{escape(OFF_TOPIC)}</text>'
            )
            y += _ROW
        rows.append(_mark(number[topic.id], x, y - 5, 6))
        for line in wrap(topic.heading, _LEGEND_LINE):
            rows.append(f'<text x="{x + 16}" y="{y}" font-size="14" fill="#1c1c1c">{escape(line)}</text>')
            y += _LINE
        new = ' <tspan font-weight="600" fill="#7a3b00">nieuw</tspan>' if topic.new else ""
        rows.append(f'<text x="{x + 16}" y="{y - 2}" font-size="12" fill="#595959">{size(topic)}{new}</text>')
        y += _ROW
    rows.append(_mark(-1, x, y - 5, 6))
    count = len(topics.left_out)
    rows.append(f'<text x="{x + 16}" y="{y}" font-size="14" fill="#1c1c1c">past in geen cluster ({count})</text>')
    return rows, y - _LEGEND_TOP + _ROW


def _short(text: str, most: int) -> str:
    """Cut a text to so many characters, with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' ,')}…"


def _description(topics: Topics, trust: Trust | None) -> str:
    """Say in words what the map shows, for who cannot see it."""
    named = "; ".join(f"{topic.heading}, {size(topic)}{', nieuw' if topic.new else ''}" for topic in topics.shown)
    certain = f" {' '.join(explained(trust))}" if trust else ""
    return f"Fragmenten die op elkaar lijken staan bij elkaar. Clusters: {named}.{certain}"
