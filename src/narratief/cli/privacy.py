"""`narratief privacy`: what a project's lists of words to keep and to hide change, before a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import output, progress_bars, tell_problem

if TYPE_CHECKING:
    from narratief.domain.project import ProjectFacts
    from narratief.pipeline.preview import Change, Preview

_SHOWN = 3
"""Sentences that are shown of each word; chosen: enough to see what kind of word it is."""


def privacy(
    project: Annotated[Path, typer.Argument(metavar="PROJECTMAP", help="Map van een project.", show_default=False)],
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="WOORDEN", help="Probeer: deze woorden blijven staan.", show_default=False),
    ] = None,
    hide: Annotated[
        list[str] | None,
        typer.Option("--hide", metavar="WOORDEN", help="Probeer: deze naam gaat weg.", show_default=False),
    ] = None,
) -> None:
    """Laat zien wat de lijsten 'keep' en 'hide' van een project veranderen, vóór u het verwerkt.

    De lijsten staan in project.yaml. Met --keep en --hide probeert u woorden zonder ze op te schrijven.
    Er wordt niets bewaard. De zinnen op het scherm komen uit het transcript, met de echte namen.
    """
    from narratief.domain.project import load_project
    from narratief.pipeline.preview import preview
    from narratief.privacy.word_lists import WordLists, lists_of

    found = load_project(project)
    own = lists_of(found.facts)
    tried = keep or hide
    after = lists_of(_with(found.facts, keep or [], hide or [])) if tried else own
    with progress_bars():
        shown = preview(found, own if tried else WordLists((), ()), after)
    _show(shown)
    if any(problem.fatal for problem in shown.problems):
        raise typer.Exit(1)


def _with(facts: ProjectFacts, keep: list[str], hide: list[str]) -> ProjectFacts:
    """Facts with words added to the lists; a word that is tried is not on the other list any more."""
    from narratief.domain.word_lists import read_hidden, read_kept

    tried_keep, tried_hide = read_kept(keep), read_hidden(hide)
    staying = {words.casefold() for words in tried_keep}
    going = {words.casefold() for _, words in tried_hide}
    return facts.model_copy(
        update={
            "keep": (*(words for words in facts.keep if words.casefold() not in going), *tried_keep),
            "hide": (*(each for each in facts.hide if each[1].casefold() not in staying), *tried_hide),
        }
    )


def _show(shown: Preview) -> None:
    """Print what changes: how often, and in which sentences."""
    for problem in shown.problems:
        tell_problem(problem)
    for title, hidden in (("Gaat voortaan weg", True), ("Blijft voortaan staan", False)):
        changes = [change for change in shown.changes if change.hidden == hidden]
        if changes:
            output.print(f"[bold]{title}[/]")
        for change in changes:
            _show_change(change)
    if not shown.changes:
        output.print("Er verandert niets.")
    if shown.unused:
        output.print(f"Dit verandert niets: {escape(', '.join(shown.unused))}", highlight=False)


def _show_change(change: Change) -> None:
    """Print one word with its sentences."""
    from narratief.domain.dutch import counted
    from narratief.domain.entities import PSEUDONYM_NAMES

    kind = PSEUDONYM_NAMES[change.kind]
    where = f"{len(change.places)} keer in {counted(change.files, 'gesprek', 'gesprekken')}"
    output.print(f"  [bold]{escape(change.words)}[/] ({kind}): {where}", highlight=False)
    for place in change.places[:_SHOWN]:
        output.print(f"    {escape(place.file)}: {escape(place.sentence)}", highlight=False)
