"""Projects: made, changed, seen by who may."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from narratief.domain.project import Phase, ProjectFacts
from narratief.store.accounts.access import Role
from narratief.store.coding.projects import facts_of, get_project
from narratief.store.database import Store
from narratief.web.forms.project import ProjectFields, check_form, empty_form
from tests.web.conftest import LogIn

FORM = {
    "title": "Herinrichting Lindenlaan",
    "start": "2026-01",
    "end": "2026-06",
    "talks_start": "2026-07",
    "talks_end": "2026-08",
    "participation_level": "raadplegen",
    "costs": "€ 12.500,50",
    "interviewers": "Interviewer",
    "phase_label_0": "Ontwerp",
    "phase_start_0": "2026-01",
}


def made(client: TestClient, **changes: str) -> int:
    """Make a project in the browser; gives its number."""
    answer = client.post("/projecten/nieuw", data=FORM | changes)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].split("/")[2])


def test_a_project_is_made_with_its_facts_folder_and_codebook(log_in: LogIn, store: Store) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    with store.reading() as session:
        row = get_project(session, number)
        facts = facts_of(row)
    assert facts.period == "2026-01/2026-06"
    assert facts.costs == 12500.5
    assert facts.talks == "2026-07/2026-08"
    assert facts.phases == (Phase(label="Ontwerp", start="2026-01"),)
    assert "Herinrichting Lindenlaan" in (Path(row.folder) / "project.yaml").read_text("utf-8")
    assert "Herinrichting Lindenlaan" in client.get("/projecten").text
    assert "Transcripten uploaden" in client.get(f"/projecten/{number}").text


def test_two_projects_may_have_the_same_title(log_in: LogIn) -> None:
    client = log_in(Role.RESEARCHER)
    assert made(client) != made(client)


@pytest.mark.parametrize(
    ("costs", "shown"), [(12500.0, "12500"), (12500.5, "12500,50"), (1234567.0, "1234567"), (123456.78, "123456,78")]
)
def test_an_amount_is_shown_whole_and_read_again(costs: float, shown: str) -> None:
    form = empty_form(ProjectFacts(title="Plein", costs=costs))
    assert form.values.costs == shown
    assert check_form(form.values).facts.costs == costs


def test_wrong_fields_are_told_with_what_was_filled_in(log_in: LogIn) -> None:
    client = log_in(Role.EVALUATOR)
    wrong = {"title": "", "start": "2026-07", "end": "2026-06", "costs": "veel", "phase_label_0": "", "scale": "wijk"}
    answer = client.post("/projecten/nieuw", data=FORM | wrong)
    assert answer.status_code == 422
    for words in (
        "Vul een titel in",
        "Het einde ligt voor het begin",
        "alleen cijfers",
        "Geef fase 1 een naam",
        "wijk",
    ):
        assert words in answer.text


def test_facts_are_changed_and_survive_the_form(log_in: LogIn, store: Store) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    assert client.post(f"/projecten/{number}/gegevens", data=FORM | {"title": "Lindenlaan"}).status_code == 303
    with store.reading() as session:
        facts = facts_of(get_project(session, number))
    again = empty_form(facts)
    rows = {f"phase_{part}_0": value for part, value in again.phases[0]._asdict().items()}
    assert check_form(ProjectFields(**again.values.model_dump(), **rows), facts).facts == facts


@pytest.mark.parametrize(
    "interviewers", [(), ("Interviewer", "Anna"), {"gesprek-1.docx": "Anna", "gesprek-2.docx": "Bert"}]
)
def test_interviewers_survive_the_form(interviewers: object) -> None:
    facts = ProjectFacts(title="x", interviewers=interviewers)
    assert check_form(empty_form(facts).values).facts == facts


def test_an_evaluator_sees_own_projects_only(log_in: LogIn) -> None:
    number = made(log_in(Role.EVALUATOR))
    other = log_in(Role.EVALUATOR, name="Ander")
    assert other.get(f"/projecten/{number}").status_code == 403
    assert "Lindenlaan" not in other.get("/projecten").text
    assert log_in(Role.RESEARCHER).get(f"/projecten/{number}").status_code == 200


def test_the_participation_team_sees_no_transcripts_and_makes_no_projects(log_in: LogIn) -> None:
    number = made(log_in(Role.EVALUATOR))
    team = log_in(Role.PARTICIPATION)
    assert team.get(f"/projecten/{number}").status_code == 200
    assert team.get(f"/projecten/{number}/bestanden").status_code == 403
    assert team.get("/projecten/nieuw").status_code == 403
    assert team.post("/projecten/nieuw", data=FORM).status_code == 403


@pytest.mark.parametrize("page", ["", "/gesprekken", "/synthese", "/momenten"])
def test_a_page_holds_one_connection_at_a_time(log_in: LogIn, store: Store, page: str) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    out: list[int] = []
    held = 0

    def taken(*_: object) -> None:
        nonlocal held
        held += 1
        out.append(held)

    def given_back(*_: object) -> None:
        nonlocal held
        held -= 1

    event.listen(store.engine, "checkout", taken)
    event.listen(store.engine, "checkin", given_back)
    assert client.get(f"/projecten/{number}{page}").status_code == 200
    assert max(out) == 1, "who holds one while waiting for another can wait for others who do the same"
