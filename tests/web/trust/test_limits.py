"""Uploads: how large, how many, of which kind, how much together; visitors send nothing large."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from narratief.domain.project_identity import IDENTITY_FILE
from narratief.store.accounts.access import Role
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.web import uploads
from narratief.web.body_limit import MAX_FORM, MAX_UPLOAD
from narratief.web.rate_limit import RateLimiter
from tests.web.conftest import LogIn
from tests.web.test_projects import made

JSON = {"accept": "application/json"}


def folder_of(store: Store, number: int) -> Path:
    with store.reading() as session:
        return Path(get_project(session, number).folder)


def send(client: TestClient, number: int, *files: tuple[str, bytes]) -> list[dict[str, object]]:
    answer = client.post(f"/projecten/{number}/bestanden", files=[("files", file) for file in files], headers=JSON)
    return answer.json()["files"]


@pytest.mark.parametrize("path", ["/projecten/1/bestanden", "/projecten/1/importeren"])
@pytest.mark.parametrize("told", [True, False])
def test_of_a_visitor_no_file_is_read(visitor: TestClient, path: str, told: bool) -> None:
    read = []

    def body() -> Iterator[bytes]:
        for _ in range(100):
            read.append(1)
            yield b"x" * 1024

    headers = {"content-type": "multipart/form-data; boundary=x"} | ({"content-length": "102400"} if told else {})
    visitor.cookies.set("narratief", "verzonnen", domain="narratief.test")
    answer = visitor.post(path, content=body(), headers=headers | JSON)
    assert answer.status_code == 401
    assert visitor.post(path, content=b"x").headers["location"] == "/inloggen"


@pytest.mark.parametrize(("path", "most"), [("/inloggen", MAX_FORM), ("/projecten/1/bestanden", MAX_UPLOAD)])
def test_a_form_is_small_and_only_uploads_are_large(log_in: LogIn, path: str, most: int) -> None:
    client = log_in(Role.EVALUATOR)
    for length, refused in ((most + 1, True), (most, False)):
        headers = {"content-length": str(length), "content-type": "application/x-www-form-urlencoded"}
        assert (client.post(path, content=b"a=b", headers=headers).status_code == 413) is refused


@pytest.mark.parametrize("length", ["-1", "1e3", "²", "9" * 5000, "0x10", ""])
def test_a_length_that_is_none_is_refused(log_in: LogIn, length: str) -> None:
    headers = [(b"content-length", length.encode("latin-1"))]
    assert log_in(Role.EVALUATOR).post("/projecten/nieuw", content=b"a=b", headers=headers).status_code in (400, 413)


def test_a_file_that_is_too_large_is_told_and_the_others_are_kept(
    log_in: LogIn, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 100)
    client = log_in(Role.EVALUATOR)
    number = made(client)
    told = send(client, number, ("groot.txt", b"x" * 101), ("klein.txt", b"Interviewer: dag"))
    assert [(one["file"], one["kept"]) for one in told] == [("groot.txt", False), ("klein.txt", True)]
    assert not (folder_of(store, number) / "groot.txt").exists()


def test_too_many_files_at_once_are_told(log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narratief.web.routes.upload.MAX_FILES", 2)
    client = log_in(Role.EVALUATOR)
    told = send(client, made(client), *((f"{n}.txt", b"Interviewer: dag") for n in range(3)))
    assert [one["kept"] for one in told] == [True, True, False]


def test_beyond_what_a_form_can_hold_the_request_is_refused(log_in: LogIn) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    files = [("files", (f"{n}.txt", b"x")) for n in range(1100)]
    assert client.post(f"/projecten/{number}/bestanden", files=files).status_code == 400


@pytest.mark.parametrize(("name", "value"), [("MAX_IN_PROJECT", 2), ("MAX_BYTES_IN_PROJECT", 60)])
def test_a_project_takes_no_more_than_its_share(
    log_in: LogIn, monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    assert send(client, number, ("een.txt", b"Interviewer: dag"))[0]["kept"]
    folder = Path(folder_of(client.app.state.store, number))
    size = sum(path.stat().st_size for path in folder.iterdir() if path.name != IDENTITY_FILE)
    monkeypatch.setattr(uploads, name, value if name == "MAX_IN_PROJECT" else size + 5)
    refused = send(client, number, ("twee.txt", b"Interviewer: dag"))[0]
    assert not refused["kept"]
    assert "te veel bestanden" in refused["error"]
    assert send(client, number, ("een.txt", b"Interviewer: nee"))[0]["kept"]  # a better version of the same file


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ"),
        ("a.xhtml", b"<script>"),
        ("a.svg", b"<svg onload=x>"),
        ("a.php", b"<?php"),
        ("a.docx.exe", b"MZ"),
        ("a.txt", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"),
        ("a.txt", b"\x89PNG\r\n\x1a\n"),
        ("a.docx", b"PK\x03\x04 not a zip"),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00"),
    ],
)
def test_what_is_no_transcript_by_name_or_content_is_refused(
    log_in: LogIn, store: Store, name: str, data: bytes
) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    before = sorted(path.name for path in folder_of(store, number).iterdir())
    assert not send(client, number, (name, data))[0]["kept"]
    assert sorted(path.name for path in folder_of(store, number).iterdir()) == before


def test_an_import_that_would_unpack_to_a_disk_full_is_refused(log_in: LogIn) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"0" * 5 * 1024 * 1024)
    client = log_in(Role.RESEARCHER)
    number = made(client)
    answer = client.post(f"/projecten/{number}/importeren", files={"bestand": ("bom.qdpx", data.getvalue())})
    assert answer.status_code == 422


def test_an_import_reads_no_file_of_the_server(log_in: LogIn) -> None:
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    evil += b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">&e;</CodeBook>'
    client = log_in(Role.RESEARCHER)
    answer = client.post(f"/projecten/{made(client)}/importeren", files={"bestand": ("x.qdc", evil)})
    assert answer.status_code == 422
    assert "root:" not in answer.text


def test_who_asks_for_too_many_pages_waits(log_in: LogIn, visitor: TestClient) -> None:
    fast, other = log_in(name="Snel"), log_in(name="Rustig")
    fast.app.state.rate_limiter = RateLimiter(3)
    answers = [fast.get("/projecten") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["retry-after"] == "60"
    assert "te veel pagina" in answers[-1].text
    assert "te veel" in fast.get("/projecten", headers=JSON).json()["error"]
    assert other.get("/projecten").status_code == 200
    assert visitor.get("/inloggen").status_code == 200
