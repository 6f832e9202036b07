"""Themes per goal, each with a bar for the residents who told of it."""

from __future__ import annotations

from typing import TypedDict

import altair as alt

from narratief.domain.codebook import VALENCE_LABELS, Goal
from narratief.publish.charts.behind import TableBehind
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.style import EVERYONE, INK, LINES, SIDE_COLOURS, SIDES, wrapped
from narratief.publish.charts.words import brief_alt, most_told, residents_spoken, subtitle
from narratief.publish.counts import ResidentCounts, count_residents
from narratief.publish.results import Results, project_results

_TITLE = "Wat bewoners vertelden, per doel"


class _Bar(TypedDict):
    """What Vega-Lite draws of a theme."""

    doel: str
    thema: str
    kant: str
    bewoners: int
    van: int
    tekst: str


def themes_chart(results: Results) -> Chart:
    """Draw the themes of each goal, what goes well first, with the number of residents who told of each."""
    counts = count_residents(project_results(results))
    rows = [row for goal in counts.book.goals for row in _rows(counts, goal)]
    y = alt.Y("thema:N").sort(list(dict.fromkeys(row["thema"] for row in rows))).title(None)
    y = y.axis(labelExpr=LINES, domain=False, ticks=False, labelPadding=8, labelLineHeight=14)
    most = max((row["van"] for row in rows), default=1)
    told, everyone = (alt.X(name).scale(domain=[0, max(most, 1)]).axis(None) for name in ("bewoners:Q", "van:Q"))
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y)
    colour = alt.Color("kant:N").scale(domain=SIDES, range=SIDE_COLOURS).title(None).legend(orient="top")
    behind = base.mark_bar(size=16, color=EVERYONE).encode(x=everyone)
    bars = base.mark_bar(size=16, stroke=INK, strokeWidth=0.6).encode(x=told, color=colour)
    words = base.mark_text(align="left", dx=7, fontSize=12.5, color=INK).encode(text="tekst:N", x=everyone)
    header = alt.Header(labelOrient="top", labelAnchor="start", labelPadding=6)
    goals = alt.Row("doel:N").sort(list(dict.fromkeys(row["doel"] for row in rows))).header(header)
    chart = (
        alt.layer(behind, bars, words)
        .properties(width=300, height=alt.Step(26))
        .facet(row=goals)
        .resolve_scale(y="independent")
        .properties(title=alt.Title(_TITLE, subtitle=subtitle(counts.results)))
    )
    return Chart("themas", _TITLE, _in_words(counts), chart, _table(counts))


def _rows(counts: ResidentCounts, goal: Goal) -> list[_Bar]:
    """List a bar for each theme of a goal."""
    rows: list[_Bar] = []
    for theme in counts.book.themes_of(goal):
        told, of = counts.total(theme)
        rows.append(
            {
                "doel": f"Doel {goal.number}. {goal.label}",
                "thema": wrapped(counts.label(theme)),
                "kant": VALENCE_LABELS[theme.valence],
                "bewoners": told,
                "van": of,
                "tekst": f"{told} van {of}",
            }
        )
    return rows


def _in_words(counts: ResidentCounts) -> str:
    """Describe the chart: what kind it is, who was spoken to, what is told most."""
    told = [(*counts.total(theme), counts.label(theme)) for theme in counts.book.themes]
    return brief_alt("Staafdiagram per doel.", residents_spoken(counts.results), most_told(told))


def _table(counts: ResidentCounts) -> TableBehind:
    """List how many residents told of each theme."""
    rows = [
        (goal.number, goal.label, VALENCE_LABELS[theme.valence], counts.label(theme), *counts.total(theme))
        for goal in counts.book.goals
        for theme in counts.book.themes_of(goal)
    ]
    return TableBehind(("doel", "naam van het doel", "kant", "thema", "bewoners", "van"), tuple(rows))
