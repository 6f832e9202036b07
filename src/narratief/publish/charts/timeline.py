"""The turning points of a process in order of time, with how many residents tell of each in a good and in a bad way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import altair as alt

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.style import INK, LINES, QUIET, SIDE_COLOURS, SIDES, wrapped
from narratief.publish.charts.words import DRAFT, trust_in_words, trust_lines
from narratief.publish.results import is_draft
from narratief.turning_points import Timeline, TurningPoint, find_turning_points
from narratief.turning_points.labels import date_label

_HOW = "Rechts van de lijn: hoeveel bewoners er goed over vertellen. Links: hoeveel bewoners zien wat beter kan."
_LONGEST_SUBTITLE, _LONGEST_LABEL = 84, 48
"""Most characters of a line below the title, and of a label: chosen, not measured, to fit the chart's width."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A turning point as the chart shows it.

    Attributes
    ----------
    label
        What happened, in a few Dutch words, with its date when that is known.
    residents
        Residents who tell of it at all.
    positive, negative
        Residents who tell of it in a way that goes well, or that can be better; one resident can do both.
    """

    label: str
    residents: int
    positive: int = 0
    negative: int = 0


class _Bar(TypedDict):
    """What Vega-Lite draws of one side of a turning point; left of the line `bewoners` is negative."""

    moment: str
    kant: str
    bewoners: int
    aantal: int


def timeline_chart(
    title: str,
    points: Sequence[TimelineRow],
    *,
    draft: bool = False,
    certainty: Sequence[str] = (),
    explanation: str = "",
) -> Chart:
    """Draw turning points from top to bottom: right of the line who tells of it well, left who sees room to improve.

    Parameters
    ----------
    title
        Title of the project.
    points
        Turning points in order of time.
    draft
        True to say that nobody has reviewed the themes yet.
    certainty
        Lines on how far the numbers can be trusted.
    explanation
        The same explained, for readers who cannot see the drawing.
    """
    heading = f"Bepalende momenten: {title}"
    labels = [wrapped(f"{place}. {point.label}", _LONGEST_LABEL) for place, point in enumerate(points, 1)]
    rows: list[_Bar] = [
        {"moment": label, "kant": side, "bewoners": number, "aantal": abs(number)}
        for label, point in zip(labels, points, strict=True)
        for side, number in zip(SIDES, (point.positive, -point.negative), strict=True)
    ]
    most = max((row["aantal"] for row in rows), default=1) or 1
    y = alt.Y("moment:N").sort(labels).title(None)
    y = y.axis(labelExpr=LINES, domain=False, ticks=False, labelPadding=12, labelLineHeight=15)
    x = alt.X("bewoners:Q").scale(domain=[-most - 0.5, most + 0.5]).axis(None)
    told = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    colour = alt.Color("kant:N").scale(domain=SIDES[::-1], range=SIDE_COLOURS[::-1]).title(None).legend(orient="top")
    bars = told.mark_bar(size=20, stroke=INK, strokeWidth=0.6).encode(color=colour)
    words = told.mark_text(fontSize=13, color=INK).encode(text="aantal:Q")
    right = words.transform_filter("datum.bewoners > 0").mark_text(dx=11, fontSize=13, color=INK)
    left = words.transform_filter("datum.bewoners < 0").mark_text(dx=-11, fontSize=13, color=INK)
    line = alt.Chart(alt.InlineData(values=[{"nul": 0}])).mark_rule(color=QUIET, strokeWidth=2)
    subtitle = [*wrapped(_HOW, _LONGEST_SUBTITLE).split("|"), *([DRAFT] if draft else []), *certainty]
    drawing = alt.layer(bars, right, left, line.encode(x=alt.X("nul:Q").axis(None))).properties(
        width=360, height=alt.Step(46), title=alt.Title(heading, subtitle=subtitle)
    )
    return Chart("tijdlijn", heading, f"{_in_words(title, points)}\n{explanation}".strip(), drawing)


def timeline_charts(results: Sequence[ProjectResult], timelines: Mapping[str, Timeline]) -> Iterator[Chart]:
    """Draw the turning points of each project that has any.

    Parameters
    ----------
    timelines
        Project name → turning points as a person reviewed them; found by rules for projects without.
    """
    for result in results:
        timeline = timelines.get(result.name) or find_turning_points(result)
        if timeline.turning_points:
            chart = timeline_chart(
                result.title,
                [_row(point) for point in timeline.turning_points],
                draft=is_draft(result),
                certainty=trust_lines([result]),
                explanation=trust_in_words([result]),
            )
            yield chart if len(results) == 1 else replace(chart, name=f"{chart.name}-{result.name}")


def _row(point: TurningPoint) -> TimelineRow:
    """Count who tells of a turning point, and how."""
    tones = [perspective.tone for perspective in point.perspectives]
    date = date_label(point.when) if point.when and point.event else ""
    return TimelineRow(
        f"{point.label} ({date})" if date and date not in point.label else point.label,
        point.residents,
        sum(tone in ("positive", "mixed") for tone in tones),
        sum(tone in ("negative", "mixed") for tone in tones),
    )


def _in_words(title: str, points: Sequence[TimelineRow]) -> str:
    """Describe the chart: the turning points in order."""
    well, better = VALENCE_LABELS["positive"], VALENCE_LABELS["negative"].lower()
    lines = [f"Tijdlijn van {title} met {counted(len(points), 'moment', 'momenten')}."]
    for place, point in enumerate(points, 1):
        told = counted(point.residents, "bewoner vertelt", "bewoners vertellen")
        sides = f"{well}: {point.positive}; {better}: {point.negative}"
        lines.append(f"{place}. {point.label}: {told} erover. {sides}.")
    return "\n".join(lines)
