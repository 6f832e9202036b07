"""The accepted version of the tagger is what the next coding uses, in the workspace and on the command line alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from narratief.domain.decision import Author
from narratief.domain.project import load_project
from narratief.nlp.classifier_head import load_head
from narratief.nlp.correction import Correction
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.models_version import models_version
from narratief.pipeline.open_project import open_folder, open_kept
from narratief.pipeline.take_in import take_in
from narratief.store.accounts.access import Role
from narratief.store.database import Store
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.learning import propose_tagger
from tests.web.conftest import LogIn

FILE = "a.txt"
TALK = """Interviewer: Hoe was het?
Bewoner: De koffie was lekker en de zaal was warm. Daarna gingen we met de fiets naar huis.
Interviewer: En daarna?
Bewoner: Wij hebben onze ideeën ingeleverd en er daarna nooit meer iets van gehoord.
"""


def loud(theme: str) -> bytes:
    """A correction with which the tagger gives a theme to everything."""
    width = load_head().mean.shape[1]
    return Correction((theme,), np.ones(1), np.array([20.0]), np.zeros((1, width))).to_bytes()


def given(work: ProjectRepository) -> set[str]:
    """The themes that count now."""
    fragments, codes = work.coding(FILE)
    assert fragments
    return {code.theme for code in codes}


def proposed(store: Store, project_id: int, theme: str, models: str) -> int:
    with store.writing() as session:
        score = {"decisions": 10, "right": 8, "f1": 0.8, "surprise": 0.4}
        learned = {"decisions": 30, "unknown": [], "models": models}
        weights = loud(theme)
        return propose_tagger(
            session, Author(None, "Anna"), project_id, weights, learned_from=learned, before=score, after=score
        ).id


@pytest.fixture
def work(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectRepository:
    """A project with one coded interview, on the test's store for the command line's functions too."""
    monkeypatch.setattr("narratief.pipeline.open_project.open_store", lambda: store)
    folder = tmp_path / "plein"
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Het plein\n", "utf-8")
    (folder / FILE).write_text(TALK, "utf-8")
    assert take_in(open_folder(folder)).files == [FILE]
    assert code_interviews(open_folder(folder), [FILE]).new == 1
    return ProjectRepository.for_project(store, load_project(folder))


@pytest.mark.slow
def test_an_accepted_version_recodes_and_rolling_it_back_undoes_that(work: ProjectRepository, log_in: LogIn) -> None:
    client, folder = log_in(Role.RESEARCHER), Path(load_folder(work))
    path = f"/projecten/{work.project_id}/leren"
    shipped = given(work)
    theme = next(theme for theme in load_head().themes if theme not in shipped)
    version = proposed(work.store, work.project_id, theme, models_version())

    assert code_interviews(open_kept(work.store, work.project_id), [FILE]).new == 0  # proposed is not in use
    client.post(f"{path}/{version}/goedkeuren")
    assert code_interviews(open_kept(work.store, work.project_id), [FILE]).new == 1
    assert given(work) == shipped | {theme}
    assert (
        code_interviews(open_folder(folder), [FILE]).new == 0
    )  # the command line knows that it was done with this version

    client.post(f"{path}/{version}/terugdraaien")
    assert code_interviews(open_folder(folder), [FILE]).new == 0  # the earlier coding is still there, and counts again
    assert given(work) == shipped
    client.post(f"{path}/{version}/goedkeuren")
    code_interviews(open_folder(folder), [FILE])
    assert given(work) == shipped | {theme}


@pytest.mark.slow
def test_a_version_learned_on_other_models_is_left_aside_and_that_is_told(
    work: ProjectRepository, log_in: LogIn
) -> None:
    client, shipped = log_in(Role.RESEARCHER), given(work)
    theme = next(theme for theme in load_head().themes if theme not in shipped)
    version = proposed(work.store, work.project_id, theme, "models of last year")
    path = f"/projecten/{work.project_id}/leren"
    client.post(f"{path}/{version}/goedkeuren")
    code_interviews(open_kept(work.store, work.project_id), [FILE])
    assert given(work) == shipped
    assert "past niet meer bij de herkenning" in client.get(path).text


def load_folder(work: ProjectRepository) -> str:
    """The folder of the project."""
    from narratief.store.coding.projects import get_project

    with work.store.reading() as session:
        return get_project(session, work.project_id).folder
