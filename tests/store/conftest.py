"""Databases to test on: always SQLite, and a real PostgreSQL where there is one."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from narratief.project import load_project
from narratief.store.database import Store, make_engine
from narratief.store.migrate import upgrade
from narratief.store.work import StoreWork
from tests.store import talk

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
    programs = _programs()
    if programs is None:
        _no_server(f"no initdb found and {SERVER_VARIABLE} is not set")
        return
    folder = tmp_path_factory.mktemp("pg") if os.getuid() else Path(f"/tmp/narratief-pg-{uuid.uuid4().hex[:8]}")
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
    _run([*as_user, programs / "pg_ctl", "-D", data, "-o", settings, "-l", folder / "log", "-w", "start"])
    try:
        yield URL.create("postgresql+psycopg", "postgres", host="127.0.0.1", port=port, database="postgres")
    finally:
        _run([*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(server: URL, template: str = "template1") -> Iterator[URL]:
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
    with _database(postgres_server) as url:
        _upgraded(url)
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the present schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "narratief.sqlite3"
    _upgraded(URL.create("sqlite", database=str(path)))
    return path


def _upgraded(url: URL) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return request.param


@pytest.fixture
def url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """An empty database of each kind."""
    if backend == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "narratief.sqlite3"))
        return
    with _database(request.getfixturevalue("postgres_server")) as made:
        yield made


@pytest.fixture
def store(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store with the present schema on each kind of database."""
    with ExitStack() as stack:
        if backend == "sqlite":
            path = tmp_path / "narratief.sqlite3"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
            url = URL.create("sqlite", database=str(path))
        else:
            template = request.getfixturevalue("postgres_template")
            url = stack.enter_context(_database(request.getfixturevalue("postgres_server"), template.database))
        opened = Store(make_engine(url))
        yield opened
        opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a project 'plein'."""
    path = tmp_path / "plein"
    path.mkdir()
    (path / "project.yaml").write_text("title: Het plein\nperiod: 2026-01/2026-02\n", "utf-8")
    return path


@pytest.fixture
def work(store: Store, folder: Path) -> StoreWork:
    """The kept work of project 'plein', still empty."""
    return StoreWork(load_project(folder), store)


@pytest.fixture
def coded(work: StoreWork) -> StoreWork:
    """Project 'plein' with one interview, three fragments and three machine codes, and a codebook with their themes."""
    work.codebook(talk.codebook())
    talk.keep(work, talk.interview())
    return work
