"""Two projects with all that hangs on a project, so that what belongs to one can be asked for in the other."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from narratief.domain.actions import Confirm
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.domain.project import load_project
from narratief.pipeline.folders import projects_dir
from narratief.store.accounts.access import Role
from narratief.store.accounts.people import add_person, give_project
from narratief.store.attributes import AttributeChange, change_attributes
from narratief.store.coding.interviews import interviews_of
from narratief.store.database import Store
from narratief.store.jobs.queue import add_job, fail_job
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import decide
from narratief.store.review.learning import propose_tagger
from narratief.store.review.project_state import project_state
from narratief.store.review.samples import assign, draw_sample
from narratief.store.saved_views import save_view
from narratief.store.schema import Person
from tests.web.conftest import LogIn, browser_of
from tests.web.researcher.conftest import TALKS, coding, interview


@dataclass
class Numbers:
    """What an address of a project can name."""

    project_id: int
    interview_id: int
    decision_id: int
    job_id: int
    sample_id: int
    version_id: int
    view_id: int

    def as_path(self, person: int) -> dict[str, object]:
        """Values for every parameter of a path."""
        names = {"topic": "c-x", "theme": "influence_doubt", "moment": "m-x", "number": 1, "act": "afwijzen"}
        return vars(self) | names | {"person_id": person, "token": "geen"}


@dataclass
class Town:
    """The workspace with its people.

    Attributes
    ----------
    clients
        Letter → browser: V visitor, C closed account, E evaluator of `own`, S evaluator of neither, R researcher,
        K researcher who may open the vault, P participation team, A administrator.
    somebody
        Number of an account that nobody uses.
    """

    store: Store
    own: Numbers
    other: Numbers
    clients: dict[str, TestClient]
    somebody: int


def a_project(store: Store, name: str, boss: Author) -> Numbers:
    """A project with a coded interview, a decision, a failed job, a sample and a learned version."""
    folder = projects_dir() / name
    folder.mkdir()
    (folder / "project.yaml").write_text(f"title: {name}\n", "utf-8")
    work, codebook = ProjectRepository.for_project(store, load_project(folder)), default_codebook()
    work.codebook(codebook)
    themes = {theme: theme for theme in codebook.theme_ids} | {"no_feedback": "decision_opacity"}
    for file in TALKS:
        talk = interview(file)
        work.save_interview(talk, f"{name} {file}")
        work.save_coding(file, "run", *coding(talk, themes))
    with store.writing() as session:
        number = work.project_id
        one = interviews_of(session, number)[0].id
        code = next(c for c in project_state(session, number).interviews[one].codes if c.theme == "influence_doubt")
        place = (code.fragment.start, code.fragment.end)
        decision = decide(session, boss, one, Confirm(), span=place, theme=code.theme)
        job = add_job(session, "read", boss.name, number, {})
        change_attributes(session, boss.name, number, [AttributeChange(one, "rol", "huurder", "")])
        sample = draw_sample(session, boss, number, 2, seed=1, name="s", themes=[])
        learned = {"decisions": 1, "last": decision.id, "strength": 1.0, "unknown": [], "models": "x"}
        score = {"decisions": 2, "right": 1, "f1": 0.5, "surprise": 0.5}
        version = propose_tagger(session, boss, number, b"", learned_from=learned, before=score, after=score)
        fail_job(session, job.id, "Dit lukte niet.")
        assign(session, sample.id, boss.id or 0)
        view = save_view(session, number, boss.id or 0, "avond", {"q": ["avond"]}, shared=True)
        return Numbers(number, one, decision.id, job.id, sample.id, version.id, view)


@pytest.fixture
def town(app: FastAPI, store: Store, log_in: LogIn) -> Town:
    """Two projects, and a browser of everyone who may come by."""
    clients = {
        "V": browser_of(app),
        "C": log_in(Role.ADMINISTRATOR, name="Weg"),
        "E": log_in(Role.EVALUATOR),
        "S": log_in(Role.EVALUATOR, name="Vreemd"),
        "R": log_in(Role.RESEARCHER),
        "K": log_in(Role.RESEARCHER, name="Kluis", vault=True),
        "P": log_in(Role.PARTICIPATION),
        "A": log_in(Role.ADMINISTRATOR),
    }
    boss = Author(clients["A"].person, "Administrator")
    own, other = a_project(store, "eigen", boss), a_project(store, "ander", boss)
    with store.writing() as session:
        give_project(session, clients["E"].person, own.project_id)
        session.get_one(Person, clients["C"].person).active = False
        somebody = add_person(session, "iemand@gemeente.nl", "Iemand", Role.RESEARCHER).id
    return Town(store, own, other, clients, somebody)
