"""Which themes go together: how many residents told of both."""

from __future__ import annotations

from typing import TypedDict

import altair as alt

from narratief.domain.codebook import Theme
from narratief.domain.dutch import counted
from narratief.publish.charts.behind import TableBehind
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.style import DARK, LINES, SCALE, wrapped
from narratief.publish.charts.words import brief_alt, residents_spoken, subtitle
from narratief.publish.counts import ResidentCounts, count_residents
from narratief.publish.results import Results, project_results

_TITLE = "Welke thema's gaan samen"
_IN_CELL = "In elk vak: hoeveel bewoners over beide vertelden."
_HOW = f"{_IN_CELL} Samengaan wil niet zeggen dat het een door het ander komt."


class _Cell(TypedDict):
    """What Vega-Lite draws of a pair of themes."""

    eerste: str
    tweede: str
    bewoners: int


def cooccurrence_chart(results: Results) -> Chart:
    """Draw each pair of themes with the number of residents who told of both, half of the table."""
    counts = count_residents(project_results(results))
    themes = counts.book.themes
    labels = [f"{place}. {counts.label(theme)}" for place, theme in enumerate(themes, 1)]
    rows = _rows(counts)
    most = max((row["bewoners"] for row in rows), default=1) or 1
    numbers = [str(place) for place in range(1, len(themes) + 1)]
    x = alt.X("tweede:N").sort(numbers).scale(domain=numbers[:-1]).title(_IN_CELL)
    x = x.axis(orient="bottom", labelAngle=0, domain=False, ticks=False)
    y = alt.Y("eerste:N").sort([wrapped(label) for label in labels]).title(None)
    y = y.scale(domain=[wrapped(label) for label in labels])
    y = y.axis(labelExpr=LINES, domain=False, ticks=False, labelPadding=8)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    colour = alt.Color("bewoners:Q").scale(domain=[0, most], range=list(SCALE)).legend(None)
    white = alt.condition(f"datum.bewoners > {most * DARK}", alt.value("#ffffff"), alt.value("#000000"))
    cells = base.mark_rect(stroke="#ffffff", strokeWidth=2).encode(color=colour)
    words = base.mark_text(fontSize=12.5).encode(text="bewoners:Q", color=white)
    title = alt.Title(_TITLE, subtitle=subtitle(counts.results))
    chart = alt.layer(cells, words).properties(width=alt.Step(34), height=alt.Step(28), title=title)
    return Chart("samenhang", _TITLE, _in_words(counts), chart, _table(counts), _HOW)


def _both(counts: ResidentCounts, one: Theme, other: Theme) -> int:
    """Count the residents who told of both themes."""
    return sum(
        len(counts.interviews(one, r.name).keys() & counts.interviews(other, r.name).keys()) for r in counts.results
    )


def _rows(counts: ResidentCounts) -> list[_Cell]:
    """List a cell for each pair of themes."""
    rows: list[_Cell] = []
    for place, theme in enumerate(counts.book.themes, 1):
        for second, other in enumerate(counts.book.themes[: place - 1], 1):
            both = _both(counts, theme, other)
            rows.append({"eerste": wrapped(f"{place}. {counts.label(theme)}"), "tweede": str(second), "bewoners": both})
    return rows


def _in_words(counts: ResidentCounts) -> str:
    """Describe the chart: what kind it is, who was spoken to, which pair most residents tell of."""
    first = next(iter(_together(counts)), None)
    most = "Geen twee thema's zijn door dezelfde bewoner verteld."
    if first:
        most = f"Het vaakst samen: {first[1]} en {first[2]} ({counted(first[0], 'bewoner', 'bewoners')})."
    return brief_alt("Tabel van thema's die samengaan.", residents_spoken(counts.results), most)


def _table(counts: ResidentCounts) -> TableBehind:
    """List the pairs of themes that residents told of, the most frequent first."""
    rows = tuple((one, other, number) for number, one, other in _together(counts))
    return TableBehind(("thema", "ander thema", "bewoners die over beide vertelden"), rows)


def _together(counts: ResidentCounts) -> list[tuple[int, str, str]]:
    """List the pairs of themes that residents told of, with how many, the most frequent first."""
    pairs = [
        (_both(counts, theme, other), counts.label(other), counts.label(theme))
        for place, theme in enumerate(counts.book.themes)
        for other in counts.book.themes[:place]
    ]
    return sorted((pair for pair in pairs if pair[0]), key=lambda pair: (-pair[0], *pair[1:]))
