"""The files of a synthesis, written to a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from narratief.files.file_transaction import write_transaction
from narratief.synthesis.columns import csv_bytes, parquet_bytes
from narratief.synthesis.html import overall_page, project_page
from narratief.synthesis.overview import OverviewRecord, overview_records
from narratief.synthesis.records import CodeRecord
from narratief.synthesis.tables import OverallSynthesis, ProjectSynthesis
from narratief.synthesis.xlsx import overall_workbook, project_workbook


def write_project(
    synthesis: ProjectSynthesis,
    records: Iterable[CodeRecord],
    out_dir: Path,
    more: Mapping[str, bytes] | None = None,
) -> list[Path]:
    """Write synthese.xlsx, synthese.html, codes.csv and codes.parquet of one project: all old, or all new.

    Everything is made before anything is written, so a failure in making leaves the folder as it was.

    Parameters
    ----------
    records
        The project's codes, as `code_records` gives them.
    out_dir
        Folder of the project; made when missing.
    more
        Files that belong with these, by name.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    lines = tuple(records)
    return write_transaction(
        out_dir,
        {
            "synthese.xlsx": project_workbook(synthesis, lines),
            "synthese.html": project_page(synthesis),
            "codes.csv": csv_bytes(lines),
            "codes.parquet": parquet_bytes(lines),
            **(more or {}),
        },
    )


def write_overall(synthesis: OverallSynthesis, out_dir: Path) -> list[Path]:
    """Write overzicht.xlsx, overzicht.html, overzicht.csv and overzicht.parquet over projects: all old, or all new.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    lines = overview_records(synthesis)
    return write_transaction(
        out_dir,
        {
            "overzicht.xlsx": overall_workbook(synthesis),
            "overzicht.html": overall_page(synthesis),
            "overzicht.csv": csv_bytes(lines, OverviewRecord),
            "overzicht.parquet": parquet_bytes(lines, OverviewRecord),
        },
    )
