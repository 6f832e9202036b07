"""Uploads that wait lie encrypted on the disk; only who reads them opens them, and with the right key only."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from fastapi import FastAPI

from narratief.data_protection.retention import enforce_retention, expired_projects, retention_end
from narratief.domain.errors import InputError
from narratief.domain.locations import vault_key_file
from narratief.domain.project import ProjectFacts
from narratief.pipeline.folders import project_on_disk
from narratief.pipeline.job_kinds import job_kinds
from narratief.pipeline.recovery import recover_work
from narratief.pipeline.waiting_uploads import transcript_bytes
from narratief.pipeline.worker import Worker
from narratief.privacy.vault.sealed_file import is_sealed, sealed, unsealed
from narratief.store.accounts.access import Role
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.projects import change_facts, get_project
from narratief.store.database import Store
from narratief.store.jobs.queue import jobs_of
from tests.web.conftest import LogIn
from tests.web.test_projects import made
from tests.web.test_upload import TALK


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are worked on in this process."""
    monkeypatch.setenv("NARRATIEF_FILES_APART", "nee")


@pytest.fixture
def uploaded(log_in: LogIn, store: Store) -> tuple[int, Path]:
    """A project with an upload that waits: its number, and the file."""
    client = log_in(Role.EVALUATOR)
    number = made(client)
    client.post(f"/projecten/{number}/bestanden", files=[("files", ("een.txt", TALK))])
    with store.reading() as session:
        return number, Path(get_project(session, number).folder) / "een.txt"


def test_an_upload_is_read_by_the_worker_and_by_nobody_without_the_key(
    uploaded: tuple[int, Path], store: Store
) -> None:
    number, path = uploaded
    assert is_sealed(path)
    assert b"gemeente" not in path.read_bytes()
    with store.reading() as session:
        project = project_on_disk(get_project(session, number))
    assert transcript_bytes(project, path) == TALK.encode()
    with pytest.raises(InputError, match="andere sleutel"):
        unsealed(path, "een-ander-project")
    assert Worker(store, job_kinds()).run_waiting() == 1
    with store.reading() as session:
        assert "gemeente luisterde niet" in interviews_of(session, number)[0].text
    assert is_sealed(path)  # nothing that was decrypted was kept


def test_without_the_key_the_worker_says_which_one_is_needed_and_makes_none(
    uploaded: tuple[int, Path], store: Store
) -> None:
    number, path = uploaded
    before = path.read_bytes()
    vault_key_file().unlink()
    Worker(store, job_kinds()).run_waiting()
    with store.reading() as session:
        (problem,) = jobs_of(session, number)[0].problems
        assert interviews_of(session, number) == []
    assert "Nodig is de sleutel met kenmerk" in problem["message"]
    assert not vault_key_file().exists()
    assert path.read_bytes() == before


def test_without_the_key_nothing_is_taken_in(
    uploaded: tuple[int, Path], app: FastAPI, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, path = uploaded
    monkeypatch.setenv("NARRATIEF_VAULT_KEY", Fernet.generate_key().decode())
    client = log_in(Role.ADMINISTRATOR)
    answer = client.post(f"/projecten/{number}/bestanden", files=[("files", ("twee.txt", TALK))])
    assert answer.status_code == 400
    assert "past niet bij deze sleutel" in answer.text
    assert not path.with_name("twee.txt").exists()


def test_uploads_of_an_earlier_version_are_encrypted_at_the_start(uploaded: tuple[int, Path], store: Store) -> None:
    number, path = uploaded
    path.write_text(TALK, "utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    with store.reading() as session:
        project = project_on_disk(get_project(session, number))
    assert transcript_bytes(project, path) == TALK.encode()
    recover_work(store)
    assert is_sealed(path)
    assert path.stat().st_mtime == 1_700_000_000
    assert path.stat().st_mode & 0o077 == 0
    assert transcript_bytes(project, path) == TALK.encode()


def test_an_upload_that_is_never_read_ends_with_the_retention_period(uploaded: tuple[int, Path], store: Store) -> None:
    number, path = uploaded
    with store.writing() as session:
        for job in jobs_of(session, number):
            session.delete(job)
        change_facts(session, get_project(session, number), ProjectFacts(title="Plein", retention=30))
    came = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()
    with store.reading() as session:
        assert retention_end(session, get_project(session, number)) == came + dt.timedelta(days=30)
        assert expired_projects(session, came + dt.timedelta(days=29)) == []
    assert enforce_retention(store, number, came + dt.timedelta(days=30)).originals == ("een.txt",)
    assert not path.exists()


def test_the_largest_upload_comes_back_whole(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = os.urandom(3 * 1024 * 1024)
    monkeypatch.setattr("narratief.privacy.vault.sealed_file._MOST", len(data) * 4 // 3 + 1024)
    path = tmp_path / "een.docx"
    path.write_bytes(sealed(data, "plein"))
    assert unsealed(path, "plein") == data
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(InputError, match="beschadigd"):
        unsealed(path, "plein")
