"""How long each page of a large project takes: the real workspace on loopback, one researcher, a page at a time.

``python -m benchmarks.pages`` prints per page the first answer and the median of those after it, in seconds, and how
busy the machine was.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx
from benchmarks.load import PASSWORD, Load, prepare
from benchmarks.own_home import lookup_tables, work_in
from benchmarks.workspace import keep_token, running

from narratief.domain.actions import Confirm, Reject
from narratief.domain.decision import Author
from narratief.store.coding.interviews import interviews_of
from narratief.store.database import Store, open_store
from narratief.store.review.decide import decide
from narratief.store.review.project_state import interview_state

PAGES = (
    "", "/bestanden", "/gesprekken", "/gesprekken/{interview}", "/nakijken", "/tweede-codeur", "/codeboek", "/leren",
    "/beslissingen", "/citaten", "/clusters", "/momenten", "/matrices", "/verzadiging", "/citaten?q=avond",
    "/synthese", "/exporteren", "/zekerheid", "/verwerking",
)  # fmt: skip
_PER_PERSON = Load(researchers=20, decisions=100)  # five interviews of twenty codes each: a hundred
_REVIEWED = 20  # interviews that were reviewed, so that there is something to learn from


def review(store: Store, project: int) -> int:
    """Decide about every code of some interviews; gives an interview of the project."""
    with store.reading() as session:
        numbers = [row.id for row in interviews_of(session, project)]
    for number in numbers[:_REVIEWED]:
        with store.writing() as session:
            for at, code in enumerate(interview_state(session, number).codes):
                act = Reject() if at % 3 == 0 else Confirm()
                span = (code.fragment.start, code.fragment.end)
                decide(session, Author(None, "Anna"), number, act, span=span, theme=code.theme)
    return numbers[-1]


def measure(address: str, project: int, interview: int, times: int) -> dict[str, list[float]]:
    """Ask for each page some times; gives seconds per answer."""
    found: dict[str, list[float]] = {}
    with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
        login = {"email": "onderzoeker-0@gemeente.nl", "password": PASSWORD, "naar": "/projecten"}
        client.post("/inloggen", data=login)
        keep_token(client, client.get("/projecten").raise_for_status().text)
        for page in PAGES:
            for _ in range(times):
                start = time.perf_counter()
                client.get(f"/projecten/{project}{page.format(interview=interview)}").raise_for_status()
                found.setdefault(page or "(overzicht)", []).append(time.perf_counter() - start)
    return found


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description="How long each page of a hundred interviews takes.")
    parser.add_argument("--times", type=int, default=5)
    times = max(2, min(parser.parse_args().times, 50))
    tables = lookup_tables()
    with tempfile.TemporaryDirectory(prefix="narratief-pages-") as place:
        home = Path(place)
        work_in(home / "home", tables, home / "vault")
        folder = home / "home" / "projecten" / "veel"
        folder.mkdir(parents=True, mode=0o700)
        store = open_store()
        project, _ = prepare(store, folder, _PER_PERSON)
        interview = review(store, project)
        store.close()
        with running(home / "server.log") as address:
            found = measure(address, project, interview, times)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for page, seconds in found.items():
        print(f"{page:28} first {seconds[0]:6.3f}  then {median(seconds[1:]):6.3f}")


if __name__ == "__main__":
    main()
