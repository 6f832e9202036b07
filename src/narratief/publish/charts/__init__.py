"""Charts that are drawn offline, as SVG or PNG, each with a description in words."""

from narratief.publish.charts.bundle import all_figures, write_charts
from narratief.publish.charts.cooccurrence import cooccurrence_figure
from narratief.publish.charts.dots import dots_figure
from narratief.publish.charts.figure import Figure, write_figure
from narratief.publish.charts.heatmap import heatmap_figure
from narratief.publish.charts.themes import themes_figure
from narratief.publish.charts.timeline import Moment, timeline_figure

__all__ = [
    "Figure",
    "Moment",
    "all_figures",
    "cooccurrence_figure",
    "dots_figure",
    "heatmap_figure",
    "themes_figure",
    "timeline_figure",
    "write_charts",
    "write_figure",
]
