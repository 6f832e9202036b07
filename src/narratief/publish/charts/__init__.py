"""Charts, drawn offline as SVG or PNG, each with a description in words."""

from narratief.publish.charts.bundle import all_charts, write_charts
from narratief.publish.charts.chart import Chart
from narratief.publish.charts.cooccurrence import cooccurrence_chart
from narratief.publish.charts.dots import dots_chart
from narratief.publish.charts.heatmap import heatmap_chart
from narratief.publish.charts.themes import themes_chart
from narratief.publish.charts.timeline import TimelineRow, timeline_chart

__all__ = [
    "Chart",
    "TimelineRow",
    "all_charts",
    "cooccurrence_chart",
    "dots_chart",
    "heatmap_chart",
    "themes_chart",
    "timeline_chart",
    "write_charts",
]
