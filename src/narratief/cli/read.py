"""`narratief read`: how a transcript was understood."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import errors, output, tell_problem, warn
from narratief.domain.errors import InputError
from narratief.domain.interview import Interview

if TYPE_CHECKING:
    from narratief.domain.project import ProjectFacts

_ROLES = {"interviewer": "Interviewer", "resident": "Bewoner", "other": "Overig"}


def read(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="Een transcript.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Geef het resultaat als JSON.")] = False,
    pseudonymised: Annotated[
        bool, typer.Option("--pseudonymised", help="Toon de tekst zonder namen en andere persoonsgegevens.")
    ] = False,
    interviewer: Annotated[
        list[str] | None, typer.Option("--interviewer", help="Naam of label van de interviewer.", show_default=False)
    ] = None,
) -> None:
    """Laat zien hoe narratief een transcript leest: wie zegt wat."""
    from narratief.pipeline.pseudonymisation import pseudonymise_loose
    from narratief.privacy.word_lists import lists_of
    from narratief.transcripts.read import read_transcript

    facts = _facts_beside(file)
    interview = read_transcript(file, tuple(interviewer or ()) or facts.interviewer_in(file.name))
    if pseudonymised:
        lists = lists_of(facts)
        for problem in lists.problems:
            tell_problem(problem)
        interview = pseudonymise_loose(interview, lists)
    if as_json:
        turns = [asdict(turn) for turn in interview.turns]
        order = ("index", "speaker", "role", "text", "start", "end")
        shown = {"turns": [{key: turn[key] for key in order} for turn in turns], "warnings": list(interview.warnings)}
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    _show(interview)


def _facts_beside(file: Path) -> ProjectFacts:
    """Facts that project.yaml beside the file gives: its interviewers and lists; empty without a valid project.yaml."""
    from narratief.domain.project import ProjectFacts, load_facts

    try:
        return load_facts(file.resolve().parent)
    except InputError:
        return ProjectFacts()


def _show(interview: Interview) -> None:
    """Print the turns with their speakers, and what a reader must know of how they were read."""
    from narratief.domain.dutch import percentage

    for turn in interview.turns:
        style = "bold cyan" if turn.role == "interviewer" else "bold green"
        output.print(f"[{style}]{_ROLES[turn.role]}[/] ({escape(turn.speaker or 'zonder naam')})", highlight=False)
        output.print(escape(turn.text), highlight=False)
        output.print()
    for warning in interview.warnings:
        warn(warning)
    errors.print(
        f"{len(interview.turns)} beurten, waarvan {len(interview.resident_turns)} van bewoners. "
        f"Zekerheid over wie de interviewer is: {percentage(interview.role_confidence)}."
    )
