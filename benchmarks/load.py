"""Many researchers at once: they review while transcripts are uploaded and read.

``python -m benchmarks.load`` starts the real workspace on loopback with a store of its own, logs researchers in with
their passwords, lets each answer codes of the review queue while others upload transcripts, and prints how long an
answer takes and whether every answer and every upload is in the store. It ends with status 1 when anything failed or
is missing. Number and time are bounded.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from benchmarks.workspace import keep_token, running
from sqlalchemy import select

from narratief.domain.code import Code
from narratief.domain.codebook_file import default_codebook
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import ProjectFacts, load_project
from narratief.store.accounts.access import Role
from narratief.store.accounts.people import add_person, give_project, set_password
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.projects import new_project
from narratief.store.database import Store, open_store
from narratief.store.project_repository import ProjectRepository
from narratief.store.schema import DecisionRow

MOST_RESEARCHERS, MOST_DECISIONS, MOST_UPLOADS, MOST_SECONDS = 50, 100, 500, 1200
PASSWORD = "een lange zin als wachtwoord"  # noqa: S105 - of accounts in a store that is thrown away
CODES_PER_INTERVIEW = 20
_ACTS = {"ja": "confirm", "nee": "reject", "ander": "change", "later": "later"}
_JSON = {"accept": "application/json"}
_UPLOADERS = 4
_FIRST = 5  # answers of each researcher that are told apart: after a start much is worked out for the first time


@dataclass(frozen=True, slots=True)
class Load:
    """How much is asked of the workspace.

    Attributes
    ----------
    pause
        Mean seconds that a researcher thinks before each answer.
    seconds
        After this the benchmark stops, whatever is still under way.
    """

    researchers: int = 20
    decisions: int = 30
    uploads: int = 200
    pause: float = 1.0
    seconds: float = 540.0

    def __post_init__(self) -> None:
        """Keep every load bounded.

        Raises
        ------
        ValueError
            When more is asked than this benchmark may do.
        """
        bounds = (MOST_RESEARCHERS, MOST_DECISIONS, MOST_UPLOADS, MOST_SECONDS)
        asked = (self.researchers, self.decisions, self.uploads, self.seconds)
        if any(not 0 < number <= most for number, most in zip(asked, bounds, strict=True)):
            raise ValueError(f"researchers, decisions, uploads and seconds may be at most {bounds}")


Answer = tuple[str, int, int, int, str, str]
"""Who, interview, start, end, theme and kind of a decision."""


@dataclass(slots=True)
class Seen:
    """What the researchers and uploaders saw.

    Attributes
    ----------
    waits, warm, fetches
        Seconds of each decision, of those after the first few of each researcher, and of each look for the next codes.
    sent
        Decisions that the workspace said it kept.
    """

    waits: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    fetches: list[float] = field(default_factory=list)
    sent: Counter[Answer] = field(default_factory=Counter)
    uploaded: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a load.

    Attributes
    ----------
    kept
        Decisions in the store.
    read
        Uploaded transcripts that were read.
    reviewing, reading
        Seconds until the last decision, and until the last transcript was read.
    """

    asked: Load
    seen: Seen
    kept: Counter[Answer]
    read: set[str]
    reviewing: float
    reading: float

    @property
    def whole(self) -> bool:
        """True when nothing failed and everything that was asked is in the store."""
        asked = self.asked.researchers * self.asked.decisions
        return (
            not self.seen.errors
            and self.kept == self.seen.sent
            and self.kept.total() == asked
            and self.read == self.seen.uploaded
            and len(self.read) == self.asked.uploads
        )


def prepare(store: Store, folder: Path, load: Load) -> tuple[int, dict[str, list[int]]]:
    """Make accounts and a project with coded interviews.

    Parameters
    ----------
    folder
        Empty folder for the project's uploads, where the workspace keeps those of its own projects.

    Returns
    -------
    tuple
        The project's number, and per researcher's e-mail address the interviews that they review.
    """
    emails = [f"onderzoeker-{number}@gemeente.nl" for number in range(load.researchers)]
    with store.writing() as session:
        project = new_project(session, ProjectFacts(title="Veel tegelijk", period="2026-01/2026-06"), folder)
        for email in emails:
            person = add_person(session, email, email.partition("@")[0], Role.RESEARCHER)
            set_password(session, person, PASSWORD)
        eva = add_person(session, "eva@gemeente.nl", "Eva", Role.EVALUATOR)
        set_password(session, eva, PASSWORD)
        give_project(session, eva.id, project.id)
        project_id = project.id
    work = ProjectRepository.for_project(store, load_project(folder))
    themes = work.codebook(default_codebook()).theme_ids
    each = -(-load.decisions // CODES_PER_INTERVIEW)
    for number in range(load.researchers * each):
        _keep_coded(work, f"nakijken-{number:03}.txt", themes, number)
    with store.reading() as session:
        rows = [row.id for row in interviews_of(session, project_id)]
    return project_id, {email: rows[at * each : (at + 1) * each] for at, email in enumerate(emails)}


def _keep_coded(work: ProjectRepository, file: str, themes: Sequence[str], number: int) -> None:
    """Keep an interview of which every answer is a fragment with a theme."""
    told = [
        f"Antwoord {at} van gesprek {number}: er kwam een avond, en daarna nog een."
        for at in range(CODES_PER_INTERVIEW)
    ]
    talk = [
        Utterance("Vrager", "En toen?", "interviewer") if side == 0 else Utterance("Bewoner", text, "resident")
        for text in told
        for side in (0, 1)
    ]
    interview = Interview.build(file, talk)
    fragments, codes = [], []
    for at, turn in enumerate(interview.resident_turns):
        place = (turn.index, at, at, turn.start, turn.end)
        fragments.append(Fragment("veel", file, *place, turn.text, "En toen?"))
        codes.append(Code(fragments[-1].id, themes[(number + at) % len(themes)], 0.5 + 0.02 * at))
    work.save_interview(interview, f"key of {file}")
    work.save_coding(file, "run", tuple(fragments), tuple(codes))


def transcript(number: int) -> bytes:
    """Give a transcript to upload, with a name and an address in it, each one different."""
    lines = [
        f"Interviewer: Hoe begon het voor u, in huis {number}?",
        f"Bewoner: Ik ben Wubbo Schelvisch en ik woon op de Lindenlaan {number}. Er kwam een brief in de bus.",
        "Interviewer: En daarna?",
        "Bewoner: We hebben onze ideeën ingeleverd, en daarna hebben we er nooit meer iets van gehoord.",
    ]
    return "\n".join(lines).encode()


async def put_under(address: str, project: int, mine: dict[str, list[int]], load: Load) -> tuple[Seen, float]:
    """Let researchers review and uploads come in, all at once; gives what they saw, and how long reviewing took."""
    seen = Seen()
    limits = httpx.Limits(max_connections=4)
    clients = [
        httpx.AsyncClient(base_url=address, timeout=120, limits=limits, trust_env=False, follow_redirects=False)
        for _ in range(len(mine) + 1)
    ]
    try:
        emails = [*mine, "eva@gemeente.nl"]
        await asyncio.gather(*(_log_in(client, email) for client, email in zip(clients, emails, strict=True)))
        start = time.monotonic()
        uploading = asyncio.create_task(_upload_all(clients[-1], project, load, seen))
        people = zip(clients, mine.items(), strict=False)
        await asyncio.gather(*(_review(client, project, email, own, load, seen) for client, (email, own) in people))
        reviewing = time.monotonic() - start
        await uploading
    finally:
        for client in clients:
            await client.aclose()
    return seen, reviewing


async def _log_in(client: httpx.AsyncClient, email: str) -> None:
    """Log in as people do.

    Raises
    ------
    RuntimeError
        When the workspace refuses.
    """
    answer = await client.post("/inloggen", data={"email": email, "password": PASSWORD, "naar": "/projecten"})
    if answer.status_code != 303 or answer.headers["location"] != "/projecten":
        raise RuntimeError(f"{email} could not log in: {answer.status_code}")
    keep_token(client, (await client.get("/projecten")).raise_for_status().text)


async def _review(
    client: httpx.AsyncClient, project: int, email: str, interviews: Sequence[int], load: Load, seen: Seen
) -> None:
    """Answer codes as the page's script does: fetch some, send answers one by one, fetch again."""
    dice, left, base = random.Random(email), load.decisions, f"/projecten/{project}/nakijken"  # noqa: S311 - no secret
    try:
        (await client.get(base)).raise_for_status()
        for interview in interviews:
            done: list[str] = []
            while left:
                start = time.monotonic()
                found = await client.get(
                    f"{base}/volgende", params={"gesprek": interview, "aantal": 12, "zonder": done}
                )
                seen.fetches.append(time.monotonic() - start)
                told = found.raise_for_status().json()
                if not told["items"]:
                    break
                for item in told["items"][:left]:
                    await asyncio.sleep(load.pause * dice.uniform(0.5, 1.5))
                    took = await _answer(client, base, email, item, told["seen"], dice, seen)
                    seen.waits.append(took)
                    if load.decisions - left >= _FIRST:
                        seen.warm.append(took)
                    done.append(item["key"])
                    left -= 1
    except (httpx.HTTPError, ValueError) as error:
        seen.errors.append(f"{email}: {type(error).__name__} {error}")


async def _answer(
    client: httpx.AsyncClient, base: str, email: str, item: dict, known: int, dice: random.Random, seen: Seen
) -> float:
    """Send one answer, and give how many seconds it took."""
    act = dice.choice(list(_ACTS))
    themes = [theme for theme in default_codebook().theme_ids if theme != item["theme"]]
    form = {key: str(item[key]) for key in ("interview", "start", "end", "theme")}
    form |= {"act": act, "seen": str(known), "asked": f"{email}-{item['key']}"}
    if act == "ander":
        form["new_theme"] = dice.choice(themes)
    start = time.monotonic()
    answer = await client.post(base, data=form, headers=_JSON)
    took = time.monotonic() - start
    if answer.status_code == 200 and len(answer.json()["decisions"]) == 1:
        who = email.partition("@")[0]
        seen.sent[who, item["interview"], item["start"], item["end"], item["theme"], _ACTS[act]] += 1
    else:
        seen.errors.append(f"{email}: {answer.status_code} {answer.text[:200]}")
    return took


async def _upload_all(client: httpx.AsyncClient, project: int, load: Load, seen: Seen) -> None:
    """Upload all transcripts, a few at a time, each in a request of its own."""
    waiting = iter(range(load.uploads))

    async def some() -> None:
        for number in waiting:
            name = f"upload-{number:03}.txt"
            try:
                answer = await client.post(
                    f"/projecten/{project}/bestanden",
                    files=[("files", (name, transcript(number)))],
                    headers=_JSON,
                )
                told = answer.raise_for_status().json()["files"]
            except (httpx.HTTPError, ValueError) as error:
                seen.errors.append(f"{name}: {type(error).__name__} {error}")
                continue
            if [one["kept"] for one in told] == [True]:
                seen.uploaded.add(name)
            else:
                seen.errors.append(f"{name}: {told}")

    await asyncio.gather(*(some() for _ in range(_UPLOADERS)))


def decisions_of(store: Store, project: int) -> Counter[Answer]:
    """Count what the store has of every decision on a code."""
    query = select(
        DecisionRow.who,
        DecisionRow.interview_id,
        DecisionRow.start,
        DecisionRow.end,
        DecisionRow.theme,
        DecisionRow.kind,
    ).where(DecisionRow.project_id == project, DecisionRow.kind.in_(list(_ACTS.values())))
    with store.reading() as session:
        return Counter(tuple(row) for row in session.execute(query))


def read_of(store: Store, project: int) -> set[str]:
    """Give the uploaded transcripts that were read."""
    with store.reading() as session:
        return {row.file for row in interviews_of(session, project) if row.file.startswith("upload-")}


def measure(store: Store, folder: Path, log: Path, load: Load, environment: dict[str, str] | None = None) -> Outcome:
    """Prepare a store, start the workspace on it, and put it under a load.

    Parameters
    ----------
    log
        File for what the server prints.
    environment
        Variables for the server beside those of this process.
    """
    end = time.monotonic() + load.seconds
    project, mine = prepare(store, folder, load)
    with running(log, environment) as address:
        start = time.monotonic()
        left = end - start
        seen, reviewing = asyncio.run(asyncio.wait_for(put_under(address, project, mine, load), left))
        while read_of(store, project) != seen.uploaded and time.monotonic() < end:
            time.sleep(0.5)
        reading = time.monotonic() - start
    return Outcome(load, seen, decisions_of(store, project), read_of(store, project), reviewing, reading)


def told(outcome: Outcome) -> str:
    """Give the figures as lines of text."""
    seen, asked = outcome.seen, outcome.asked
    lost = (seen.sent - outcome.kept).total()
    lines = [
        f"{asked.researchers} researchers, {asked.decisions} decisions each, pause {asked.pause:g} s",
        f"{asked.uploads} uploads, {os.cpu_count()} cores",
        f"decision: {_spread(seen.waits)}",
        f"decision, after the first {_FIRST} of each: {_spread(seen.warm)}",
        f"next codes: {_spread(seen.fetches)}",
        f"errors: {len(seen.errors)}",
        f"decisions: {len(seen.waits)} sent, {outcome.kept.total()} in the store, {lost} lost",
        f"uploads: {len(seen.uploaded)} taken in of {asked.uploads}, {len(outcome.read)} read",
        f"reviewing took {outcome.reviewing:.0f} s, reading all uploads {outcome.reading:.0f} s",
    ]
    return "\n".join([*lines, *seen.errors[:10]])


def _spread(seconds: Sequence[float]) -> str:
    """Give median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(seconds)
    if not ordered:
        return "none"
    p50, p95 = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95))
    return f"p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms, max {1000 * ordered[-1]:.0f} ms ({len(ordered)})"


def main() -> int:
    """Run as a command; gives 1 when something failed or is missing."""
    parser = argparse.ArgumentParser(description="Many researchers at once, on loopback.")
    for name, kind in (
        ("researchers", int),
        ("decisions", int),
        ("uploads", int),
        ("pause", float),
        ("seconds", float),
    ):
        parser.add_argument(f"--{name}", type=kind, default=getattr(Load(), name))
    parser.add_argument("--database", help="Address of an empty PostgreSQL database; default: SQLite.")
    given = parser.parse_args()
    load = Load(given.researchers, given.decisions, given.uploads, given.pause, given.seconds)
    with tempfile.TemporaryDirectory(prefix="narratief-load-") as place:
        home = Path(place)
        tables = Path(os.environ.get("NARRATIEF_HOME") or Path.home() / ".local/share/narratief") / "cache"
        if tables.is_dir():  # deduce's look-up tables take a minute to build
            (home / "cache").symlink_to(tables, target_is_directory=True)
        os.environ.update(NARRATIEF_HOME=str(home), NARRATIEF_VAULT=str(home / "vault"))
        os.environ.pop("NARRATIEF_DATABASE_URL", None)
        if given.database:
            os.environ["NARRATIEF_DATABASE_URL"] = given.database
        folder = home / "projecten" / "veel-tegelijk"
        folder.mkdir(parents=True, mode=0o700)
        store = open_store()
        outcome = measure(store, folder, home / "server.log", load)
        store.close()
    print(told(outcome))
    return 0 if outcome.whole else 1


if __name__ == "__main__":
    sys.exit(main())
