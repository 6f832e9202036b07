"""A database that goes away, restarts or is locked: the request is tried again or says so, and nothing is half done."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, select, text
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from narratief.domain.errors import InputError
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.take_in import take_in
from narratief.pipeline.worker import Outcome, Worker
from narratief.store import database
from narratief.store.accounts.access import Role
from narratief.store.accounts.login import start_session
from narratief.store.accounts.people import add_person
from narratief.store.database import Store, make_engine
from narratief.store.jobs.queue import add_job
from narratief.store.locks import exclusive_lock
from narratief.store.migrate import upgrade
from narratief.store.project_repository import ProjectRepository
from narratief.store.schema import DecisionRow, Job, LoginAttempt
from narratief.web.app import create_app
from narratief.web.form_tokens import HEADER
from tests.databases import a_server
from tests.store import talk


def client_on(store: Store) -> TestClient:
    """A researcher's browser."""
    with store.writing() as session:
        person = add_person(session, "r@gemeente.nl", "Rita", Role.RESEARCHER)
        token, row = start_session(session, person)
        form_token = row.form_token
    client = TestClient(create_app(store), base_url="http://narratief.test", raise_server_exceptions=False)
    client.cookies.set("narratief", token, domain="narratief.test")
    client.headers.update({"accept": "application/json", HEADER: form_token})
    return client


def answer(client: TestClient, kept: ProjectRepository, asked: str = "een") -> tuple[int, dict]:
    """Say of the first code that it is right, with an id that the browser made up."""
    interview = talk.interview()
    first = talk.fragment(interview, talk.ONE)
    form = {"act": "ja", "interview": 1, "start": first.start, "end": first.end, "theme": "listen", "asked": asked}
    response = client.post(f"/projecten/{kept.project_id}/nakijken", data=form)
    return response.status_code, response.json()


def decisions(store: Store) -> list[str | None]:
    with store.reading() as session:
        return list(session.scalars(select(DecisionRow.request).where(DecisionRow.kind == "confirm")))


def end_connections(store: Store) -> None:
    """Let PostgreSQL end every connection to this database, as an administrator may."""
    admin = create_engine(store.engine.url)
    with admin.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    admin.dispose()


def at_first_insert(store: Store, table: str, act: Callable[[], None]) -> None:
    """Let something happen in the middle of a transaction, once."""
    done = []

    def before(connection, cursor, statement, *_):
        if statement.startswith(f"INSERT INTO {table}") and not done:
            done.append(statement)
            act()

    event.listen(store.engine, "before_cursor_execute", before)


@pytest.fixture(params=[pytest.param("postgresql", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest) -> str:
    """PostgreSQL only; what is about SQLite opens its own."""
    return request.param


def test_connections_that_were_ended_between_requests_are_opened_again(
    coded: ProjectRepository, own_home: Path
) -> None:
    client = client_on(coded.store)
    assert answer(client, coded, "een")[0] == 200
    end_connections(coded.store)
    assert answer(client, coded, "twee")[0] == 200
    assert decisions(coded.store) == ["een.0", "twee.0"]


def test_a_connection_lost_within_a_request_keeps_nothing_and_the_repeated_request_keeps_it_once(
    coded: ProjectRepository, own_home: Path
) -> None:
    client = client_on(coded.store)
    at_first_insert(coded.store, "decisions", lambda: end_connections(coded.store))
    status, told = answer(client, coded)
    assert (status, told["error"]) == (503, "De database is nu niet te bereiken.")
    assert decisions(coded.store) == []
    assert [answer(client, coded)[0] for _ in range(2)] == [200, 200]
    assert decisions(coded.store) == ["een.0"]


def test_a_job_that_lost_its_connection_waits_and_is_done_after_all(coded: ProjectRepository, own_home: Path) -> None:
    store, tries = coded.store, []
    with store.writing() as session:
        number = add_job(session, "read", "Rita", coded.project_id, {}).id

    def act(store: Store, job: Job) -> Outcome:
        tries.append(job.attempt)
        with store.writing() as session:
            session.add(LoginAttempt(email_hash=f"poging {job.attempt}", address="x"))
            session.flush()
            if job.attempt == 1:
                end_connections(store)
        return Outcome(figures={"used": 1})

    assert Worker(store, {"read": act}).run_waiting() == 2
    assert tries == [1, 2]
    with store.reading() as session:
        assert session.get_one(Job, number).state == "done"
        assert list(session.scalars(select(LoginAttempt.email_hash))) == ["poging 2"]


@pytest.mark.postgres
def test_a_server_that_restarts_is_waited_for(tmp_path: Path) -> None:
    with a_server(tmp_path) as (url, control):
        engine = make_engine(url)
        upgrade(engine)
        store = Store(engine)
        with store.reading() as session:
            assert session.scalar(select(LoginAttempt)) is None
        control("stop")
        again = threading.Timer(1.0, control, ("start",))
        again.start()
        try:
            with store.writing() as session:
                session.add(LoginAttempt(email_hash="na de herstart", address="x"))
        finally:
            again.join()
        with store.reading() as session:
            assert list(session.scalars(select(LoginAttempt.email_hash))) == ["na de herstart"]
        store.close()


def test_work_on_a_project_is_for_one_process_also_over_postgresql(store: Store) -> None:
    told = []
    with exclusive_lock(store, "plein"):
        release = threading.Event()

        def wait() -> None:
            told.append("wacht")
            release.set()
            raise InterruptedError

        with pytest.raises(InterruptedError), exclusive_lock(store, "plein", wait):
            pytest.fail("two at once")
        with exclusive_lock(store, "park"):
            pass
    with exclusive_lock(store, "plein", wait):
        assert told == ["wacht"]


def test_a_locked_sqlite_database_is_told_and_the_request_can_be_repeated(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path
) -> None:
    from narratief.domain.project import load_project

    path = tmp_path / "x.sqlite3"
    shutil.copyfile(sqlite_template, path)
    monkeypatch.setattr(database, "_BUSY_SECONDS", 1)
    store = Store(make_engine(f"sqlite:///{path}"))
    plein = tmp_path / "plein"
    plein.mkdir()
    kept = ProjectRepository.for_project(store, load_project(plein))
    kept.codebook(talk.codebook())
    talk.keep(kept, talk.interview())
    client = client_on(store)
    other = make_engine(f"sqlite:///{path}").execution_options(narratief_writes=True)
    with other.connect() as connection:
        connection.begin()
        status, told = answer(client, kept)
        assert (status, told["error"]) == (503, "De database is te lang bezet door een ander programma.")
    assert answer(client, kept)[0] == 200
    assert decisions(store) == ["een.0"]
    store.close()


def test_a_lost_database_is_not_blamed_on_a_transcript(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plein = tmp_path / "plein"
    plein.mkdir()
    (plein / "a.txt").write_text("Bewoner: ja.", "utf-8")
    (plein / "b.txt").write_text("Bewoner: nee.", "utf-8")

    def lost(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("weg"), connection_invalidated=True)

    monkeypatch.setattr(ProjectRepository, "has_interview", lost)
    with pytest.raises(InputError, match="De database is nu niet te bereiken"):
        take_in(open_folder(plein))
