"""`narratief second-factor`: turn it off after a lost phone, where no administrator can do so in the workspace."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import confirm, output
from narratief.domain.errors import InputError


def second_factor(
    email: Annotated[str, typer.Argument(metavar="E-MAILADRES", help="Van wie de telefoon kwijt is.")],
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niet of u het zeker weet.")] = False,
) -> None:
    """Zet de tweede stap bij inloggen uit voor iemand die de telefoon en de herstelcodes kwijt is.

    Deze persoon wordt overal uitgelogd, en logt daarna weer in met alleen het wachtwoord.
    """
    from narratief.store.accounts.audit import note
    from narratief.store.accounts.login import end_sessions
    from narratief.store.accounts.people import person_by_email
    from narratief.store.accounts.second_factor import is_on, turn_off
    from narratief.store.database import open_store

    store = open_store()
    with store.reading() as session:
        person = person_by_email(session, email)
        on = person is not None and is_on(session, person.id)
    if person is None or not on:
        raise InputError(email, "De tweede stap staat hier niet aan.", "Controleer het e-mailadres.")
    confirm(f"De tweede stap van {person.name} uitzetten?", yes=yes)
    with store.writing() as session:
        turn_off(session, person.id)
        end_sessions(session, person.id)
        note(session, "second_factor_reset", None, details={"person": person.id, "how": "opdrachtregel"})
    output.print(f"De tweede stap van {escape(person.name)} is uit.", highlight=False)
