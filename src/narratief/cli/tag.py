"""`narratief tag`: themes for loose texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import errors
from narratief.cli.jsonl import read_lines, write_lines


def tag(
    source: Annotated[
        Path, typer.Option("--in", metavar="BESTAND", help='JSON-regels met "text" en eventueel "question".')
    ],
    target: Annotated[Path, typer.Option("--out", metavar="BESTAND", help="Bestand voor de regels met thema's.")],
    codebook: Annotated[
        Path | None, typer.Option("--codebook", metavar="BESTAND", help="Eigen codeboek (YAML).", show_default=False)
    ] = None,
) -> None:
    """Geef losse teksten thema's: elke regel krijgt "themes" (thema's) en "scores" (0 tot 1) erbij."""
    from narratief.domain.codebook_file import default_codebook, load_codebook
    from narratief.pipeline.tagging import tag_texts

    rows = read_lines(source)
    book = load_codebook(codebook) if codebook else default_codebook()
    taggings = tag_texts([row["text"] for row in rows], [str(row.get("question") or "") for row in rows], book)
    write_lines(
        target,
        (
            row | {"themes": list(t.themes), "scores": {theme: round(score, 4) for theme, score in t.scores.items()}}
            for row, t in zip(rows, taggings, strict=True)
        ),
    )
    errors.print(f"{len(rows)} teksten van thema's voorzien: {escape(str(target))}")
