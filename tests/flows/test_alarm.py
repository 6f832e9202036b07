"""A run that fails is told by mail: a real server, the automation that the recipe makes, and a mail server here."""

from __future__ import annotations

import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from email import message_from_string
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType

from tests.flows.servers import ROOT, environment, prefect_server, until

NAME = "Wubbo Schelvisch"
EVALUATE = """
import sys
from flows.evaluate import evaluate_project
from flows.outcome import NotProcessed
try:
    evaluate_project(sys.argv[1], sys.argv[2])
except NotProcessed:
    pass
"""


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as it takes to hand in a message."""

    def handle(self) -> None:
        self._say("220 brievenbus")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "QUIT":
                self._say("221 dag")
                return
            if word == "DATA":
                self._say("354 ga door")
                lines = []
                while (part := self.rfile.readline().decode()) not in (".\r\n", ""):
                    lines.append(part)
                self.server.received.append("".join(lines))
            self._say("250 goed")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Post(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it gets."""

    daemon_threads = True

    def __init__(self) -> None:
        self.received: list[str] = []
        super().__init__(("127.0.0.1", 0), Mailbox)


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _python(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )


def _text(message: Message) -> str:
    parts = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    return "".join(part.get_payload(decode=True).decode() for part in parts or [message])


@pytest.mark.slow
def test_a_project_that_failed_is_mailed_with_its_sentence(own_home: Path, tmp_path: Path, post: Post) -> None:
    folder = tmp_path / "lindenlaan"
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Herinrichting Lindenlaan\n", "utf-8")
    (folder / f"{NAME}.txt").write_bytes(b"")
    env = environment(own_home, tmp_path / "vault", NARRATIEF_FILES_APART="nee")
    address = f"mailto://127.0.0.1:{post.server_address[1]}?from=prefect@gemeente.test&to=beheer@gemeente.test"
    with prefect_server(tmp_path / "server", env) as api, SyncPrefectClient(api) as client:
        env |= {"PREFECT_API_URL": api, "NARRATIEF_ALARM": f"{address}&mode=insecure"}
        for _ in range(2):  # the second time it is changed, not made again
            made = _python(env, "-m", "flows.alarm")
            assert made.returncode == 0, made.stderr
        done = _python(env, "-c", EVALUATE, str(folder), str(tmp_path / "uit"))
        assert done.returncode == 0, done.stderr
        [run] = client.read_flow_runs()
        assert (run.state.type, run.name) == (StateType.FAILED, "Herinrichting Lindenlaan – evalueren")
        until(lambda: post.received, "no mail came", seconds=120)
        pages = client.request("POST", "/artifacts/filter", json={}).json()
    [mail] = [message_from_string(each) for each in post.received]
    subject, text = str(make_header(decode_header(mail["Subject"]))), _text(mail)
    assert "Herinrichting Lindenlaan" in subject
    assert run.state.message in text
    assert "Herinrichting Lindenlaan is niet verwerkt: het bestand was niet te gebruiken." in text
    assert any(page["type"] == "markdown" and "Herinrichting Lindenlaan" in page["data"] for page in pages)
    assert any(page["type"] == "progress" and page["data"] == 100 for page in pages)
    for place in [tmp_path / "server", *own_home.glob("prefect*")]:
        assert not any(NAME.split()[1].encode() in path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert not any(word in subject + text for word in NAME.split())


def test_what_is_no_address_is_told(own_home: Path, tmp_path: Path) -> None:
    env = environment(own_home, tmp_path / "vault", PREFECT_API_URL="http://127.0.0.1:1/api")
    for address in ("", "beheer@gemeente.test"):
        told = _python(env | {"NARRATIEF_ALARM": address}, "-m", "flows.alarm")
        assert told.returncode == 2
        assert "NARRATIEF_ALARM" in told.stderr
        assert "Traceback" not in told.stderr
