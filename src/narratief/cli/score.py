"""`narratief score`: how well narratief does against a person's gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narratief.cli.console import output, progress_bars, warn
from narratief.domain.errors import InputError

if TYPE_CHECKING:  # asks for what is not installed into memory without a language model
    from narratief.pipeline.scoring_second_coder import SecondCoder


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
    second_coder: Annotated[
        bool, typer.Option("--second-coder", help="Meet het taalmodel dat is ingesteld, in plaats van narratief zelf.")
    ] = False,
) -> None:
    """Meet hoe goed narratief leest, anonimiseert en codeert, vergeleken met het werk van een mens."""
    from narratief.cli.score_tables import to_console
    from narratief.domain.codebook_file import default_codebook
    from narratief.metrics.report import to_json
    from narratief.pipeline.scoring import machine_coder, score_folder, score_lines

    if (gold_dir is None) == (jsonl is None):
        raise InputError("narratief score", "Geef een map of --jsonl met een bestand.", "Zie: narratief score --help.")
    model = _second_coder() if second_coder else None
    coder_for = model or machine_coder
    with progress_bars():
        report = score_lines(jsonl, coder_for) if jsonl else score_folder(gold_dir or Path(), coder_for)
    if model is not None:
        warn(_told_of(model))
    if as_json:
        typer.echo(json.dumps(to_json(report), ensure_ascii=False, indent=1))
    else:
        output.print(to_console(report, default_codebook()))


def _second_coder() -> SecondCoder:
    """The language model that is set."""
    from narratief.language_model.server import server_to_ask
    from narratief.pipeline.scoring_second_coder import SecondCoder

    return SecondCoder(server_to_ask())


def _told_of(model: SecondCoder) -> str:
    """Say what of a model's answers did not hold."""
    from narratief.language_model.checks import DROPPED_IN_WORDS

    lost = ", ".join(f"{DROPPED_IN_WORDS[reason]}: {count}" for reason, count in sorted(model.dropped.items()))
    return f"taalmodel {model.server.model}: {model.asked} antwoorden. Telt niet mee: {lost or 'niets'}"
