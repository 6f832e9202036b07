"""Databases to test on: SQLite, and a real PostgreSQL where there is one.

Nothing of narratief is imported before it is needed: `tests/conftest.py` sets its folders first.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL, create_engine, make_url, text

if TYPE_CHECKING:
    from narratief.store.database import Store

BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
SERVER_VARIABLE = "NARRATIEF_TEST_POSTGRES"


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _no_server(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"PostgreSQL must be tested here: {reason}")
    pytest.skip(reason)


def _run(command: list[object]) -> None:
    quiet = subprocess.DEVNULL  # no pipe: the server that pg_ctl starts would keep it open
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet, cwd="/", timeout=120)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """A PostgreSQL server: the one that NARRATIEF_TEST_POSTGRES names, else a temporary one started here."""
    given = os.environ.get(SERVER_VARIABLE)
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with a_server(tmp_path_factory.mktemp("pg")) as (url, _):
        yield url


@contextmanager
def a_server(folder: Path) -> Iterator[tuple[URL, Callable[..., None]]]:
    """A temporary PostgreSQL server, with what stops and starts it again: ``control("stop")``, ``control("start")``."""
    programs = _programs()
    if programs is None:
        _no_server(f"no initdb found and {SERVER_VARIABLE} is not set")
        return
    folder = folder if os.getuid() else Path(f"/tmp/narratief-pg-{uuid.uuid4().hex[:8]}")
    folder.mkdir(exist_ok=True)
    as_user: list[str] = []
    if os.getuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            _no_server("root cannot run a PostgreSQL server, and there is no user postgres")
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port, data = _free_port(), folder / "data"
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _run([*as_user, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"])

    def control(act: str) -> None:
        more = ["-o", settings, "-l", folder / "log"] if act == "start" else ["-m", "immediate"]
        _run([*as_user, programs / "pg_ctl", "-D", data, *more, "-w", act])

    control("start")
    try:
        yield URL.create("postgresql+psycopg", "postgres", host="127.0.0.1", port=port, database="postgres"), control
    finally:
        control("stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def a_database(server: URL, template: str = "template1") -> Iterator[URL]:
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield server.set(database=name)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[URL]:
    """A PostgreSQL database with the present schema, to be copied."""
    with a_database(postgres_server) as url:
        _upgraded(url)
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the present schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "narratief.sqlite3"
    _upgraded(URL.create("sqlite", database=str(path)))
    return path


@contextmanager
def a_store(backend: str, request: pytest.FixtureRequest, path: Path) -> Iterator[Store]:
    """Open an empty store with the present schema on a kind of database; a SQLite file lies at the path."""
    from narratief.store.database import Store, make_engine

    with ExitStack() as stack:
        if backend == "sqlite":
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
            url = URL.create("sqlite", database=str(path))
        else:
            template = request.getfixturevalue("postgres_template")
            url = stack.enter_context(a_database(request.getfixturevalue("postgres_server"), template.database))
        opened = Store(make_engine(url))
        try:
            yield opened
        finally:
            opened.close()


def _upgraded(url: URL) -> None:
    from narratief.store.database import make_engine
    from narratief.store.migrate import upgrade

    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
