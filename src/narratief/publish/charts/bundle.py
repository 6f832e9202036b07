"""All charts of one or several projects in one zip: as SVG and PNG, with their descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from narratief.domain.trust import together
from narratief.files.atomic import write_whole
from narratief.files.zipped import zipped
from narratief.publish.charts.cooccurrence import cooccurrence_figure
from narratief.publish.charts.dots import dots_figure
from narratief.publish.charts.figure import Figure
from narratief.publish.charts.heatmap import heatmap_figure
from narratief.publish.charts.themes import themes_figure
from narratief.publish.charts.timeline import timeline_figures
from narratief.publish.results import Results, several
from narratief.synthesis.trust_words import HEADING, brief, explained
from narratief.turning_points import Timeline

ALT_TEXTS = "tekstalternatieven.md"


def all_figures(results: Results, timelines: Mapping[str, Timeline] | None = None) -> tuple[Figure, ...]:
    """Draw every chart: projects are compared only when there are several, a timeline needs turning points.

    Parameters
    ----------
    timelines
        Project name → turning points as a person reviewed them; found by rules for projects that it lacks.
    """
    found = several(results)
    compared = (heatmap_figure(found),) if len(found) > 1 else ()
    common = (themes_figure(found), *compared, dots_figure(found), cooccurrence_figure(found))
    return *common, *timeline_figures(found, timelines or {})


def write_charts(results: Results, path: Path, timelines: Mapping[str, Timeline] | None = None) -> Path:
    """Write a zip with every chart as SVG and PNG, and a text with the same in words.

    Parameters
    ----------
    timelines
        As for `all_figures`.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    figures = all_figures(results, timelines)
    trust = together([result.trust for result in several(results)])
    explanation = [f"## {HEADING}\n", brief(trust), "", *(f"- {line}" for line in explained(trust))]
    files = {f"{figure.name}.svg": figure.svg() for figure in figures}
    files |= {f"{figure.name}.png": figure.png() for figure in figures}
    parts = [f"## {figure.title} ({figure.name})\n\n{figure.alt}\n" for figure in figures]
    files[ALT_TEXTS] = "\n".join(["# Grafieken in woorden\n", *parts, *explanation, ""]).encode()
    return write_whole(path, zipped(files))
