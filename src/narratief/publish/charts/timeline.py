"""The turning points of a process in order of time, with how many residents tell of each in a good and in a bad way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import altair as alt

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.publish.charts.behind import TableBehind
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.style import COLOURS, INK, LINES, QUIET, SIDE_COLOURS, SIDES, wrapped
from narratief.publish.charts.time_axis import Stretch, domain_of, stretch_of, ticks_of
from narratief.publish.charts.words import brief_alt, subtitle
from narratief.publish.comparison import UNCONFIRMED, confirmed_part, reviewed_part
from narratief.publish.results import is_draft
from narratief.turning_points import Timeline, TurningPoint, find_turning_points
from narratief.turning_points.labels import date_label

_HOW = (
    "Rechts van de streep staat hoeveel bewoners er goed over vertellen, links hoeveel bewoners zien wat beter kan. "
    "Een bewoner telt bij allebei als die allebei vertelt."
)
_LONGEST_LABEL, _LONGEST_TITLE = 48, 64
"""Most characters of a line of a label, and of the title: chosen, not measured, to fit the chart's width."""
_WIDTH, _ROW = 300, 46
"""Width of each half of the drawing, and height of a row for two lines of text, in points: chosen by looking."""
_DATED = 2
"""Turning points with a date that an axis needs: one alone shows no time."""
_MONTH = "['jan','feb','mrt','apr','mei','jun','jul','aug','sep','okt','nov','dec'][utcmonth(datum.value)]"
_TICK = f"utcmonth(datum.value) ? {_MONTH} + ' ' + utcyear(datum.value) : '' + utcyear(datum.value)"
"""Vega expression for a date along the axis; January stands as its year."""


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
    stretch
        First and last day on which it can have been; None when the date is not known.
    """

    label: str
    residents: int
    positive: int = 0
    negative: int = 0
    stretch: Stretch | None = None


class _Bar(TypedDict):
    """What Vega-Lite draws of one side of a turning point; left of the line `bewoners` is negative."""

    moment: str
    kant: str
    bewoners: int
    aantal: int


class _Span(TypedDict):
    """What Vega-Lite draws of the date of a turning point; days as year-month-day."""

    moment: str
    van: str
    tot: str


def timeline_chart(title: str, points: Sequence[TimelineRow], *, subtitle: str = "") -> Chart:
    """Draw turning points from top to bottom: when they were, who tells of them well, and who sees room to improve.

    The dates stand on an axis of time. Where fewer than two are known there is none, and the chart is no time line.

    Parameters
    ----------
    title
        Title of the project.
    points
        Turning points in order of time.
    subtitle
        Line below the title.
    """
    dated = sum(point.stretch is not None for point in points) >= _DATED
    heading = f"{'Tijdlijn' if dated else 'Bepalende momenten'}: {title}"
    labels = [wrapped(f"{place}. {point.label}", _LONGEST_LABEL) for place, point in enumerate(points, 1)]
    y = alt.Y("moment:N").sort(labels).scale(domain=labels).title(None)
    named = y.axis(labelExpr=LINES, domain=False, ticks=False, labelPadding=12, labelLineHeight=15)
    told = _told(labels, points, y.axis(None) if dated else named)
    drawing = (
        alt.hconcat(_dates(labels, points, named), told, spacing=24).resolve_legend(color="independent")
        if dated
        else told
    )
    titled = drawing.properties(title=alt.Title(wrapped(heading, _LONGEST_TITLE).split("|"), subtitle=subtitle))
    name = "tijdlijn" if dated else "momenten"
    return Chart(name, heading, _in_words(title, points, dated=dated), titled, _table(points), _HOW)


def _told(labels: Sequence[str], points: Sequence[TimelineRow], y: alt.Y) -> alt.LayerChart | alt.FacetChart:
    """Draw how many residents tell of each turning point, and how."""
    rows: list[_Bar] = [
        {"moment": label, "kant": side, "bewoners": number, "aantal": abs(number)}
        for label, point in zip(labels, points, strict=True)
        for side, number in zip(SIDES, (point.positive, -point.negative), strict=True)
    ]
    most = max((row["aantal"] for row in rows), default=1) or 1
    x = alt.X("bewoners:Q").scale(domain=[-most - 0.5, most + 0.5]).axis(None)
    told = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    colour = alt.Color("kant:N").scale(domain=SIDES[::-1], range=SIDE_COLOURS[::-1]).title(None).legend(orient="top")
    bars = told.mark_bar(size=20, stroke=INK, strokeWidth=0.6).encode(color=colour)
    words = told.mark_text(fontSize=13, color=INK).encode(text="aantal:Q")
    right = words.transform_filter("datum.bewoners > 0").mark_text(dx=11, fontSize=13, color=INK)
    left = words.transform_filter("datum.bewoners < 0").mark_text(dx=-11, fontSize=13, color=INK)
    line = alt.Chart(alt.InlineData(values=[{"nul": 0}])).mark_rule(color=QUIET, strokeWidth=2)
    layers = alt.layer(bars, right, left, line.encode(x=alt.X("nul:Q").axis(None)))
    return layers.properties(width=_WIDTH, height=alt.Step(_ROW))


def _dates(labels: Sequence[str], points: Sequence[TimelineRow], y: alt.Y) -> alt.LayerChart | alt.FacetChart:
    """Draw when each turning point was: a dot for a day, a bar for a month or a year; undated ones say so."""
    known = [(label, point.stretch) for label, point in zip(labels, points, strict=True) if point.stretch]
    rows: list[_Span] = [{"moment": label, "van": str(first), "tot": str(last)} for label, (first, last) in known]
    domain = domain_of(stretch for _, stretch in known)
    unknown = [
        {"moment": label, "van": str(domain[0]), "tekst": "datum niet bekend"}
        for label, point in zip(labels, points, strict=True)
        if point.stretch is None
    ]
    axis = alt.Axis(
        values=[str(tick) for tick in ticks_of(domain)], labelExpr=_TICK, orient="top", grid=True, domain=False
    )
    scale = alt.Scale(type="utc", domain=[str(day) for day in domain])
    x = alt.X("van:T").scale(scale).axis(axis).title(None)
    spans = alt.Chart(alt.InlineData(values=rows)).mark_rule(
        color=COLOURS["positive"], strokeWidth=9, strokeCap="round"
    )
    words = alt.Chart(alt.InlineData(values=unknown)).mark_text(align="left", dx=4, fontSize=12.5, color=QUIET)
    layers = alt.layer(spans.encode(x=x, x2="tot:T", y=y), words.encode(x=x, y=y, text="tekst:N"))
    return layers.properties(width=_WIDTH, height=alt.Step(_ROW))


def timeline_charts(results: Sequence[ProjectResult], timelines: Mapping[str, Timeline]) -> Iterator[Chart]:
    """Draw the turning points of each project that has any; a draft marks those that no person confirmed.

    Parameters
    ----------
    timelines
        Project name → turning points as a person reviewed them; found by rules for projects without.
    """
    draft = is_draft(results)
    for result in results:
        timeline = reviewed_part(timelines.get(result.name) or find_turning_points(result), result)
        if not draft:
            timeline = confirmed_part(timeline)
        if timeline.turning_points:
            chart = timeline_chart(
                result.title,
                [_row(point, draft=draft) for point in timeline.turning_points],
                subtitle=subtitle([result]),
            )
            yield chart if len(results) == 1 else replace(chart, name=f"{chart.name}-{result.name}")


def _row(point: TurningPoint, *, draft: bool) -> TimelineRow:
    """Count who tells of a turning point, and how; a draft says of it when no person confirmed it."""
    tones = [perspective.tone for perspective in point.perspectives]
    date = date_label(point.when) if point.when and point.event else ""
    name = f"{point.label} ({date})" if date and date not in point.label else point.label
    return TimelineRow(
        f"{name} – {UNCONFIRMED}" if draft and not point.confirmed else name,
        point.residents,
        sum(tone in ("positive", "mixed") for tone in tones),
        sum(tone in ("negative", "mixed") for tone in tones),
        stretch_of(point.when),
    )


def _in_words(title: str, points: Sequence[TimelineRow], *, dated: bool) -> str:
    """Describe the chart: what kind it is, and the turning point that most residents tell of."""
    most = max(points, key=lambda point: point.residents)
    tell = counted(most.residents, "bewoner vertelt", "bewoners vertellen")
    kind = "Tijdlijn" if dated else "Staafdiagram op volgorde van de momenten"
    return brief_alt(
        f"{kind} van {title} met {counted(len(points), 'moment', 'momenten')}.",
        f"Het vaakst genoemd: {most.label} ({tell} erover).",
    )


def _table(points: Sequence[TimelineRow]) -> TableBehind:
    """List the turning points in order of time."""
    sides = [label.lower() for label in VALENCE_LABELS.values()]
    rows = tuple(
        (place, point.label, *_days(point), point.residents, point.positive, point.negative)
        for place, point in enumerate(points, 1)
    )
    return TableBehind(("nummer", "moment", "vanaf", "tot en met", "bewoners", *sides), rows)


def _days(point: TimelineRow) -> tuple[str, str]:
    """First and last day of a turning point as data; empty when they are not known."""
    return (str(point.stretch[0]), str(point.stretch[1])) if point.stretch else ("", "")
