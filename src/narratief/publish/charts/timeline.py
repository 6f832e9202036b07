"""A process in time: the moments that residents tell of, with how many tell of them in a good and in a bad way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import altair as alt

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.style import INK, LINES, QUIET, SIDE_COLOURS, SIDES, wrapped
from narratief.publish.charts.words import DRAFT, trust_in_words, trust_lines
from narratief.publish.results import is_draft
from narratief.synthesis.wording import period
from narratief.turning_points import Timeline, TurningPoint, find_turning_points
from narratief.turning_points.labels import date_label

_HOW = "Rechts van de lijn: hoeveel bewoners er goed over vertellen. Links: hoeveel bewoners zien wat beter kan."
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the process as residents tell of it.

    Attributes
    ----------
    label
        What happened, in a few Dutch words.
    when
        YYYY, YYYY-MM or YYYY-MM-DD; empty when unknown, in which case the order given is the order in time.
    positive, negative
        Residents who tell of it in a way that goes well, or that can be better; one resident can do both.
    residents
        Residents who tell of it at all.
    """

    label: str
    when: str
    residents: int
    positive: int = 0
    negative: int = 0


def timeline_chart(
    title: str, moments: Sequence[Moment], *, draft: bool = False, certainty: Sequence[str] = (), explanation: str = ""
) -> Chart:
    """Draw moments in the order of time: right of the line who tells of it well, left of it who sees room to better.

    Parameters
    ----------
    title
        Name of the project.
    draft
        True to say that nobody looked at the themes yet.
    certainty
        Lines on how far the numbers can be trusted.
    explanation
        The same explained, for who cannot see the drawing.
    """
    ordered = _in_order(moments)
    heading = f"Bepalende momenten: {title}"
    labels = [_label(place, moment) for place, moment in enumerate(ordered, 1)]
    rows = [
        {"moment": label, "kant": side, "bewoners": number, "aantal": abs(number)}
        for label, moment in zip(labels, ordered, strict=True)
        for side, number in zip(SIDES, (moment.positive, -moment.negative), strict=True)
    ]
    most = max((row["aantal"] for row in rows), default=1) or 1
    y = alt.Y("moment:N").sort(labels).title(None)
    y = y.axis(labelExpr=LINES, domain=False, ticks=False, labelPadding=12, labelLineHeight=15)
    x = alt.X("bewoners:Q").scale(domain=[-most - 0.5, most + 0.5]).axis(None)
    told = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    colour = alt.Color("kant:N").scale(domain=SIDES[::-1], range=SIDE_COLOURS[::-1]).title(None).legend(orient="top")
    bars = told.mark_bar(size=20, stroke=INK, strokeWidth=0.6).encode(color=colour)
    words = told.mark_text(fontSize=13, color=INK).encode(text="aantal:Q")
    right = words.transform_filter("datum.bewoners > 0").mark_text(dx=11, fontSize=13, color=INK)
    left = words.transform_filter("datum.bewoners < 0").mark_text(dx=-11, fontSize=13, color=INK)
    line = alt.Chart(alt.Data(values=[{"nul": 0}])).mark_rule(color=QUIET, strokeWidth=2)
    chart = alt.layer(bars, right, left, line.encode(x=alt.X("nul:Q").axis(None))).properties(
        width=360,
        height=alt.Step(46),
        title=alt.Title(heading, subtitle=[*wrapped(_HOW, 84).split("|"), *([DRAFT] if draft else []), *certainty]),
    )
    return Chart("tijdlijn", heading, f"{_in_words(title, ordered)}\n{explanation}".strip(), chart)


def timeline_charts(results: Sequence[ProjectResult], timelines: Mapping[str, Timeline]) -> Iterator[Chart]:
    """Draw the turning points of each project that has any.

    Parameters
    ----------
    timelines
        Project name → turning points as a person reviewed them; found by rules for projects that it lacks.
    """
    for result in results:
        timeline = timelines.get(result.name) or find_turning_points(result)
        if timeline.turning_points:
            figure = timeline_chart(
                result.title,
                [_told(moment) for moment in timeline.turning_points],
                draft=is_draft(result),
                certainty=trust_lines([result]),
                explanation=trust_in_words([result]),
            )
            yield figure if len(results) == 1 else replace(figure, name=f"{figure.name}-{result.name}")


def _told(moment: TurningPoint) -> Moment:
    """Count who tells of a turning point, and how."""
    tones = [perspective.tone for perspective in moment.perspectives]
    date = date_label(moment.when) if moment.when and moment.event else ""
    return Moment(
        f"{moment.label} ({date})" if date and date not in moment.label else moment.label,
        "",
        moment.residents,
        sum(tone in ("positive", "mixed") for tone in tones),
        sum(tone in ("negative", "mixed") for tone in tones),
    )


def _in_order(moments: Sequence[Moment]) -> list[Moment]:
    """By date when all have one, else as given."""
    if all(_DATE.fullmatch(moment.when) for moment in moments):
        return sorted(moments, key=lambda moment: moment.when)
    return list(moments)


def _label(place: int, moment: Moment) -> str:
    """What happened, with below it when."""
    when = f"|{period(moment.when)}" if moment.when else ""
    return f"{wrapped(f'{place}. {moment.label}', 48)}{when}"


def _in_words(title: str, moments: Sequence[Moment]) -> str:
    """The same as a text: the moments in order."""
    lines = [f"Tijdlijn van {title} met {counted(len(moments), 'moment', 'momenten')}."]
    for place, moment in enumerate(moments, 1):
        when = f" ({period(moment.when)})" if moment.when else ""
        well, better = VALENCE_LABELS["positive"], VALENCE_LABELS["negative"].lower()
        sides = f"{well}: {moment.positive}; {better}: {moment.negative}"
        told = counted(moment.residents, "bewoner vertelt", "bewoners vertellen")
        lines.append(f"{place}. {moment.label}{when}: {told} erover. {sides}.")
    return "\n".join(lines)
