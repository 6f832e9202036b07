"""Theme by interview: a mark where a resident told of a theme, larger when it came back more often."""

from __future__ import annotations

from typing import TypedDict

import altair as alt

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.interview import Interview
from narratief.domain.result import ProjectResult
from narratief.publish.charts.behind import TableBehind
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.style import INK, LINES, QUIET, SIDE_COLOURS, SIDE_SHAPES, SIDES, wrapped
from narratief.publish.charts.words import brief_alt, most_told, residents_spoken, subtitle
from narratief.publish.counts import ResidentCounts, count_residents
from narratief.publish.results import Results, project_results

_TITLE = "Wie vertelde wat"
_HOW = "Elke kolom is een gesprek. Een groter teken: het thema kwam in meer fragmenten van dat gesprek terug."


class _Dot(TypedDict):
    """What Vega-Lite draws of a theme in an interview; without fragments nothing, but the row keeps its place."""

    project: str
    gesprek: str
    thema: str
    kant: str
    fragmenten: int


def dots_chart(results: Results) -> Chart:
    """Draw themes against interviews, the interviews grouped by project."""
    counts = count_residents(project_results(results))
    themes = [wrapped(counts.label(theme)) for theme in counts.book.themes]
    rows = [row for result in counts.results for row in _rows(counts, result)]
    y = alt.Y("thema:N").sort(themes).scale(domain=themes).title(None)
    y = y.axis(labelExpr=LINES, domain=False, ticks=False, labelPadding=8, grid=True)
    longest = max((len(result.interviews) for result in counts.results), default=1)
    x = alt.X("gesprek:N").sort([f"gesprek {number}" for number in range(1, longest + 1)]).title(None)
    x = x.axis(labelAngle=-90, domain=False, ticks=False, grid=True, labelLimit=160)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    most = max((row["fragmenten"] for row in rows), default=1) or 1
    size = alt.Size("fragmenten:Q").title("Fragmenten").legend(values=_steps(most), symbolFillColor=QUIET)
    told = base.transform_filter("datum.fragmenten > 0")
    marks = told.mark_point(filled=True, stroke=INK, strokeWidth=0.6, opacity=1).encode(
        size=size.scale(domain=[0, max(most, 4)], range=[0, 330]),
        color=alt.Color("kant:N").scale(domain=SIDES, range=SIDE_COLOURS).title(None),
        shape=alt.Shape("kant:N").scale(domain=SIDES, range=SIDE_SHAPES).title(None),
    )
    empty = base.transform_filter("datum.fragmenten == 0").mark_point(opacity=0, size=1)
    header = alt.Header(labelExpr=LINES, labelOrient="top", labelPadding=8, labelLineHeight=15)
    column = alt.Column("project:N").sort([wrapped(counts.title(r), 16) for r in counts.results]).header(header)
    chart = (
        alt.layer(empty, marks)
        .properties(width=alt.Step(32), height=alt.Step(26))
        .facet(column=column, spacing=12)
        .resolve_scale(x="independent")
        .properties(title=alt.Title(_TITLE, subtitle=subtitle(counts.results)))
    )
    return Chart("wie-vertelde-wat", _TITLE, _in_words(counts), chart, _table(counts), _HOW)


def _steps(most: int) -> list[int]:
    """Sizes shown in the legend: small, middle and the largest, each once."""
    return sorted({1, (most + 1) // 2, most})


def talks(result: ProjectResult) -> dict[str, str]:
    """Name each interview as reports do ("gesprek 1"), those in which no resident speaks after the others."""
    spoken = result.talks
    silent = sorted(interview.id for interview in result.interviews if interview.id not in spoken)
    return {name: f"gesprek {number}" for number, name in enumerate((*spoken, *silent), 1)}


def _shown(result: ProjectResult) -> list[Interview]:
    """Interviews that the chart shows: not those that nobody reviewed, which would seem to hold no theme."""
    return [each for each in result.interviews if each.id in result.basis or not each.resident_turns]


def _rows(counts: ResidentCounts, result: ProjectResult) -> list[_Dot]:
    """List a dot for each theme and interview; a zero keeps an interview without themes in the chart."""
    names = talks(result)
    rows: list[_Dot] = []
    for theme in counts.book.themes:
        told = counts.interviews(theme, result.name)
        for interview in _shown(result):
            rows.append(
                {
                    "project": wrapped(counts.title(result), 16),
                    "gesprek": names[interview.id],
                    "thema": wrapped(counts.label(theme)),
                    "kant": VALENCE_LABELS[theme.valence],
                    "fragmenten": told.get(interview.id, 0),
                }
            )
    return rows


def _in_words(counts: ResidentCounts) -> str:
    """Describe the chart: what kind it is, who was spoken to, what is told most."""
    told = [(*counts.total(theme), counts.label(theme)) for theme in counts.book.themes]
    return brief_alt("Stippen per thema en gesprek.", residents_spoken(counts.results), most_told(told))


def _table(counts: ResidentCounts) -> TableBehind:
    """List how often each theme comes back in each interview; an interview without themes has one row."""
    rows: list[tuple[str | int, ...]] = []
    for result in counts.results:
        names = talks(result)
        for interview in _shown(result):
            talk = (counts.title(result), names[interview.id])
            told = [
                (*talk, counts.label(theme), number)
                for theme in counts.book.themes
                if (number := counts.interviews(theme, result.name).get(interview.id))
            ]
            rows += told or [(*talk, "geen thema", 0)]
    return TableBehind(("project", "gesprek", "thema", "fragmenten"), tuple(rows))
