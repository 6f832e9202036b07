"""Databases to test on: always SQLite, and a real PostgreSQL where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from narratief.domain.project import load_project
from narratief.store.database import Store
from narratief.store.project_repository import ProjectRepository
from tests.databases import BACKENDS, a_database, a_store
from tests.quick_hashing import quick_hashing  # noqa: F401 - a fixture
from tests.store import talk


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
    with a_database(request.getfixturevalue("postgres_server")) as made:
        yield made


@pytest.fixture
def store(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store with the present schema on each kind of database."""
    with a_store(backend, request, tmp_path / "narratief.sqlite3") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a project 'plein'."""
    path = tmp_path / "plein"
    path.mkdir()
    (path / "project.yaml").write_text("title: Het plein\nperiod: 2026-01/2026-02\n", "utf-8")
    return path


@pytest.fixture
def work(store: Store, folder: Path) -> ProjectRepository:
    """The repository of project 'plein', still empty."""
    return ProjectRepository.for_project(store, load_project(folder))


@pytest.fixture
def coded(work: ProjectRepository) -> ProjectRepository:
    """Project 'plein' with one interview, three fragments and three machine codes, and a codebook with their themes."""
    work.codebook(talk.codebook())
    talk.keep(work, talk.interview())
    return work
