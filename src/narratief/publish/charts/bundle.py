"""All charts of one or several projects in one zip: as SVG, PNG and CSV, with their descriptions in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from narratief.domain.result import ProjectResult
from narratief.domain.trust import pooled_trust
from narratief.files.atomic import write_atomic
from narratief.files.reproducible_zip import reproducible_zip
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.cooccurrence import cooccurrence_chart
from narratief.publish.charts.dots import dots_chart
from narratief.publish.charts.heatmap import heatmap_chart
from narratief.publish.charts.themes import themes_chart
from narratief.publish.charts.timeline import timeline_charts
from narratief.publish.charts.words import DRAFT
from narratief.publish.comparison import coverages
from narratief.publish.results import Results, is_draft, project_results
from narratief.synthesis.trust_words import HEADING, brief, explained
from narratief.synthesis.wording import left_out_note
from narratief.turning_points import Timeline

ALT_TEXTS = "tekstalternatieven.md"
"""Name of the file with the descriptions."""


def all_charts(results: Results, timelines: Mapping[str, Timeline] | None = None) -> tuple[Chart, ...]:
    """Draw every chart: projects are compared only when there are several, a timeline needs turning points.

    Of projects with few residents no chart shows who told what.

    Parameters
    ----------
    timelines
        Project name → turning points as a person reviewed them; found by rules for projects without.
    """
    found = project_results(results)
    compared = (heatmap_chart(found),) if len(found) > 1 else ()
    enough = tuple(result for result in found if not result.few)
    dots = (dots_chart(enough),) if enough else ()
    common = (themes_chart(found), *compared, *dots, cooccurrence_chart(found))
    return *common, *timeline_charts(found, timelines or {})


def write_charts(
    results: Results,
    path: Path,
    timelines: Mapping[str, Timeline] | None = None,
    left_out: Sequence[ProjectResult] = (),
) -> Path:
    """Write a zip with every chart as SVG and PNG, its numbers as CSV, and a text that says the same in words.

    Parameters
    ----------
    timelines
        As for `all_charts`.
    left_out
        Projects that are not compared with these, to name.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    charts = all_charts(results, timelines)
    trust = pooled_trust([result.trust for result in project_results(results)])
    explanation = [f"## {HEADING}\n", brief(trust), "", *(f"- {line}" for line in explained(trust))]
    files = {f"{chart.name}.svg": chart.svg() for chart in charts}
    files |= {f"{chart.name}.png": chart.png() for chart in charts}
    files |= {f"{chart.name}.csv": chart.table.csv() for chart in charts}
    parts = [_in_words(chart) for chart in charts]
    apart = [f"{left_out_note(coverages(left_out))}\n"] if left_out else []
    draft = [f"{DRAFT}\n"] if is_draft(results) else []
    files[ALT_TEXTS] = "\n".join(["# Grafieken in woorden\n", *draft, *apart, *parts, *explanation, ""]).encode()
    return write_atomic(path, reproducible_zip(files))


def _in_words(chart: Chart) -> str:
    """Tell a chart in words: what it shows, how to read it, and the table behind it."""
    how = f"\n\n{chart.how}" if chart.how else ""
    return f"## {chart.title} ({chart.name})\n\n{chart.alt}{how}\n\n{chart.table.markdown()}\n"
