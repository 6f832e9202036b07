"""How long each page of a large project takes: the real workspace on loopback, one researcher, a page at a time.

    uv run python -m benchmarks.pages --home /tmp/honderd

The project is one of `benchmarks/material.py`, run by `narratief run` as a user does; with ``--home`` it is kept there
and used again the next time. A fifth of it is reviewed, its residents have attributes, and a view is saved. Prints per
page, in seconds, the first answer, the median of those after it and their processor time, and how busy the machine was
meanwhile; at the end the memory of the workspace (`benchmarks/sizes.py`).
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx
import psutil
from benchmarks.load import PASSWORD
from benchmarks.own_home import lookup_tables
from benchmarks.workspace import keep_token, running
from sqlalchemy import select

from narratief.domain.actions import Confirm, Reject
from narratief.domain.decision import Author
from narratief.store.accounts.access import Role
from narratief.store.accounts.people import add_person, set_password
from narratief.store.attributes import AttributeChange, change_attributes, has_attributes
from narratief.store.coding.interviews import files_of
from narratief.store.coding.projects import projects_of
from narratief.store.database import Store, open_store
from narratief.store.decision_log import last_id
from narratief.store.review.decide import decide
from narratief.store.review.project_state import interview_state
from narratief.store.review.result import result_of
from narratief.store.review.topic_runs import latest_clusters
from narratief.store.saved_views import save_view, views_of
from narratief.store.schema import Person
from narratief.turning_points import find_turning_points

PAGES = (
    "", "/activiteit", "/verwerking",
    "/gesprekken", "/gesprekken/{interview}", "/bestanden", "/woorden", "/kenmerken",
    "/nakijken", "/nakijken/volgende", "/nakijken/zeker", "/tweede-codeur", "/codeboek", "/codeboek/thema/{theme}",
    "/leren", "/beslissingen",
    "/citaten", "/citaten?q=avond", "/citaten?kenmerk=Leeftijd%3D40-64", "/citaten?thema={theme}&stand=open",
    "/citaten?nagekeken=ja&samen=gesprek&thema={theme}", "/weergaven",
    "/clusters", "/clusters/{cluster}", "/clusters/{cluster}/splitsen", "/momenten", "/momenten/{moment}",
    "/matrices", "/kruistabellen", "/verzadiging",
    "/synthese", "/exporteren", "/exporteren/citaten", "/zekerheid",
)  # fmt: skip
EVERYWHERE = ("/projecten", "/citaten", "/synthese", "/zekerheid", "/werk")
EMAIL = "onderzoeker-0@gemeente.nl"
_REVIEWED = 20  # interviews that were reviewed, so that there is something to learn from
_AGES = ("18-39", "40-64", "65 en ouder")


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers of one page.

    Attributes
    ----------
    seconds
        Until the whole page was there, in the order asked.
    processor
        Seconds of the processor that the workspace took for each.
    """

    seconds: list[float]
    processor: list[float]


def furnish(store: Store) -> tuple[int, dict[str, object]]:
    """Give the one project of a store what pages show, as far as it is not there yet.

    Returns
    -------
    tuple
        Number of the project, and what stands in the addresses of `PAGES`.
    """
    with store.writing() as session:
        (project,) = projects_of(session)
        number = project.id
        anna = session.scalar(select(Person).where(Person.email == EMAIL))
        if anna is None:
            anna = add_person(session, EMAIL, "Anna", Role.RESEARCHER)
            set_password(session, anna, PASSWORD)
        interviews = list(files_of(session, number))
        if not has_attributes(session, number):
            ages = [AttributeChange(each, "Leeftijd", _AGES[at % 3], "") for at, each in enumerate(interviews)]
            change_attributes(session, "Anna", number, ages)
        if not views_of(session, number, anna.id):
            save_view(session, number, anna.id, "Avonden", {"q": ["avond"]}, shared=True)
        reviewed = last_id(session, number)
    if not reviewed:
        _review(store, interviews[:_REVIEWED])
    with store.reading() as session:
        result, clusters = result_of(session, number, whole=True), latest_clusters(session, number)
    moments = find_turning_points(result)
    told = max((*moments.turning_points, *moments.others), key=lambda moment: moment.residents, default=None)
    return number, {
        "interview": interviews[-1],
        "theme": max(result.codebook.theme_ids, key=[code.theme for code in result.codes].count),
        "cluster": clusters[0][0].id if clusters and clusters[0] else None,
        "moment": told.id if told else None,
    }


def _review(store: Store, interviews: list[int]) -> None:
    """Decide about every code of some interviews."""
    for number in interviews:
        with store.writing() as session:
            for at, code in enumerate(interview_state(session, number).codes):
                act = Reject() if at % 3 == 0 else Confirm()
                span = (code.fragment.start, code.fragment.end)
                decide(session, Author(None, "Anna"), number, act, span=span, theme=code.theme)


def measure(address: str, project: int, parts: dict[str, object], times: int) -> dict[str, Measured]:
    """Ask for each page some times; pages of what the project does not have are left out."""
    found: dict[str, Measured] = {}
    lacking = [f"{{{name}}}" for name, value in parts.items() if value is None]
    with httpx.Client(base_url=address, timeout=900, trust_env=False) as client:
        client.post("/inloggen", data={"email": EMAIL, "password": PASSWORD, "naar": "/projecten"})
        keep_token(client, client.get("/projecten").raise_for_status().text)
        own = [(page or "(overzicht)", f"/projecten/{project}{page}") for page in PAGES]
        for page, path in [*own, *((f"{path} (alle projecten)", path) for path in EVERYWHERE)]:
            if any(name in path for name in lacking):
                continue
            found[page] = here = Measured([], [])
            for _ in range(times):
                start, spent = time.perf_counter(), _processor()
                client.get(path.format(**parts)).raise_for_status()
                here.seconds.append(time.perf_counter() - start)
                here.processor.append(_processor() - spent)
    return found


def _processor() -> float:
    """Seconds of the processor that the processes below this one took so far."""
    return sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children(recursive=True))


def work_in_run(home: Path, interviews: int) -> None:
    """Work in a home in which a project was run; it is run first when the home is empty."""
    from benchmarks.material import write_project
    from benchmarks.sizes import in_home, run

    fresh = not (home / "project").exists()
    home.mkdir(parents=True, exist_ok=True)
    in_home(home, lookup_tables())
    if fresh:
        write_project(home / "project", interviews)
        run(home, [home / "project"])


def main() -> None:
    """Run as a command."""
    from benchmarks.sizes import watched

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--interviews", type=int, default=100)
    parser.add_argument("--home", type=Path, help="Where the project is kept for the next time.")
    args = parser.parse_args()
    times = max(2, min(args.times, 50))
    with tempfile.TemporaryDirectory(prefix="narratief-pages-") as place:
        work_in_run((args.home or Path(place) / "home").resolve(), args.interviews)
        store = open_store()
        project, parts = furnish(store)
        store.close()
        with watched() as peak, running(Path(place) / "server.log") as address:
            found = measure(address, project, parts, times)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for page, own in found.items():
        print(
            f"{page:52} first {own.seconds[0]:6.3f}  then {median(own.seconds[1:]):6.3f}"
            f"  processor {median(own.processor[1:]):5.2f}"
        )
    print(f"memory of the workspace at most: {peak.together / 2**30:.2f} GiB")


if __name__ == "__main__":
    main()
