"""The command `narratief`: which commands there are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from narratief import __version__
from narratief.cli.attributes import attributes
from narratief.cli.backup import backup, restore
from narratief.cli.console import told_errors, warn
from narratief.cli.demo import demo
from narratief.cli.erase import erase
from narratief.cli.export import export
from narratief.cli.import_qda import import_qda
from narratief.cli.moments import moments
from narratief.cli.person import person
from narratief.cli.privacy import privacy
from narratief.cli.read import read
from narratief.cli.retention import retention
from narratief.cli.review import review
from narratief.cli.run import run
from narratief.cli.score import score
from narratief.cli.second_factor import second_factor
from narratief.cli.second_look import second_look
from narratief.cli.segment import segment
from narratief.cli.serve import serve
from narratief.cli.tag import tag
from narratief.cli.topics import topics
from narratief.cli.vault import vault
from narratief.store.upgrades import upgrade_by

if TYPE_CHECKING:
    from sqlalchemy import Engine

app = typer.Typer(
    name="narratief",
    help="Leer van de verhalen van bewoners: van transcripten naar synthesetabellen. Alles blijft op deze computer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(run)
app.command()(read)
app.command()(privacy)
app.command()(tag)
app.command()(segment)
app.command()(score)
app.command()(export)
app.command("import")(import_qda)
app.command()(review)
app.command()(attributes)
app.command()(moments)
app.command()(backup)
app.command()(restore)
app.command()(serve)
app.command()(demo)
app.command("second-factor")(second_factor)
app.command("second-look")(second_look)
app.command()(person)
app.command()(erase)
app.command()(retention)
app.add_typer(vault, name="vault")
app.add_typer(topics, name="topics")


def _show_version(wanted: bool) -> None:
    """Print the version and end, when it is asked for."""
    if wanted:
        typer.echo(f"narratief {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Toon het versienummer.")
    ] = False,
) -> None:
    """Leer van de verhalen van bewoners: van transcripten naar synthesetabellen. Alles blijft op deze computer."""
    upgrade_by(_upgrade)


def _upgrade(engine: Engine) -> None:
    """Bring a database of an earlier version up to date, and say where the backup of before is."""
    from narratief.data_protection.backup.before_upgrade import upgrade_with_backup  # takes a while to load

    if path := upgrade_with_backup(engine):
        warn(f"de database was van een oudere versie en is bijgewerkt. De reservekopie van daarvoor: {path}")


def main() -> None:
    """Run the command line; input that cannot be used gives a Dutch message and exit code 2, never a traceback."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with told_errors():
        app()
