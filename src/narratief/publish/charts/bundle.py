"""All charts of one or several projects in one zip: as SVG and PNG, with their descriptions in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from narratief.domain.trust import pooled_trust
from narratief.files.atomic import write_atomic
from narratief.files.reproducible_zip import reproducible_zip
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.cooccurrence import cooccurrence_chart
from narratief.publish.charts.dots import dots_chart
from narratief.publish.charts.heatmap import heatmap_chart
from narratief.publish.charts.themes import themes_chart
from narratief.publish.charts.timeline import timeline_charts
from narratief.publish.results import Results, project_results
from narratief.synthesis.trust_words import HEADING, brief, explained
from narratief.turning_points import Timeline

ALT_TEXTS = "tekstalternatieven.md"
"""Name of the file with the descriptions."""


def all_charts(results: Results, timelines: Mapping[str, Timeline] | None = None) -> tuple[Chart, ...]:
    """Draw every chart: projects are compared only when there are several, a timeline needs turning points.

    Parameters
    ----------
    timelines
        Project name → turning points as a person reviewed them; found by rules for projects without.
    """
    found = project_results(results)
    compared = (heatmap_chart(found),) if len(found) > 1 else ()
    common = (themes_chart(found), *compared, dots_chart(found), cooccurrence_chart(found))
    return *common, *timeline_charts(found, timelines or {})


def write_charts(results: Results, path: Path, timelines: Mapping[str, Timeline] | None = None) -> Path:
    """Write a zip with every chart as SVG and PNG, and a text that says the same in words.

    Parameters
    ----------
    timelines
        As for `all_charts`.

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
    parts = [f"## {chart.title} ({chart.name})\n\n{chart.alt}\n" for chart in charts]
    files[ALT_TEXTS] = "\n".join(["# Grafieken in woorden\n", *parts, *explanation, ""]).encode()
    return write_atomic(path, reproducible_zip(files))
