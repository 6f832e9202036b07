"""`narratief segment`: sentences and fragments of loose texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import errors
from narratief.cli.jsonl import read_lines, write_lines


def segment(
    source: Annotated[Path, typer.Option("--in", metavar="BESTAND", help='JSON-regels met "text".')],
    target: Annotated[Path, typer.Option("--out", metavar="BESTAND", help="Bestand voor de regels met plaatsen.")],
) -> None:
    """Verdeel losse teksten: elke regel krijgt "sentences" (zinnen) en "fragments" erbij, als [begin, einde]."""
    from narratief.pipeline.tagging import divide_texts

    rows = read_lines(source)
    divided = divide_texts([row["text"] for row in rows])
    write_lines(
        target,
        (
            row | {"sentences": [list(s) for s in found.sentences], "fragments": [list(f) for f in found.fragments]}
            for row, found in zip(rows, divided, strict=True)
        ),
    )
    errors.print(f"{len(rows)} teksten verdeeld: {escape(str(target))}")
