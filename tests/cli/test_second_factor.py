"""Turning a second factor off on the server's own command line: asked first, noted, and for who has one only."""

from __future__ import annotations

from pathlib import Path

import pyotp
import pytest
from typer.testing import CliRunner

from narratief.cli.app import app
from narratief.domain.errors import InputError
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.accounts.login import session_of, start_session
from narratief.store.accounts.people import add_person, set_password
from narratief.store.accounts.recovery_codes import fresh_codes
from narratief.store.accounts.second_factor import begin, is_on, turn_on
from narratief.store.database import open_store
from narratief.store.schema.base import now

runner = CliRunner()


@pytest.fixture
def anna(own_home: Path) -> tuple[int, str]:
    """The only administrator, who has a second factor: the number of her account, and the token of her session."""
    store = open_store()
    with store.writing() as session:
        person = add_person(session, "anna@gemeente.nl", "Anna", Role.ADMINISTRATOR)
        set_password(session, person, "een lange zin als wachtwoord")
        assert turn_on(session, person, pyotp.TOTP(begin(session, person)).at(now()), fresh_codes())
        token, _ = start_session(session, person)
        number = person.id
    store.close()
    return number, token


def test_it_is_turned_off_after_a_yes_only_and_noted(anna: tuple[int, str]) -> None:
    number, token = anna
    assert runner.invoke(app, ["second-factor", "anna@gemeente.nl"], input="nee\n").exit_code == 1
    store = open_store()
    with store.reading() as session:
        assert is_on(session, number)
    done = runner.invoke(app, ["second-factor", "Anna@gemeente.nl"], input="ja\n")
    assert done.exit_code == 0, done.exception
    with store.reading() as session:
        assert not is_on(session, number)
        assert session_of(session, token) is None
        assert audit_log(session, act="second_factor_reset")[0].details == {"person": number, "how": "opdrachtregel"}
    store.close()
    assert isinstance(runner.invoke(app, ["second-factor", "anna@gemeente.nl", "--yes"]).exception, InputError)


def test_who_is_not_there_has_none(anna: tuple[int, str]) -> None:
    assert isinstance(runner.invoke(app, ["second-factor", "bert@gemeente.nl", "--yes"]).exception, InputError)
