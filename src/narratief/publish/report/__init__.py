"""Reports on participation processes: one document, rendered in three formats (Word, PDF, web page)."""

from narratief.publish.report.overall import overall_report
from narratief.publish.report.project import project_report

__all__ = ["overall_report", "project_report"]
