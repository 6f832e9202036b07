"""How a run is called in Prefect, what state it ends in, and what is told of it: never a word of a resident."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from flows.artifacts import key_of, page_of
from flows.chosen import chosen_projects
from flows.evaluate import evaluate_all, evaluate_project
from flows.outcome import WITH_PROBLEMS, NotProcessed, all_as_state, failing_as_state, one_as_state
from flows.run_names import step_named, title_of, titles_of
from flows.task_options import AGAIN, HEAVY, TAG, can_pass, run_seconds
from flows.tasks import TASKS, code_batch
from prefect.states import Failed
from sqlalchemy.exc import OperationalError

from narratief.domain.errors import InputError, PassingError, Problem, StepError, StorageError
from narratief.pipeline.evaluate import ProjectOutcome
from narratief.store.faults import busy_database, told_of

FILE = "Wubbo Schelvisch.docx"
WORDS = "wij hoorden nooit meer iets"
REFUSED = Problem(FILE, f"Niet te lezen: {WORDS}", "Doe iets.")


@pytest.fixture
def folder(tmp_path: Path) -> str:
    place = tmp_path / "lindenlaan"
    place.mkdir()
    (place / "project.yaml").write_text("title: Herinrichting Lindenlaan\n", "utf-8")
    return str(place)


def _silent(told: str) -> bool:
    return not any(word in told for word in ("Wubbo", "Schelvisch", WORDS))


def test_a_run_is_called_after_its_project_and_step(folder: str, tmp_path: Path) -> None:
    assert (
        step_named("coderen")(parameters={"project": folder, "names": [FILE]}) == "Herinrichting Lindenlaan – coderen"
    )
    batch = step_named("gesprekken")(parameters={"project": folder, "names": ["a", "b"]})
    assert batch == "Herinrichting Lindenlaan – gesprekken (2)"
    over = step_named("overzicht")(parameters={"parts": [(folder, [FILE]), (folder, [])], "out_dir": "uit"})
    assert over == "Herinrichting Lindenlaan en 1 ander – overzicht"
    assert titles_of([folder] * 3) == "Herinrichting Lindenlaan en 2 andere"
    assert title_of(str(tmp_path / "weg")) == "weg"  # one that is not there is told by its flow


def test_a_title_is_short_and_one_line(folder: str) -> None:
    Path(folder, "project.yaml").write_text(f"title: |\n  een\n  {'lang ' * 40}\n", "utf-8")
    assert len(title_of(folder)) <= 60
    assert "\n" not in title_of(folder)


def test_a_project_without_a_usable_file_failed(folder: str) -> None:
    state = one_as_state(ProjectOutcome(folder, problems=[REFUSED, REFUSED]))
    assert state.is_failed()
    assert state.message == "Herinrichting Lindenlaan is niet verwerkt: geen van de 2 bestanden was te gebruiken."
    with pytest.raises(NotProcessed) as caught:
        raise state.data  # result() is a coroutine where an event loop runs, as beside a browser
    assert caught.value.outcomes == [ProjectOutcome(folder, problems=[REFUSED, REFUSED])]
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.outcomes) == (str(caught.value), caught.value.outcomes)


def test_a_project_with_problems_says_so_in_its_state(folder: str) -> None:
    good = one_as_state(ProjectOutcome(folder, ["a.txt"], taken_in=1))
    assert (good.name, good.message) == ("Completed", "Herinrichting Lindenlaan: 1 gesprek verwerkt, 1 nieuw.")
    some = one_as_state(ProjectOutcome(folder, ["a.txt", "b.txt"], problems=[REFUSED]))
    assert some.is_completed()
    assert some.name == WITH_PROBLEMS
    assert _silent(some.message)


def test_a_run_over_projects_failed_when_one_of_them_did(folder: str) -> None:
    done, not_done = ProjectOutcome(folder, ["a.txt"]), ProjectOutcome(folder, problems=[REFUSED])
    assert all_as_state([done, done]).message == "2 projecten verwerkt, 2 gesprekken."
    state = all_as_state([done, not_done])
    assert state.is_failed()
    assert state.message == "Niet verwerkt, 1 van de 2 projecten: Herinrichting Lindenlaan."
    with pytest.raises(NotProcessed) as caught:
        raise state.data  # result() is a coroutine where an event loop runs, as beside a browser
    assert caught.value.outcomes == [done, not_done]


def test_an_error_is_a_state_without_the_file_that_it_names() -> None:
    @failing_as_state
    def broken(error: Exception) -> None:
        raise error

    state = broken(InputError(FILE, "Dit bestand is te groot.", "Lever het in delen aan."))
    assert state.is_failed()
    assert state.message == "Dit bestand is te groot. Lever het in delen aan."
    assert "KeyError in read.py:12" in broken(StepError("KeyError in read.py:12")).message
    with pytest.raises(InputError):
        raise state.data  # result() is a coroutine where an event loop runs, as beside a browser


def test_only_what_can_pass_is_tried_again() -> None:
    away = told_of(OperationalError("SELECT 1", {}, Exception("connection refused")))
    assert isinstance(away, PassingError)
    assert can_pass(None, None, Failed(data=away))
    assert can_pass(None, None, Failed(data=busy_database()))
    for lasting in (
        StorageError("schijf", "vol", ""),
        InputError(FILE, "kapot", ""),
        StepError("x.py:1"),
        ValueError(),
    ):
        assert not can_pass(None, None, Failed(data=lasting))
    assert AGAIN["retry_condition_fn"] is can_pass


def test_every_step_has_a_name_tags_and_a_condition() -> None:
    for name in TASKS.__slots__:
        step = getattr(TASKS, name)
        assert TAG in step.tags
        assert callable(step.task_run_name)
        assert not step.retries or step.retry_condition_fn is can_pass
    assert {TAG, HEAVY} <= code_batch.tags & TASKS.code.tags & TASKS.cluster.tags


def test_a_run_has_a_time_limit_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert evaluate_project.timeout_seconds == evaluate_all.timeout_seconds == run_seconds()
    monkeypatch.setenv("NARRATIEF_RUN_HOURS", "3")
    assert run_seconds() == 3 * 3600
    monkeypatch.setenv("NARRATIEF_RUN_HOURS", "veel")
    assert run_seconds() == 24 * 3600


def test_a_page_tells_counts_and_places_and_no_words(folder: str, tmp_path: Path) -> None:
    written = [str(tmp_path / "uit" / name) for name in ("codes.csv", "synthese.html", "verslag.md")]
    warning = Problem(FILE, WORDS, "", fatal=False)
    outcome = ProjectOutcome(folder, ["a", "b"], 1, 2, written, [REFUSED, warning, Problem("codebook.yaml", "x", "y")])
    page = page_of(outcome, "Plein *nieuw*")
    assert _silent(page)
    assert r"# Plein \*nieuw\*" in page
    assert "| Gesprekken gebruikt | 2 |" in page
    assert "| Niet gelukt | 2 |" in page
    assert f"[synthese.html]({(tmp_path / 'uit' / 'synthese.html').as_uri()})" in page
    assert "- codebook.yaml: niet gelukt" in page
    assert page.count("gesprek-") == 2


def test_a_page_names_no_more_than_a_person_reads(folder: str) -> None:
    many = [Problem(f"{number}.txt", "x", "y") for number in range(80)]
    page = page_of(ProjectOutcome(folder, problems=many), "Plein")
    assert page.count("gesprek-") == 50
    assert "- en nog 30" in page


def test_a_key_is_what_prefect_takes() -> None:
    assert key_of("project", "Wijk & Verkeersplan 'Noord'") == "project-wijk-verkeersplan-noord"
    assert key_of("project", "…") == "project"


def test_projects_are_given_by_name_or_by_the_folder_they_are_in(folder: str, tmp_path: Path) -> None:
    assert chosen_projects([folder], "elders") == [folder]
    assert chosen_projects(None, str(tmp_path)) == [folder]
    with pytest.raises(InputError, match="projects_dir"):
        chosen_projects([], "")
    with pytest.raises(InputError, match="geen projectmap"):
        chosen_projects(None, str(tmp_path / "lindenlaan"))
