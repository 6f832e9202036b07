"""The real main job and the real workspace, driven over HTTP on loopback; run as a program within a cage.

``python -m tests.offline.journey FOLDER`` leaves in the folder every page (pages/), everything a page loads (loaded/),
every download (files/) and the main job's results (out/).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
from benchmarks.workspace import keep_token, running

from narratief.publish.formats import FORMATS
from tests.offline.cage import noting_packets
from tests.offline.loads import addresses

PASSWORD = "een lange zin als wachtwoord"
ROLES = ("evaluator", "researcher", "participation")
MOST_PAGES = 120
TALK = """Interviewer: Had u invloed op het plan?
Bewoner: Ik ben Wubbo Schelvisch. Het was allemaal voor de bühne, wat wij zeiden deed er niet toe.
Interviewer: En daarna?
Bewoner: Daarna hoorden we nooit meer iets terug, het bleef gewoon stil. Geen brief, geen mail.
"""
_JSON = {"accept": "application/json"}


def main(folder: Path) -> None:
    """Do all of it; an unexpected answer ends the program."""
    environment = {"NARRATIEF_HOME": str(folder / "home"), "NARRATIEF_VAULT": str(folder / "vault")}
    with noting_packets():
        _main_job(folder, environment)
        with running(folder / "server.log", environment) as address:
            _workspace(folder, address)


def _main_job(folder: Path, environment: dict[str, str]) -> None:
    """Run the command on a project of one interview."""
    project = folder / "pleintje"
    project.mkdir()
    (project / "a.txt").write_text(TALK, "utf-8")
    command = [sys.executable, "-c", "from narratief.cli import main; main()", "run", str(project)]
    done = subprocess.run(
        [*command, "--out", str(folder / "out")],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=540,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _workspace(folder: Path, address: str) -> None:
    """Go the way of all users: accounts, upload, privacy step, coding, review, exports; then see every page."""
    link = re.search(r"http://\S+(/link/\S+)", (folder / "server.log").read_text("utf-8"))
    assert link
    browsers = {"administrator": _browser(address)}
    _choose_password(browsers["administrator"], link[1], name="Bea", email="bea@gemeente.nl")
    for role in ROLES:
        browsers[role] = _invited(browsers["administrator"], role, address)
    project = _read_and_coded(browsers["evaluator"])
    _confirm_all(browsers["researcher"], project)
    for name, form in FORMATS.items():
        role = "participation" if form.publication else "researcher"
        answer = browsers[role].post(f"{project}/exporteren", data={"formaat": name, "bevestigd": "ja"})
        assert answer.status_code == 200, (name, answer.status_code, answer.text[:500])
        _keep(folder / "files", f"{name}{form.suffix}", answer.content)
    for role, browser in browsers.items():
        _see_everything(browser, folder, role, address)
        browser.close()


def _browser(address: str) -> httpx.Client:
    """A browser that nobody is logged in with."""
    return httpx.Client(base_url=address, timeout=240, trust_env=False, follow_redirects=False)


def _choose_password(browser: httpx.Client, path: str, **more: str) -> None:
    """Use a one-time link."""
    assert browser.get(path).status_code == 200
    answer = browser.post(path, data={"password": PASSWORD, "again": PASSWORD, **more})
    assert answer.status_code == 303, answer.text
    keep_token(browser, browser.get("/account").text)


def _invited(administrator: httpx.Client, role: str, address: str) -> httpx.Client:
    """Invite somebody; gives the browser in which they are logged in."""
    form = {"name": role.title(), "email": f"{role}@gemeente.nl", "role": role}
    page = administrator.post("/beheer/mensen/nieuw", data=form).text
    link = re.search(r"/link/[\w-]+", page)
    assert link, page
    browser = _browser(address)
    _choose_password(browser, link[0])
    return browser


def _read_and_coded(browser: httpx.Client) -> str:
    """Make a project, upload a transcript, accept how it was read, wait until it is coded; gives the project's path."""
    form = {"title": "Het plein", "start": "2026-01", "participation_level": "adviseren", "interviewers": "Interviewer"}
    made = browser.post("/projecten/nieuw", data=form)
    assert made.status_code == 303, made.text
    project = made.headers["location"].removesuffix("/bestanden")
    files = [("files", ("gesprek.txt", TALK.encode()))]
    told = browser.post(f"{project}/bestanden", files=files, headers=_JSON).json()
    assert [one["kept"] for one in told["files"]] == [True]
    _wait(browser, project)
    reading = re.search(rf"{project}/gesprekken/\d+/inlezen", browser.get(f"{project}/bestanden").text)
    assert reading
    assert "Schelvisch" in browser.get(reading[0]).text  # what was replaced, for who checks it, until it is accepted
    assert browser.post(f"{reading[0]}/goedkeuren").status_code == 303
    _wait(browser, project)
    assert "Schelvisch" not in browser.get(reading[0].removesuffix("/inlezen")).text
    return project


def _wait(browser: httpx.Client, project: str) -> None:
    """Wait until no background work is left."""
    patience = time.monotonic() + 400
    while browser.get(f"{project}/verwerking", headers=_JSON).json()["busy"]:
        assert time.monotonic() < patience, "background work does not end"
        time.sleep(0.3)


def _confirm_all(browser: httpx.Client, project: str) -> None:
    """Say yes to every code in the queue."""
    items = browser.get(f"{project}/nakijken/volgende", params={"aantal": 50}).json()["items"]
    assert items
    for item in items:
        form = {key: str(item[key]) for key in ("interview", "start", "end", "theme")} | {"act": "ja"}
        assert browser.post(f"{project}/nakijken", data=form, headers=_JSON).status_code == 200


def _see_everything(browser: httpx.Client, folder: Path, role: str, address: str) -> None:
    """Follow every link and load whatever pages ask for, as far as this person may go."""
    waiting, seen = ["/projecten"], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = browser.get(path, headers={"accept": "text/html"})
        assert answer.status_code < 500, (role, path)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        suffix = {"text/html": ".html", "text/css": ".css", "image/svg+xml": ".svg"}.get(kind, Path(path).suffix)
        if "javascript" in kind:
            suffix = ".js"
        name = re.sub(r"\W+", "-", f"{role}{path}")[:150]
        _keep(folder / "pages", f"{name}{suffix}", answer.content)
        if answer.has_redirect_location:
            found = [answer.headers["location"]]
        elif suffix in (".html", ".css", ".svg"):
            found = [each.address for each in addresses(answer.text, suffix)]
        else:
            found = re.findall(r"""(?:from|import)\s*\(?["'](\./[^"']+)["']""", answer.text) if suffix == ".js" else []
        for one in found:
            parts = urlsplit(urljoin(f"{address}{path}", one))
            if f"{parts.scheme}://{parts.netloc}" == address:
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def _keep(folder: Path, name: str, data: bytes) -> None:
    """Write what came back."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
