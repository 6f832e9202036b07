"""Background work in a thread of the server's process: jobs are taken from the store one by one."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from narratief.data_protection.backup.before_upgrade import clear_old_backups
from narratief.data_protection.retention import KIND as RETENTION
from narratief.data_protection.retention import expired_projects, local_today
from narratief.domain.errors import Problem, StepError, Stopped, place_of
from narratief.domain.progress import listening
from narratief.pipeline.project_lock import alone_on_project
from narratief.pipeline.recovery import recover_work
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.faults import is_away, told_of
from narratief.store.jobs.queue import (
    SILENCE,
    active_jobs,
    add_job,
    fail_job,
    finish_job,
    put_back,
    recover_jobs,
    requeue,
    take_job,
    tell_progress,
)
from narratief.store.schema import Job

log = logging.getLogger(__name__)
_PAUSE = 2.0  # seconds between looks at the queue; chosen: a job of this server wakes the worker at once
_LAST_STEP = 5.0  # seconds that a job's step gets to end when the server stops; chosen, most take less
_BEAT = 30.0  # seconds between signs of life; a tenth of the silence after which another server takes a job over
_TOLD_EVERY = 0.4  # seconds between reports of progress; chosen: the page that shows them asks every second


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job gave: what was wrong with single files, and figures to show."""

    problems: Sequence[Problem] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


Work = Callable[[Store, Job], Outcome]


class Worker:
    """Takes jobs from the store and does them, in one thread.

    Parameters
    ----------
    kinds
        Kind of job → what does it; see `narratief.pipeline.job_kinds`.
    clock
        What tells the day, by which retention periods end.
    prepare
        What is done once before the first job, as soon as the worker starts; nothing by default.
    beside
        Whether its jobs may go on while others work on the same project; such a worker looks after nothing else.
    """

    def __init__(
        self,
        store: Store,
        kinds: Mapping[str, Work],
        clock: Callable[[], dt.date] = local_today,
        prepare: Callable[[], None] | None = None,
        *,
        beside: bool = False,
    ) -> None:
        self._store, self._kinds, self._clock, self._prepare = store, kinds, clock, prepare
        self._beside = beside
        self._looked_on: dt.date | None = None
        self._name = f"{socket.gethostname()}-{os.getpid()}{'-naast' if beside else ''}"
        self._wake, self._closing = Event(), Event()
        self._threads: list[Thread] = []
        self._beat: tuple[int, str, int, int] | None = None
        self._told = 0.0
        self._untold: list[Callable[[], None]] = []

    def start(self) -> None:
        """Begin; what a killed server left is taken up again first."""
        if not self._beside:
            alone = self._store.engine.dialect.name == "sqlite"
            with self._store.writing() as session:
                recover_jobs(session, silence=timedelta(0) if alone else SILENCE)
            recover_work(self._store)
        self._closing.clear()
        self._threads = [Thread(target=run, name=name, daemon=True) for name, run in self._parts()]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no more jobs; one that runs is cut off at its next step, and waits for the next start.

        One whose step goes on for longer is put back while it goes on, which ends with the process.
        """
        self._closing.set()
        self._wake.set()
        for thread in self._threads:
            thread.join(timeout=_LAST_STEP)
        if (beat := self._beat) is not None:
            self._cut_off(beat[0])

    @property
    def alive(self) -> bool:
        """Whether it takes jobs: started, not closing, and none of its threads fell away."""
        return bool(self._threads) and not self._closing.is_set() and all(thread.is_alive() for thread in self._threads)

    def wake(self) -> None:
        """Tell that there is a new job, so that it does not wait for the next look."""
        self._wake.set()

    def look_at_retention(self) -> None:
        """Put a job in the queue for each project whose retention period is over; once a day, and at the start."""
        today = self._clock()
        if self._looked_on == today:
            return
        with self._store.writing() as session:
            for ended in expired_projects(session, today):
                settings = {"day": today.isoformat()}
                if not any(job.kind == RETENTION for job in active_jobs(session, ended.project_id)):
                    add_job(session, RETENTION, "narratief", ended.project_id, settings)
        clear_old_backups()
        self._looked_on = today

    def run_waiting(self) -> int:
        """Do all jobs that wait, in the calling thread, and count them."""
        done = 0
        while self._one():
            done += 1
        return done

    def _parts(self) -> list[tuple[str, Callable[[], None]]]:
        """Names of the threads and what each runs."""
        return [("narratief-werk", self._work), ("narratief-hartslag", self._keep_beating)]

    def _work(self) -> None:
        """Do jobs until the worker closes, and sleep while there are none."""
        try:
            if self._prepare is not None:
                self._prepare()
        except Exception as error:  # noqa: BLE001 - the first job says it again; the thread must go on
            log.warning("work not prepared: %s", place_of(error))
        while not self._closing.is_set():
            try:
                if not self._beside:
                    self.look_at_retention()
                busy = self._one()
            except Exception as error:  # noqa: BLE001 - the database was busy or away; the thread must go on
                log.warning("job not taken: %s", place_of(error))
                busy = False
            if not busy:
                self._wake.wait(_PAUSE)
                self._wake.clear()

    def _one(self) -> bool:
        """Do the next job; False when none waits."""
        while self._untold:
            self._untold[0]()
            self._untold.pop(0)
        with self._store.reading() as session:
            waiting = select(func.count()).select_from(Job).where(Job.state == "queued", Job.kind.in_(self._kinds))
            if not session.scalar(waiting):
                return False
        with self._store.writing() as session:
            job = take_job(session, self._name, list(self._kinds))
        if job is None:
            return False
        self._beat = (job.id, "", 0, 1)
        log.info("job %s begun: %s", job.id, job.kind)
        try:
            with (
                listening(lambda step, done, total: self._heard(job.id, step, done, total)),
                self._alone_on(job.project_id),
            ):
                outcome = self._kinds[job.kind](self._store, job)
        except Stopped:
            self._cut_off(job.id)
        except Exception as error:  # noqa: BLE001 - told to the user; the worker goes on with other jobs
            self._went_wrong(job.id, error)
        else:
            self._finished(job.id, outcome)
            log.info("job %s done", job.id)
        finally:
            self._beat = None
        return True

    def _went_wrong(self, job_id: int, error: Exception) -> None:
        """Note what the user is told of an error; the log gets its kind and place only: its words may be private."""
        told = told_of(error)
        if isinstance(told, StepError) and not self._wanted(job_id):
            self._cut_off(job_id)  # a step that was cut off may tell it by an error of its own
            return
        if told is not error or isinstance(told, StepError):
            log.error("job %s failed: %s", job_id, place_of(error))
        self._failed(job_id, told.message, told.remedy, again=is_away(error))

    def _heard(self, job_id: int, step: str, done: int, total: int) -> None:
        """Pass progress on, not too often; ends the job when somebody stopped it."""
        moment = time.monotonic()
        last = self._beat
        self._beat = (job_id, step, done, total)
        if last and last[1] == step and done < total and moment - self._told < _TOLD_EVERY:
            return
        self._told = moment
        with self._store.writing() as session:
            tell_progress(session, job_id, step, done, total)
        if not self._wanted(job_id):
            raise Stopped

    def _keep_beating(self) -> None:
        """Show a sign of life while a long step (loading a model) reports nothing."""
        while not self._closing.wait(_BEAT):
            beat = self._beat
            try:
                if beat is not None:
                    with self._store.writing() as session:
                        tell_progress(session, *beat)
                self._rescue()
            except Exception as error:  # noqa: BLE001 - the next beat may succeed
                log.warning("no sign of life given: %s", place_of(error))

    def _rescue(self) -> None:
        """Put jobs of a server that fell silent in the queue again: on a shared database it may have been another."""
        with self._store.writing() as session:
            if recover_jobs(session):
                self._wake.set()

    @contextmanager
    def _alone_on(self, project_id: int | None) -> Iterator[None]:
        """Let no other process (`narratief run`) evaluate the project meanwhile."""
        if project_id is None or self._beside:
            yield
            return
        with self._store.reading() as session:
            key = get_project(session, project_id).key
        with alone_on_project(key, self._store):
            yield

    def _wanted(self, job_id: int) -> bool:
        """Tell whether a job should go on: nobody stopped it, and the server does not close."""
        with self._store.reading() as session:
            state = session.scalar(select(Job.state).where(Job.id == job_id))
        return state == "running" and not self._closing.is_set()

    def _finished(self, job_id: int, outcome: Outcome) -> None:
        """Note that a job is done, unless somebody stopped it meanwhile."""

        def note() -> None:
            with self._store.writing() as session:
                if session.scalar(select(Job.state).where(Job.id == job_id)) == "running":
                    finish_job(session, job_id, outcome.problems, outcome.figures)

        self._noted(note)

    def _failed(self, job_id: int, error: str, remedy: str, *, again: bool = False) -> None:
        """Note why a job failed and what the user can do; or let it wait for another try, when `again` and it may."""

        def note() -> None:
            with self._store.writing() as session:
                if session.scalar(select(Job.worker).where(Job.id == job_id)) != self._name:
                    return  # it was put back while its last step went on
                if not (again and requeue(session, job_id)):
                    fail_job(session, job_id, error, remedy)

        self._noted(note)

    def _noted(self, note: Callable[[], None]) -> None:
        """Note something in the store; later when the database is away: a job must not seem to run for ever."""
        try:
            note()
        except DBAPIError as error:
            log.warning("not noted yet: %s", place_of(error))
            self._untold.append(note)

    def _cut_off(self, job_id: int) -> None:
        """Put a job that was cut off by closing back in the queue; one that somebody stopped stays so."""

        def note() -> None:
            with self._store.writing() as session:
                put_back(session, job_id, self._name)

        if self._closing.is_set():
            self._noted(note)
            log.info("job %s put back: the server stops", job_id)
