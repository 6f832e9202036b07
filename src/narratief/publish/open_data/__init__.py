"""Open data: aggregated figures in which no person can be found, with a description that portals read."""

from narratief.publish.open_data.write import write_open_data

__all__ = ["write_open_data"]
