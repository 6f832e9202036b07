"""Charts that are drawn offline, as SVG or PNG, each with a description in words."""

from narratief.publish.export.charts.bundle import all_figures, write_charts
from narratief.publish.export.charts.cooccurrence import cooccurrence_figure
from narratief.publish.export.charts.dots import dots_figure
from narratief.publish.export.charts.figure import Figure, write_figure
from narratief.publish.export.charts.heatmap import heatmap_figure
from narratief.publish.export.charts.themes import themes_figure
from narratief.publish.export.charts.timeline import Moment, timeline_figure

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
