"""What the store knows: suggestions that people judged, and samples that they coded blind."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.actions import Confirm, Reject
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.domain.project import load_project
from narratief.nlp.figures import calibration_error
from narratief.store.accounts.access import Role
from narratief.store.accounts.people import add_person
from narratief.store.coding.interviews import interviews_of
from narratief.store.database import Store
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import decide
from narratief.store.review.result import result_of
from narratief.store.review.samples import assign, code_blind, draw_sample, finish_assignment, items_of
from tests.databases import a_store
from tests.web.researcher.conftest import TALKS, coding, interview


def _project(store: Store, folder: Path) -> int:
    """Keep the four interviews of TALKS, coded by the machine."""
    folder.mkdir()
    work = ProjectRepository.for_project(store, load_project(folder))
    codebook = work.codebook(default_codebook())
    themes = {theme: theme for theme in codebook.theme_ids} | {"no_feedback": "feedback_silence"}
    for file in TALKS:
        talk = interview(file)
        work.save_interview(talk, file)
        work.save_coding(file, "run", *coding(talk, themes))
    return work.project_id


def test_trust_follows_decisions_and_blind_coding(request, tmp_path: Path) -> None:
    with a_store("sqlite", request, tmp_path / "a.sqlite3") as store:
        project = _project(store, tmp_path / "plein")
        with store.reading() as session:
            before = result_of(session, project).trust
        assert (before.interviews, before.answers, before.fragments) == (4, 6, 8)
        assert (before.coded, before.confirmed, before.judged) == (7, 0, ())
        assert before.among_people is None
        assert before.error == calibration_error()
        assert 0 < before.error < 0.1

        with store.writing() as session:
            row = interviews_of(session, project)[0]
            result = result_of(session, project)
            by_fragment = {fragment.id: fragment for fragment in result.fragments if fragment.interview == row.file}
            own = [code for code in result.codes if code.fragment in by_fragment]
            for code, kind in zip(own, (Confirm(), Reject()), strict=False):
                place = by_fragment[code.fragment]
                span = (place.start, place.end)
                decide(session, Author(None, "Anna"), row.id, kind, span=span, theme=code.theme)
            sample = draw_sample(session, Author(None, "Anna"), project, 6, seed=1)
            for name, theme in (("anna", "influence_doubt"), ("bo", "influence_doubt")):
                person = add_person(session, f"{name}@gemeente.nl", name, Role.RESEARCHER)
                task = assign(session, sample.id, person.id)
                for place, item in enumerate(items_of(session, sample.id)):
                    code_blind(session, task.id, item.id, [theme] if place % 2 else [])
                finish_assignment(session, task.id)
        with store.reading() as session:
            after = result_of(session, project, confirmed_only=True).trust
        assert (len(after.judged), after.kept) == (2, 1)
        assert {score for score, _ in after.judged} == {code.score for code in own[:2]}
        assert after.confirmed == 1
        assert (after.among_people.alpha, after.among_people.people, after.among_people.fragments) == (1.0, 2, 6)
        assert after.with_machine is not None
