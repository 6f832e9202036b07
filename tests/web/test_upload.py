"""Uploading, reading in the background, removing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from narratief.domain.errors import InputError, Problem
from narratief.pipeline.worker import Outcome, Worker
from narratief.store.accounts.access import Role
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.jobs.queue import jobs_of
from narratief.web import uploads
from narratief.web.uploads import keep_upload, safe_name
from tests.web.conftest import LogIn
from tests.web.test_projects import made

TALK = "Interviewer: Hoe ging het?\n\nBewoner: De gemeente luisterde niet naar ons.\n"


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("gesprek 1.docx", "gesprek 1.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\anna\\gesprek.TXT", "gesprek.txt"),
        ("a\x00b\nc.txt", "a_b_c.txt"),
        ("..geheim.txt", "geheim.txt"),
        ("con.txt", "_con.txt"),
        ("e\u0301e\u0301n.txt", "één.txt"),
    ],
)
def test_names_are_made_safe(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@pytest.mark.parametrize("name", ["", ".txt", "/", "gesprek", "gesprek.exe", "gesprek.docx.exe", "..", "project.yaml"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(InputError):
        safe_name(name)


@given(st.text(max_size=200))
def test_a_safe_name_stays_in_its_folder(name: str) -> None:
    try:
        safe = safe_name(f"{name}.txt")
    except InputError:
        return
    assert Path(safe).name == safe
    assert not safe.startswith((".", "~$"))
    assert safe_name(safe) == safe
    assert len(safe) <= 130


def test_what_is_no_transcript_is_refused_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    for data in (b"", b"   ", b"\x89PNG\r\n", b"x" * 11):
        with pytest.raises(InputError):
            keep_upload(tmp_path, "a.txt", io.BytesIO(data), "plein")
    assert list(tmp_path.iterdir()) == []


def test_uploads_are_kept_privately_and_put_in_the_queue(log_in: LogIn, store: Store) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    files = [("files", ("een.txt", TALK)), ("files", ("twee.exe", "x")), ("files", ("../drie.txt", TALK))]
    told = client.post(f"/projecten/{number}/bestanden", files=files, headers={"accept": "application/json"}).json()
    assert [(one["file"], one["kept"]) for one in told["files"]] == [
        ("een.txt", True),
        ("twee.exe", False),
        ("drie.txt", True),
    ]
    with store.reading() as session:
        folder = Path(get_project(session, number).folder)
        assert [job.kind for job in jobs_of(session, number)] == ["read"]
    assert (folder / "een.txt").stat().st_mode & 0o077 == 0
    assert b"luisterde" not in (folder / "een.txt").read_bytes()
    assert folder.stat().st_mode & 0o077 == 0
    assert not (folder.parent / "drie.txt").exists()


def test_without_scripts_the_page_tells_what_was_refused(log_in: LogIn) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    answer = client.post(f"/projecten/{number}/bestanden", files=[("files", ("foto.txt", b"\x89PNG\r\n"))])
    assert answer.status_code == 422
    assert "een plaatje" in answer.text


def test_files_that_cannot_be_read_are_told_and_can_be_removed(log_in: LogIn, store: Store, app: FastAPI) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    client.post(f"/projecten/{number}/bestanden", files=[("files", ("een.txt", TALK))])
    problem = Problem("een.txt", "Dit bestand is te moeilijk.", "Maak het makkelijker.")
    assert Worker(store, {"read": lambda *_: Outcome([problem])}).run_waiting() == 1
    page = client.get(f"/projecten/{number}/bestanden").text
    assert "Dit bestand is te moeilijk. Maak het makkelijker." in page
    assert client.post(f"/projecten/{number}/bestanden/verwijderen", data={"file": "een.txt"}).status_code == 303
    assert "een.txt is verwijderd" in client.get(f"/projecten/{number}/bestanden").text
    assert "te moeilijk" not in client.get(f"/projecten/{number}/bestanden").text


@pytest.mark.parametrize("name", ["project.yaml", "../websleutel", "/etc/passwd"])
def test_removing_touches_only_transcripts_of_the_project(log_in: LogIn, store: Store, name: str) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    client.post(f"/projecten/{number}/bestanden/verwijderen", data={"file": name})
    with store.reading() as session:
        folder = Path(get_project(session, number).folder)
    assert (folder / "project.yaml").exists()
    assert (folder.parents[1] / "websleutel").exists()


def test_progress_is_told_and_a_failure_can_be_tried_again(log_in: LogIn, store: Store) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    client.post(f"/projecten/{number}/bestanden", files=[("files", ("een.txt", TALK))])
    path = f"/projecten/{number}/verwerking"
    waiting = client.get(path, headers={"accept": "application/json"}).json()
    assert waiting["busy"]

    def fails(*_: object) -> Outcome:
        raise ValueError("woorden van een bewoner")

    Worker(store, {"read": fails}).run_waiting()
    page = client.get(path).text
    assert "Er ging onverwacht iets mis" in page
    assert "woorden van een bewoner" not in page
    failed = client.get(path, headers={"accept": "application/json"}).json()
    assert failed["mark"] != waiting["mark"]
    with store.reading() as session:
        job = jobs_of(session, number)[0]
    assert client.post(f"{path}/{job.id}/opnieuw").status_code == 303
    assert Worker(store, {"read": lambda *_: Outcome()}).run_waiting() == 1
    assert "Klaar" in client.get(path).text
