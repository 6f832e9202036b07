"""The table behind a chart: every number in the drawing, as Markdown and as CSV."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.files.csv_table import csv_table


@dataclass(frozen=True, slots=True)
class TableBehind:
    """The numbers of a chart, one row of cells under each other; headings are Dutch."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]

    def markdown(self) -> str:
        """The table as Markdown (GitHub's tables), for readers who cannot see the drawing."""
        lines = [self.headings, tuple("---" for _ in self.headings), *self.rows]
        return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)

    def csv(self) -> bytes:
        """The table as the bytes of a CSV file."""
        return csv_table(self.headings, self.rows)


def _cell(cell: str | int) -> str:
    """Write a cell so that its text ends no cell and no line, and starts no tag."""
    return " ".join(str(cell).split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
