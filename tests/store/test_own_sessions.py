"""A person's own sessions: all that did not end and no others; ended as chosen, never the asking one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from narratief.store.accounts.access import Role
from narratief.store.accounts.login import IDLE, session_of, start_session
from narratief.store.accounts.own_sessions import end_others, own_sessions
from narratief.store.accounts.pending_logins import begin_pending_login, pending_login_of
from narratief.store.accounts.people import add_person
from narratief.store.accounts.token_hash import token_hash
from narratief.store.schema import WebSession
from narratief.store.schema.base import now


@pytest.fixture
def tokens(store):
    """Tokens of Anna's sessions by browser, and one of Bert's."""
    with store.writing() as session:
        anna, bert = (add_person(session, f"{n}@gemeente.nl", n, Role.RESEARCHER) for n in ("anna", "bert"))
        made = {kind: start_session(session, anna, browser=kind)[0] for kind in ("Firefox", "Edge", "Safari")}
        made["bert"], _ = start_session(session, bert)
        made["half"] = begin_pending_login(session, anna)
    return made


def test_all_sessions_that_did_not_end_are_listed_ones_own_first(store, tokens):
    with store.writing() as session:
        at = token_hash(tokens["Edge"])
        session.execute(update(WebSession).where(WebSession.token_hash == at).values(seen_at=now() - IDLE))
        person = session_of(session, tokens["Safari"])[0].id
        listed = own_sessions(session, person, tokens["Firefox"])
        assert [(one.browser, one.own) for one in listed] == [("Firefox", True), ("Safari", False)]
        at = token_hash(tokens["Safari"])
        session.execute(update(WebSession).where(WebSession.token_hash == at).values(expires_at=now()))
        assert len(own_sessions(session, person, tokens["Firefox"])) == 1
        assert not {one.mark for one in listed} & {token_hash(token) for token in tokens.values()}


def test_the_chosen_ones_end_and_none_of_others_or_the_asking_one(store, tokens):
    with store.writing() as session:
        anna, bert = (session_of(session, tokens[name])[0].id for name in ("Firefox", "bert"))
        marks = {one.browser: one.mark for one in own_sessions(session, anna, tokens["Firefox"])}
        (of_bert,) = own_sessions(session, bert, tokens["bert"])
        assert end_others(session, anna, tokens["Firefox"], [marks["Firefox"], marks["Edge"], of_bert.mark, "x"]) == 1
        there = {name for name in ("Firefox", "Edge", "Safari", "bert") if session_of(session, tokens[name])}
        assert there == {"Firefox", "Safari", "bert"}
        assert pending_login_of(session, tokens["half"]) is not None


def test_all_others_end_also_those_that_owe_a_code(store, tokens):
    with store.writing() as session:
        anna = session_of(session, tokens["Firefox"])[0].id
        assert end_others(session, anna, tokens["Firefox"]) == 2
        there = {name for name in ("Firefox", "Edge", "Safari", "bert") if session_of(session, tokens[name])}
        assert there == {"Firefox", "bert"}
        assert pending_login_of(session, tokens["half"]) is None


def test_a_session_is_listed_for_as_long_as_it_works(store, tokens):
    with store.writing() as session:
        almost = now() - IDLE + timedelta(minutes=1)
        session.execute(update(WebSession).values(seen_at=almost))
        person = session_of(session, tokens["Edge"])[0].id
        assert len(own_sessions(session, person, tokens["Edge"])) == 3
