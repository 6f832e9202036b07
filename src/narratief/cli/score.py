"""`narratief score`: how well narratief does against a person's gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from narratief.cli.console import output, progress_bars
from narratief.domain.errors import InputError


def score(
    gold_dir: Annotated[
        Path | None,
        typer.Argument(
            metavar="[GOUDMAP]",
            help="Map met projecten die gold.jsonl, pii.jsonl of moments.jsonl hebben.",
            show_default=False,
        ),
    ] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", metavar="BESTAND", help='Regels met "text" en "themes".', show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Geef het resultaat als JSON.")] = False,
) -> None:
    """Meet hoe goed narratief leest, anonimiseert en codeert, vergeleken met het werk van een mens."""
    from narratief.cli.score_tables import to_console
    from narratief.domain.codebook_file import default_codebook
    from narratief.metrics.report import to_json
    from narratief.pipeline.scoring import score_folder, score_lines

    if (gold_dir is None) == (jsonl is None):
        raise InputError("narratief score", "Geef een map of --jsonl met een bestand.", "Zie: narratief score --help.")
    with progress_bars():
        report = score_lines(jsonl) if jsonl else score_folder(gold_dir or Path())
    if as_json:
        typer.echo(json.dumps(to_json(report), ensure_ascii=False, indent=1))
    else:
        output.print(to_console(report, default_codebook()))
