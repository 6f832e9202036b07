"""`narratief moments`: a project's turning points, shown and reviewed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import concerning, output, progress_bars
from narratief.domain.errors import InputError

if TYPE_CHECKING:  # these load the database's library and numpy, which the help can do without
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from narratief.turning_points.model import Timeline, TurningPoint

_WHO = "opdrachtregel"


def moments(
    project: Annotated[
        str, typer.Argument(metavar="PROJECT", help="Map van een project, of de naam van een map in narratives/.")
    ],
    confirm: Annotated[
        str,
        typer.Option(
            "--confirm",
            metavar="MOMENTEN",
            show_default=False,
            help="Deze momenten kloppen: kenmerken met komma's. Alleen wat iemand bevestigt, komt in een publicatie.",
        ),
    ] = "",
    rename: Annotated[
        tuple[str, str] | None,
        typer.Option("--rename", metavar="MOMENT NAAM", show_default=False, help="Geef een moment een andere naam."),
    ] = None,
    merge: Annotated[
        tuple[str, str] | None,
        typer.Option("--merge", metavar="MOMENT MOMENT", show_default=False, help="Twee momenten zijn hetzelfde."),
    ] = None,
    reject: Annotated[
        str, typer.Option("--reject", metavar="MOMENT", show_default=False, help="Dit is geen moment van dit proces.")
    ] = "",
    order: Annotated[
        str,
        typer.Option(
            "--order", metavar="MOMENTEN", show_default=False, help="De volgorde in de tijd: kenmerken met komma's."
        ),
    ] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Maak de laatste wijziging aan de momenten ongedaan.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Geef alle momenten als JSON, ook die maar één bewoner noemt.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="Toon ook momenten die maar één bewoner noemt.")] = False,
) -> None:
    """Laat de bepalende momenten van een project zien, en pas ze aan voordat u publiceert.

    Elk moment heeft een kenmerk van twaalf tekens; daarmee wijst u het aan. Verslagen gebruiken wat u hier vastlegt.
    """
    from narratief.pipeline.export import take_in_and_code
    from narratief.pipeline.folders import project_folder
    from narratief.pipeline.open_project import open_folder
    from narratief.store.review.result import result_of
    from narratief.store.review.turning_points import review_of
    from narratief.turning_points import find_turning_points, reviewed

    opened = open_folder(project_folder(project))
    with progress_bars():
        files, _ = take_in_and_code([opened])
    with opened.store.writing() as session:
        result = result_of(session, opened.id, files=files[opened.id], whole=True)
        found = find_turning_points(result)
        _change(
            session,
            opened.id,
            found,
            confirm=_ids(confirm),
            rename=rename,
            merge=merge,
            reject=reject,
            order=_ids(order),
            undo=undo,
        )
        timeline = reviewed(found, review_of(session, opened.id, found))
    if as_json:
        from narratief.turning_points.listing import events_of

        # In UTF-8 whatever the terminal's own encoding is, so that other programs can count on it.
        data = json.dumps(events_of(timeline), ensure_ascii=False, indent=1)
        typer.get_binary_stream("stdout").write(f"{data}\n".encode())
    else:
        _show(timeline, every=every)


def _change(
    session: Session,
    project_id: int,
    found: Timeline,
    *,
    confirm: Sequence[str],
    rename: tuple[str, str] | None,
    merge: tuple[str, str] | None,
    reject: str,
    order: Sequence[str],
    undo: bool,
) -> None:
    """Record what the options ask."""
    from narratief.domain.actions import TurningPointAction
    from narratief.domain.decision import Author
    from narratief.store import decision_log
    from narratief.store.decision_log import holding_decisions
    from narratief.store.review import turning_points as kept
    from narratief.turning_points import reviewed

    who = Author(None, _WHO)
    ids = reviewed(found, kept.review_of(session, project_id, found)).by_id
    for moment in (*confirm, *(rename or ())[:1], *(merge or ()), *([reject] if reject else ()), *order):
        if moment not in ids:
            raise InputError(moment, "Dit moment bestaat niet.", "Bekijk met --all welke momenten er zijn.")
    with concerning("narratief moments"):
        for moment in confirm:
            kept.confirm_turning_point(session, who, project_id, found, moment)
        if rename:
            kept.rename_turning_point(session, who, project_id, found, *rename)
        if merge:
            kept.merge_turning_points(session, who, project_id, found, merge[0], [merge[1]])
        if reject:
            kept.reject_turning_point(session, who, project_id, found, reject)
        if order:
            kept.order_turning_points(session, who, project_id, order)
        if undo and (held := holding_decisions(session, project_id, TurningPointAction)):
            decision_log.undo(session, who, held[-1].id)


def _ids(given: str) -> list[str]:
    """Ids of moments as they are typed, with commas between them."""
    return [part.strip() for part in given.split(",") if part.strip()]


def _show(timeline: Timeline, *, every: bool) -> None:
    """Print the moments in order of time."""
    if not timeline.turning_points:
        output.print("Er is geen moment dat meer dan één bewoner noemt.")
    for moment in timeline.turning_points:
        output.print(_line(moment, timeline.residents), highlight=False)
    if every and timeline.others:
        output.print("\nGenoemd door één bewoner, of zonder thema:")
        for moment in timeline.others:
            output.print(_line(moment, timeline.residents), highlight=False)


def _line(moment: TurningPoint, residents: int) -> str:
    """A turning point as one line: id, name, how many residents tell of it, and whether a person confirmed it."""
    told = f"{moment.residents} van {residents}"
    unsure = " (niet zeker hetzelfde moment)" if moment.unsure else ""
    confirmed = ", bevestigd" if moment.confirmed else ""
    return f"{moment.id}  [bold]{escape(moment.label)}[/], {told} bewoners{unsure}{confirmed}"
