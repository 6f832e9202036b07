"""What Prefect's users see of a project beside its states: a page of what came of it, and how far the work is.

Neither has words of residents: what is wrong with a file is told by `hidden_name` and count, since its name may be a
resident's and the message may quote the transcript. Who may read that finds it in the report.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.runtime import flow_run
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY

from flows.run_names import title_of
from narratief.domain.errors import Problem
from narratief.domain.progress import listening
from narratief.domain.project import TRANSCRIPT_SUFFIXES
from narratief.domain.project_identity import IDENTITY_FILE
from narratief.pipeline.evaluate import ProjectOutcome
from narratief.privacy.file_names import hidden_name

log = logging.getLogger(__name__)
_OFTEN = 2.0
"""Seconds between two updates of one step. Chosen: a person sees it move, and Prefect's server has other work."""
_MOST_FILES = 50
"""Files named in a page. Chosen: more are told as a number."""
_OWN_FILES = frozenset({"project.yaml", "codebook.yaml", IDENTITY_FILE})
"""Files of a project that are called the same for everybody."""
_RESULTS = ("synthese.html", "synthese.xlsx", "verslag.md", "codes.csv", "clusters.html", "kaart.html")
"""Outputs that a page links to, in this order; their names say nothing of anybody."""


def project_page(outcome: ProjectOutcome) -> None:
    """Keep a page on what a run did for a project with the present run; a server that is away stops no work."""
    title = title_of(outcome.project)
    try:
        mark = hashlib.sha256(outcome.project.encode()).hexdigest()[:6]  # two projects may have one title
        create_markdown_artifact(page_of(outcome, title), f"{key_of('project', title)}-{mark}", f"{title}: uitkomst")
    except Exception as error:  # noqa: BLE001 - the project is done, whatever a page would say of it
        log.warning("no page on a project: %s", type(error).__name__)


def page_of(outcome: ProjectOutcome, title: str) -> str:
    """Markdown on what a run did for a project."""
    rows = [
        ("Gesprekken gebruikt", len(outcome.files)),
        ("Nieuw gelezen", outcome.taken_in),
        ("Opnieuw gecodeerd", outcome.coded),
        ("Niet gelukt", sum(problem.fatal for problem in outcome.problems)),
        ("Let op", sum(not problem.fatal for problem in outcome.problems)),
    ]
    parts = [f"# {_plain(title)}", "| | |\n|---|---:|\n" + "\n".join(f"| {name} | {count} |" for name, count in rows)]
    if links := _links(outcome.written):
        parts.append("## Uitkomsten\n\n" + "\n".join(links))
    if outcome.problems:
        parts.append("## Wat aandacht vraagt\n\n" + "\n".join(_problems(outcome.problems)))
    return "\n\n".join(parts) + "\n"


@contextmanager
def progress_shown() -> Iterator[None]:
    """Show in Prefect how far each step of the present run is, where somebody may look.

    Nobody looks at a server that ends with the run, which is known by its lack of heartbeats.
    """
    if flow_run.id is None or PREFECT_FLOWS_HEARTBEAT_FREQUENCY.value() is None:
        yield
        return
    with listening(_Shown().tell):
        yield


class _Shown:
    """Progress artifacts of one run, a bar for each step."""

    def __init__(self) -> None:
        self._context = copy_context()  # work in another thread belongs to the same run
        self._bars: dict[str, tuple[UUID, float, float]] = {}
        self._lock = Lock()
        self._away = False

    def tell(self, step: str, done: int, total: int) -> None:
        """Show how far a step is; never raises, since the work goes on without."""
        if self._away:
            return
        share = 100.0 * min(done, total) / max(total, 1)
        with self._lock:
            try:
                self._show(step, share)
            except Exception as error:  # noqa: BLE001 - a bar is no reason to stop
                log.warning("no progress shown: %s", type(error).__name__)
                self._away = True

    def _show(self, step: str, share: float) -> None:
        """Make a step's bar, or move it unless it moved just now."""
        now = time.monotonic()
        if step not in self._bars:
            made = self._run(lambda: create_progress_artifact(share, key_of("voortgang", step), step))
            self._bars[step] = (made, now, share)
            return
        bar, moved, before = self._bars[step]
        if share == before or (share < 100.0 and now - moved < _OFTEN):
            return
        self._run(lambda: update_progress_artifact(bar, share, step))
        self._bars[step] = (bar, now, share)

    def _run(self, act: Callable[[], Any]) -> Any:
        """Do something as the run that this is about."""
        return self._context.copy().run(act)


def key_of(kind: str, title: str) -> str:
    """Key of an artifact: lower-case letters, digits and dashes, the same for each run of a project."""
    bare = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return f"{kind}-{bare[:80]}".strip("-")


def _links(written: list[str]) -> list[str]:
    """Lines with the outputs that people open, as links to where they are."""
    at = {Path(path).name: Path(path) for path in reversed(written)}
    known = [at[name].resolve() for name in _RESULTS if name in at]
    return [f"- [{path.name}]({path.as_uri()}) (`{path}`)" for path in known]


def _problems(problems: list[Problem]) -> list[str]:
    """Lines with the files that something is the matter with, by neutral names; the report has the rest."""
    count = Counter((_neutral(problem.file), problem.fatal) for problem in problems)
    lines = [
        f"- {name}: {'niet gelukt' if fatal else 'let op'}{f' ({times} keer)' if times > 1 else ''}"
        for (name, fatal), times in count.most_common(_MOST_FILES)
    ]
    if (more := len(count) - _MOST_FILES) > 0:
        lines.append(f"- en nog {more}")
    return [*lines, "", "Wat er precies is, staat in `verslag.md` van het project, en in de werkplek."]


def _neutral(file: str) -> str:
    """What a problem is about, without saying whose it is."""
    if file in _OWN_FILES:
        return file
    name = hidden_name(file)
    return name if Path(file).suffix.lower() in TRANSCRIPT_SUFFIXES else name.partition(".")[0]


def _plain(title: str) -> str:
    """A title in which no character means anything to Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", title)
