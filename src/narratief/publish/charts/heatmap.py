"""Theme by project: how many residents of each project told of each theme."""

from __future__ import annotations

from typing import TypedDict

import altair as alt

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.trust import SHARES_FROM
from narratief.publish.charts.behind import TableBehind
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.style import DARK, LINES, SCALE, wrapped
from narratief.publish.charts.words import brief_alt, most_told, residents_spoken, subtitle
from narratief.publish.counts import ResidentCounts, count_residents
from narratief.publish.results import Results, project_results

_TITLE = "Thema's per project"
_HOW = "In elk vak: hoeveel bewoners van dat project het vertelden. Hoe donkerder, hoe groter het deel van de bewoners."
_NO_SHARE = f"Bij minder dan {SHARES_FROM} gesprekken heeft een vak geen tint: dat is te weinig voor een deel."


class _Cell(TypedDict):
    """What Vega-Lite draws of a theme in a project; `deel` is the share of the residents, 0 where nothing is tinted."""

    groep: str
    thema: str
    project: str
    deel: float
    tekst: str


def heatmap_chart(results: Results) -> Chart:
    """Draw themes against projects; a darker cell is a larger share of the residents, where there are enough."""
    counts = count_residents(project_results(results))
    rows = [row for result in counts.results for row in _rows(counts, result.name)]
    few = any(not result.trust.shares for result in counts.results)
    how = f"{_HOW} {_NO_SHARE}" if few else _HOW
    tint = "Donkerder: een groter deel." if any(result.trust.shares for result in counts.results) else ""
    kinds = [f"Doel {goal.number} – {label}" for goal in counts.book.goals for label in VALENCE_LABELS.values()]
    x = alt.X("project:N").sort([wrapped(counts.title(result), 18) for result in counts.results]).title(None)
    x = x.axis(orient="top", labelExpr=LINES, labelAngle=0, domain=False, ticks=False, labelPadding=28)
    y = alt.Y("thema:N").sort(list(dict.fromkeys(row["thema"] for row in rows))).title(None)
    y = y.axis(labelExpr=LINES, domain=False, ticks=False, labelPadding=8)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    colour = alt.Color("deel:Q").scale(domain=[0, 1], range=list(SCALE)).legend(None)
    cells = base.mark_rect(stroke="#ffffff", strokeWidth=2).encode(color=colour)
    white = alt.condition(f"datum.deel > {DARK}", alt.value("#ffffff"), alt.value("#000000"))
    words = base.mark_text(fontSize=12.5).encode(text="tekst:N", color=white)
    row = alt.Row("groep:N").sort(kinds)
    row = row.header(alt.Header(labelOrient="top", labelAnchor="start", labelPadding=4))
    chart = (
        alt.layer(cells, words)
        .properties(width=alt.Step(130), height=alt.Step(28))
        .facet(row=row, spacing=10)
        .resolve_scale(y="independent")
        .properties(title=alt.Title(_TITLE, subtitle=subtitle(counts.results, tint)))
    )
    return Chart("themas-per-project", _TITLE, _in_words(counts), chart, _table(counts), how)


def _rows(counts: ResidentCounts, project: str) -> list[_Cell]:
    """List a cell for each theme of one project; a theme that its codebook lacks gets a dash."""
    result = next(result for result in counts.results if result.name == project)
    rows: list[_Cell] = []
    for goal in counts.book.goals:
        for theme in counts.book.themes_of(goal):
            told, of, has = counts.residents(theme, project), len(result.basis), counts.has(theme, result)
            rows.append(
                {
                    "groep": f"Doel {goal.number} – {VALENCE_LABELS[theme.valence]}",
                    "thema": wrapped(counts.label(theme)),
                    "project": wrapped(counts.title(result), 18),
                    "deel": told / of if result.trust.shares and of else 0,
                    "tekst": f"{told} van {of}" if has else "–",
                }
            )
    return rows


def _in_words(counts: ResidentCounts) -> str:
    """Describe the chart: what kind it is, who was spoken to, what is told most."""
    told = [(*counts.total(theme), counts.label(theme)) for theme in counts.book.themes]
    return brief_alt("Tabel van thema's en projecten.", residents_spoken(counts.results), most_told(told))


def _table(counts: ResidentCounts) -> TableBehind:
    """List how many residents of each project told of each theme, as far as its codebook has the theme."""
    rows = [
        (counts.title(result), counts.label(theme), counts.residents(theme, result.name), len(result.basis))
        for result in counts.results
        for theme in counts.book.themes
        if counts.has(theme, result)
    ]
    return TableBehind(("project", "thema", "bewoners", "van"), tuple(rows))
