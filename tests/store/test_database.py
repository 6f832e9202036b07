"""Opening a database, and bringing it up to date."""

from __future__ import annotations

import sqlite3
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import StatementError

from narratief.store.database import Store, database_url, make_engine, open_store
from narratief.store.migrate import current_revision, include_name, newest_revision, upgrade
from narratief.store.schema import Base, LoginAttempt


def test_upgrade_from_empty_gives_exactly_the_declared_schema(url):
    engine = make_engine(url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": include_name, "compare_type": True, "target_metadata": Base.metadata}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_declared_indexes_and_unique_constraints_exist(store):
    found = inspect(store.engine)
    for table in Base.metadata.sorted_tables:
        names = {i["name"] for i in found.get_indexes(table.name)}
        names |= {u["name"] for u in found.get_unique_constraints(table.name)}
        declared = {i.name for i in table.indexes} | {
            c.name for c in table.constraints if type(c).__name__ == "UniqueConstraint"
        }
        assert declared <= names, table.name


def test_downgrade_to_nothing_and_up_again(url):
    from alembic import command

    from narratief.store.migrate import _config

    engine = make_engine(url)
    upgrade(engine)
    with engine.begin() as connection:
        command.downgrade(_config(connection), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    assert current_revision(engine) == newest_revision()
    engine.dispose()


def test_two_processes_may_upgrade_at_once(url):
    engines = [make_engine(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, engines))
    assert {current_revision(engine) for engine in engines} == {newest_revision()}
    for engine in engines:
        engine.dispose()


def test_opening_waits_while_another_writes_in_the_old_journal_mode(tmp_path: Path):
    path = tmp_path / "narratief.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE held (x)")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, lambda: other.execute("COMMIT"))
    release.start()
    engine = make_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    engine.dispose()
    release.join()
    other.close()


def test_sqlite_file_is_private_durable_and_checks_references(tmp_path: Path):
    path = tmp_path / "new" / "narratief.sqlite3"
    store = open_store(f"sqlite:///{path}")
    with store.writing() as session:
        pragma = {p: session.execute(text(f"PRAGMA {p}")).scalar() for p in ("journal_mode", "foreign_keys")}
        session.add(LoginAttempt(email_hash="x", address="y"))
        session.flush()
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1}
    assert set(modes.values()) == {0o600}
    assert open_store(f"sqlite:///{path}") is store
    store.close()


def test_database_url_is_read_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path))
    monkeypatch.delenv("NARRATIEF_DATABASE_URL", raising=False)
    assert database_url().database == str(tmp_path / "narratief.sqlite3")
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        monkeypatch.setenv("NARRATIEF_DATABASE_URL", f"{scheme}://a:b@db/x")
        assert database_url().render_as_string(hide_password=False) == "postgresql+psycopg://a:b@db/x"


def test_an_exception_leaves_nothing_half_written(store: Store):
    def broken(session):
        session.add(LoginAttempt(email_hash="x", address="y"))
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError), store.writing() as session:
        broken(session)
    with store.reading() as session:
        assert session.query(LoginAttempt).count() == 0


def test_moments_are_kept_in_utc(store: Store):
    moment = datetime(2026, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    with store.writing() as session:
        session.add(LoginAttempt(email_hash="x", address="y", at=moment))
    with store.reading() as session:
        kept = session.query(LoginAttempt).one().at
    assert (kept, kept.tzinfo) == (moment, UTC)
    with pytest.raises(StatementError), store.writing() as session:
        session.add(LoginAttempt(email_hash="x", address="y", at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_who_reads_already_may_read_on_without_a_second_connection(store):
    taken = []
    event.listen(store.engine, "checkout", lambda *_: taken.append(1))
    with store.reading() as outer:
        outer.execute(text("SELECT 1"))
        before = len(taken)
        with store.reading(shared=True) as inner:
            assert inner is outer
            inner.execute(text("SELECT 1"))
        assert len(taken) == before
        with store.reading() as other:
            assert other is not outer
    with store.reading(shared=True) as alone:
        assert alone is not outer
        assert alone.scalar(text("SELECT 1")) == 1


def test_what_another_thread_or_store_reads_with_is_not_shared(store):
    with store.reading() as outer, ThreadPoolExecutor(1) as pool:

        def reads() -> bool:
            with store.reading(shared=True) as session:
                return session is outer

        assert not pool.submit(reads).result()
        with Store(store.engine).reading(shared=True) as other:
            assert other is not outer


def test_threads_write_in_turn_and_do_not_leave_it_to_sqlite_to_wait(tmp_path: Path):
    store = open_store(f"sqlite:///{tmp_path / 'beurt.sqlite3'}")
    event.listen(store.engine, "begin", lambda each: each.connection.execute("PRAGMA busy_timeout = 0"), insert=True)
    inside, most = 0, 0

    def write(number: int) -> None:
        nonlocal inside, most
        with store.writing() as session:
            inside += 1
            most = max(most, inside)
            session.add(LoginAttempt(email_hash=f"{number}", address="::1"))
            session.flush()
            time.sleep(0.01)
            inside -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))

    with store.reading() as session:
        assert len(session.query(LoginAttempt).all()) == 24
    assert most == 1
