"""`narratief demo`, with the real program: it starts, each role logs in over HTTP, it stops, and goes on as it was."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from narratief.domain.errors import InputError
from narratief.pipeline.demonstration import ACCOUNTS, DemoHome
from narratief.pipeline.demonstration.prepare import _share

_ACCOUNT = re.compile(r"(\S+@demo\.invalid)\s+wachtwoord: (\S+)")


@contextmanager
def running(home: Path, *options: str) -> Iterator[tuple[str, str]]:
    """Run the program until the block ends; gives its address and what it printed until it answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = home.parent / f"told-{port}.txt"
    command = [sys.executable, "-c", "from narratief.cli import main; main()", "demo", "--no-browser"]
    with told.open("w") as out:
        program = subprocess.Popen(
            [*command, "--home", str(home), "--port", str(port), *options], stdout=out, stderr=subprocess.STDOUT
        )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx.get(f"{address}/inloggen")
                break
            except httpx.TransportError:
                assert program.poll() is None, told.read_text()
                time.sleep(0.2)
        yield address, told.read_text()
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(timeout=60)
    assert "Traceback" not in told.read_text()


def logged_in(address: str, email: str, password: str) -> httpx.Client:
    """A browser in which somebody logged in."""
    browser = httpx.Client(base_url=address, headers={"Origin": address, "Sec-Fetch-Site": "same-origin"})
    answer = browser.post("/inloggen", data={"email": email, "password": password})
    assert answer.status_code == 303, answer.text
    return browser


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent as a signal")
def test_each_role_tries_it_and_it_goes_on_as_it_was(own_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "demo"
    (home / "werk").mkdir(parents=True)
    (home / "werk/cache").symlink_to(own_home / "cache")  # lists of names, which take a minute to make
    (home / "demonstratie.json").write_text(json.dumps({"version": "", "ready": False}))
    with running(home) as (address, told):
        passwords = dict(_ACCOUNT.findall(told))
        assert set(passwords) == {account.email for account in ACCOUNTS}
        first = {}
        for account in ACCOUNTS:
            with closing(logged_in(address, account.email, passwords[account.email])) as browser:
                page = browser.get("/projecten")
                assert "Beekpark" in page.text
                assert "Lindenlaan" in page.text
                first[account.email] = re.search(r'href="(/projecten/\d+)"', page.text)[1]
                assert browser.get(first[account.email]).status_code == 200
                review = browser.get(f"{first[account.email]}/nakijken")
                assert (review.status_code == 200) == (account.label == "Onderzoeker"), (account, review.status_code)
    with create_engine(f"sqlite:///{home}/werk/narratief.sqlite3").connect() as database:
        read = database.execute(
            text("select count(distinct interview_id) from decisions where kind != 'accept_reading'")
        )
        of = database.execute(text("select count(*) from interviews")).scalar_one()
        assert read.scalar_one() * 2 == of
    assert sorted(path.name for path in own_home.iterdir()) == ["cache"]  # the real home was not touched
    with running(home) as (address, told):
        assert not _ACCOUNT.findall(told)
        assert not any(password in told for password in passwords.values())
        logged_in(address, *next(iter(passwords.items()))).close()


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_text("van belang")
    with pytest.raises(InputError, match="iets anders"):
        DemoHome(tmp_path).take()
    assert (tmp_path / "brief.docx").read_text() == "van belang"


def test_beginning_again_empties_all_but_the_lists_of_names(tmp_path: Path) -> None:
    home = DemoHome(tmp_path / "demo")
    home.take()
    for path in (home.work / "cache/namen", home.work / "projecten/a/b.txt", home.root / "kluis/a.json"):
        path.parent.mkdir(parents=True)
        path.write_text("x")
    home.finish()
    assert home.ready
    home.take()
    assert not home.ready
    assert sorted(path.name for path in home.root.rglob("*")) == ["cache", "demonstratie.json", "namen", "werk"]


def test_no_setting_leads_to_the_real_work(tmp_path: Path) -> None:
    real = {
        "NARRATIEF_HOME": "/echt",
        "NARRATIEF_DATABASE_URL": "postgresql://echt/db",
        "NARRATIEF_VAULT_KEY": "geheim",
        "NARRATIEF_OIDC_ISSUER": "https://echt.nl",
        "PREFECT_API_URL": "http://echt:4200/api",
        "NARRATIEF_THREADS": "2",
        "PATH": "/bin",
    }
    DemoHome(tmp_path).isolate(real)
    kept = {name: value for name, value in real.items() if not value.startswith(str(tmp_path))}
    assert kept == {"NARRATIEF_THREADS": "2", "PATH": "/bin"}
    assert {"NARRATIEF_HOME", "NARRATIEF_VAULT", "NARRATIEF_VAULT_KEY_FILE"} < set(real)


@pytest.mark.parametrize("projects", [1, 2, 3, 4, 5])
def test_half_is_reviewed_over_all(projects: int) -> None:
    assert sum(_share(place, projects) for place in range(projects)) == projects / 2
