"""The main job and the workspace reach for nothing outside this machine, and no page loads anything from elsewhere."""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import _REAL_HOME
from tests.offline.cage import Attempts, has_namespace, run_caged
from tests.offline.loads import addresses

READ = (".html", ".svg", ".css", ".js")


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Attempts]:
    """The whole journey without a network, done once: its folder, and what tried to get out."""
    folder = tmp_path_factory.mktemp("zonder-netwerk")
    (folder / "home").mkdir(mode=0o700)
    (folder / "home" / "cache").symlink_to(_REAL_HOME / "cache", target_is_directory=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "NARRATIEF_"))}
    # libraries hold their reports back where they see a test: then nothing would be proven here
    kept = {k: v for k, v in kept.items() if k not in ("CI", "ORT_RUNNING_UNIT_TESTS", "ORT_DISABLE_TELEMETRY")}
    kept = {k: v for k, v in kept.items() if k not in ("DO_NOT_TRACK",) and not k.lower().endswith("_proxy")}
    return folder, run_caged(["-m", "tests.offline.journey", str(folder)], folder, kept, 1500)


@pytest.mark.slow
def test_nothing_tries_to_get_out(gone: tuple[Path, Attempts]) -> None:
    folder, attempts = gone
    assert attempts == Attempts((), ())
    assert (folder / "out/pleintje/synthese.html").exists()


@pytest.mark.slow
def test_prefects_own_server_took_part(gone: tuple[Path, Attempts]) -> None:
    (kept,) = (gone[0] / "home").glob("prefect-*/prefect.db")
    with sqlite3.connect(kept) as database:
        query = "SELECT flow.name FROM flow_run JOIN flow ON flow.id = flow_id WHERE state_type = 'COMPLETED'"
        done = {name for (name,) in database.execute(query)}
    assert {"evaluate-all", "evaluate-prepared", "evaluate-accepted"} <= done


@pytest.mark.slow
def test_pages_and_files_load_nothing_from_elsewhere(gone: tuple[Path, Attempts]) -> None:
    texts = dict(_texts(gone[0]))
    assert sum(name.startswith("pages/") and name.endswith(".html") for name in texts) > 40
    assert {name.rpartition(".")[2] for name in texts} == {"html", "svg", "css", "js"}
    assert any(name.startswith("files/grafieken") for name in texts)
    found = {name: [a for a in addresses(text, Path(name).suffix) if a.elsewhere] for name, text in texts.items()}
    assert {name: outside for name, outside in found.items() if outside} == {}


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Give every page, script, style sheet and drawing, also those in zips."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not name.startswith(("pages/", "files/", "out/")) or not path.is_file():
            continue
        if path.suffix in READ:
            yield name, path.read_text("utf-8")
        elif path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as opened:
                for inside in opened.namelist():
                    if inside.endswith(READ):
                        yield f"{name}/{inside}", opened.read(inside).decode()


SWALLOWED = """
import socket, subprocess, sys
from contextlib import suppress
with suppress(OSError):
    socket.create_connection(("192.0.2.7", 443), timeout=1)
child = "import socket, contextlib\\nwith contextlib.suppress(OSError): socket.gethostbyname('telemetry.example')"
subprocess.run([sys.executable, "-c", child], check=True)
socket.create_server(("127.0.0.1", 0))
"""


def test_an_attempt_is_seen_even_when_it_is_swallowed(tmp_path: Path) -> None:
    calls = run_caged(["-c", SWALLOWED], tmp_path, os.environ, 60).calls
    assert len(calls) == 2
    assert calls[0].startswith("socket.connect ('192.0.2.7', 443)")
    assert calls[1].startswith("socket.gethostbyname 'telemetry.example'")


NETWORK = """
import subprocess, sys
from tests.offline.cage import noting_packets
program = "import time; from narratief.nlp.subword_tokenizer import open_network; "
program += "from narratief.domain.locations import models_dir; "
program += "open_network(models_dir() / 'recogniser' / 'recogniser.onnx'); time.sleep(15)"
with noting_packets():
    subprocess.run([sys.executable, "-c", program], check=True)  # a report leaves after some ten seconds
"""


def test_loading_a_network_is_reported_to_nobody(tmp_path: Path) -> None:
    hidden = ("CI", "ORT_RUNNING_UNIT_TESTS", "ORT_DISABLE_TELEMETRY")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    assert run_caged(["-c", NETWORK], tmp_path, environment, 120) == Attempts((), ())


NATIVE = """
import subprocess
from tests.offline.cage import noting_packets
with noting_packets():
    subprocess.run(["bash", "-c", "echo x > /dev/udp/192.0.2.9/53"], check=False)
    subprocess.run(["bash", "-c", "echo x > /dev/udp/127.0.0.1/9"], check=False)
"""


def test_a_packet_of_code_without_python_is_seen(tmp_path: Path) -> None:
    if not has_namespace():
        pytest.skip("no network namespace can be made here")
    assert run_caged(["-c", NATIVE], tmp_path, os.environ, 60) == Attempts((), ("192.0.2.9",))


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("<img src='https://example.org/a.png'>", ".html"),
        ("<link rel=stylesheet href=//example.org/a.css>", ".html"),
        ("<style>@import 'https://example.org/a.css'; p {}</style>", ".html"),
        ("<p style='background: url(http://example.org/a.png)'>", ".html"),
        ("<img srcset='/a.png 1x, https://example.org/b.png 2x'>", ".html"),
        (
            "<svg xmlns:xlink='http://www.w3.org/1999/xlink'><image xlink:href='http://example.org/a.png'/></svg>",
            ".svg",
        ),
        ("@font-face { src: url('https://example.org/a.woff2') }", ".css"),
        ("import { a } from 'https://example.org/a.js'; const n = 'http://www.w3.org/2000/svg';", ".js"),
    ],
)
def test_an_address_elsewhere_is_found(text: str, suffix: str) -> None:
    assert [address.elsewhere for address in addresses(text, suffix)].count(True) == 1


def test_addresses_here_are_not_elsewhere() -> None:
    text = (
        "<a href='#a'></a><img src='data:image/png;base64,AA'><script src='/static/a.js'></script><svg fill='url(#b)'>"
    )
    assert [address.elsewhere for address in addresses(text, ".html")] == [False] * 4
