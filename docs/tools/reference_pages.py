"""Pages that are made from the code while the site is built (mkdocs-gen-files): commands, settings, formats, Python."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import mkdocs_gen_files
import typer

import narratief
from narratief.cli.app import app
from narratief.domain.settings import Settings, variable_of
from narratief.publish.formats import FORMATS

_ROOT = Path(__file__).parents[2]
_PICTURES = {
    "verslag-pdf": [
        ("verslag.png", "De eerste bladzijde van een verslag"),
        ("verslag-3.png", "Per thema: hoeveel bewoners het vertellen"),
    ],
    "verslag-html": [("verslag-html.png", "Hetzelfde verslag als webpagina")],
    "impuls-pdf": [("impuls.png", "Een spread van Impuls, de linkerbladzijde")],
    "grafieken": [
        ("grafiek-2.svg", "Wat bewoners vertelden, per doel"),
        ("grafiek-1.svg", "Welke thema's samengaan"),
    ],
}
_IN_WORDS = {
    "verslag-docx": "Dezelfde inhoud als `verslag-pdf`, om in Word verder te bewerken.",
    "impuls-docx": "Dezelfde artikelen als `impuls-pdf`, met een tabel voor de redactie: waar elke zin op rust.",
    "open-data": "Tabellen in CSV met een beschrijving voor portalen. Dit zijn de eerste regels van `tellingen.csv`. "
    "Drie bewoners zijn zo weinig dat alle aantallen zijn afgeschermd.",
}


def cell(text: object) -> str:
    """Text that can stand in a cell of a table."""
    return escape(" ".join(str(text).split()), quote=False).replace("|", r"\|")


def commands() -> Iterator[str]:
    """All commands with their arguments and options, as they help themselves (Dutch)."""
    yield "# Opdrachten\n\nDeze bladzijde is gemaakt uit het programma. `narratief OPDRACHT --help` zegt hetzelfde.\n"
    yield from command(typer.main.get_command(app), "narratief")


def command(found: Any, name: str) -> Iterator[str]:
    """One command, and those below it."""
    below = getattr(found, "commands", None)
    if name != "narratief":
        yield f"## `{name}`\n\n{escape(found.help or '', quote=False)}\n"
        rows = [row for each in found.params if (row := parameter(each)) is not None]
        if rows:
            yield "\n".join(["| | betekenis | zonder |", "|---|---|---|", *rows]) + "\n"
    for key in below or ():
        yield from command(below[key], f"{name} {key}")


def parameter(found: Any) -> str | None:
    """Row of an argument or option; None for those that are hidden."""
    if getattr(found, "hidden", False):
        return None
    is_option = found.param_type_name == "option"
    names = ", ".join([*found.opts, *found.secondary_opts]) if is_option else (found.metavar or found.name.upper())
    shown = found.default is not None and found.default != "" and getattr(found, "show_default", True) is not False
    default = "" if not shown or callable(found.default) else found.default
    default = {True: "ja", False: "nee"}.get(default, default) if isinstance(default, bool) else default
    return f"| `{names.replace('|', '/')}` | {cell(found.help or '')} | {cell(default)} |"


def settings() -> Iterator[str]:
    """All environment variables."""
    yield "# Settings\n\nMade from `narratief.domain.settings`. In Dutch, with how to use them: "
    yield "[for administrators](../beheerder.md#3-instellingen).\n\n| variable | meaning | default |\n|---|---|---|\n"
    for name, field in Settings.model_fields.items():
        yield f"| `{variable_of(name)}` | {cell(field.description)} | {cell(field.default or '')} |\n"


def publications() -> Iterator[str]:
    """All formats, with pictures of those that have one."""
    yield "# Publicaties\n\nAlles wat narratief kan schrijven. Welk bestand u wanneer kiest, staat bij "
    yield "[het participatieteam](../participatieteam.md#welk-bestand-kiest-u). De beelden komen uit de "
    yield "voorbeeldprojecten; de bewoners zijn verzonnen.\n\n"
    yield "| formaat | bestand | wat het is | voor publicatie |\n|---|---|---|---|\n"
    for each in FORMATS.values():
        yield f"| `{each.name}` | {each.suffix} | {cell(each.description)} | {'ja' if each.publication else 'nee'} |\n"
    for each in FORMATS.values():
        if not each.publication:
            continue
        yield f"\n## {each.name}\n\n{_IN_WORDS.get(each.name, cell(each.description))}\n\n"
        for file, what in _PICTURES.get(each.name, ()):
            yield f"![{what}](../beelden/{file})\n\n"
        if each.name == "open-data":
            yield from open_data()
    yield "\n## Na elke run\n\nZonder iets te exporteren staan er per project een synthese en over alle projecten een "
    yield "overzicht klaar.\n\n![De synthese van een project](../beelden/synthese.png)\n\n"
    yield "![Het overzicht over alle projecten](../beelden/overzicht-alle.png)\n"


def open_data() -> Iterator[str]:
    """The first lines of a table of open data."""
    with (_ROOT / "docs" / "beelden" / "open-data.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            yield f"| {' | '.join(map(cell, row))} |\n"
            if not number:
                yield f"|{'---|' * len(row)}\n"


def python() -> Iterator[str]:
    """The functions for Python, from their docstrings."""
    yield "# Python\n\nThe five functions and what they give. In Dutch, with an example: "
    yield "[narratief in Python](../python.md).\n"
    for name, module in narratief._FACE.items():  # the one list of what is offered
        yield f"\n::: narratief.face.{module}.{name}\n"


def changes() -> Iterator[str]:
    """What changed in each version, as it is kept beside the code."""
    yield (_ROOT / "CHANGELOG.md").read_text("utf-8").replace("# Changelog", "# What changed", 1)
    yield "\nWhat an administrator must do for it, in Dutch: [bijwerken](../bijwerken.md#let-op-bij-deze-versie).\n"


for path, lines in {
    "naslag/opdrachten.md": commands(),
    "naslag/settings.md": settings(),
    "naslag/publicaties.md": publications(),
    "naslag/python.md": python(),
    "naslag/wijzigingen.md": changes(),
}.items():
    with mkdocs_gen_files.open(path, "w") as page:
        page.write("\n".join(lines) if path.endswith("opdrachten.md") else "".join(lines))
