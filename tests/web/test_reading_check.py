"""How a transcript was read: speakers, pseudonyms in both directions, acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from narratief.domain.interview import Interview, Utterance
from narratief.pipeline.folders import project_on_disk
from narratief.privacy.vault.vault import Vault
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.coding.interviews import interview_row, load_interview
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.jobs.queue import jobs_of
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import accepted_readings
from narratief.store.schema import InterviewRow
from narratief.web.views.reading_check import capitals_left, counts_by_kind, replaced
from tests.web.conftest import LogIn
from tests.web.test_projects import made

TALK = Interview.build(
    "gesprek.txt",
    [
        Utterance("Anna", "Woont u aan de Lindenlaan?", "resident"),
        Utterance("[PERSOON-1]", "Ja, naast Kees Bakker. 😀 En Kees Bakker zag [ORGANISATIE-1] nooit.", "interviewer"),
    ],
)


@dataclass
class Case:
    """A project with one interview that was read, its upload still there."""

    client: TestClient
    store: Store
    project: int
    interview: int
    folder: Path

    @property
    def path(self) -> str:
        return f"/projecten/{self.project}/gesprekken/{self.interview}/inlezen"

    @property
    def row(self) -> InterviewRow:
        with self.store.reading() as session:
            return session.get_one(InterviewRow, self.interview)

    @property
    def roles(self) -> list[str]:
        with self.store.reading() as session:
            return [turn.role for turn in load_interview(session, session.get_one(InterviewRow, self.interview)).turns]

    def post(self, act: str, **fields: object) -> str:
        """Do something on the page without scripts; gives the page after it."""
        answer = self.client.post(f"{self.path}/{act}", data=fields)
        return self.client.get(answer.headers["location"]).text if answer.status_code == 303 else answer.text


@pytest.fixture
def case(log_in: LogIn, store: Store) -> Case:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    with store.reading() as session:
        row = get_project(session, number)
    project = project_on_disk(row)
    ProjectRepository.for_project(store, project).save_interview(TALK, "k1")
    Vault(project.key).store("gesprek.txt", {"[PERSOON-1]": ["Piet"], "[ORGANISATIE-1]": ["Stichting De Linde"]})
    (project.path / "gesprek.txt").write_text("Anna: Woont u …", "utf-8")
    with store.reading() as session:
        interview = interview_row(session, number, "gesprek.txt")
    return Case(client, store, number, interview.id, project.path)


def test_the_page_shows_turns_speakers_and_what_was_replaced(case: Case) -> None:
    page = case.client.get(case.path).text
    assert "Vervangen: 1 persoon, 1 werkgever of organisatie." in page
    assert page.count('class="pseudonym"') >= 3
    assert "Kees Bakker" in page
    assert "Keur het dan goed" in page


def test_speakers_are_swapped_and_fixed_by_label_and_by_turn(case: Case) -> None:
    assert "omgewisseld" in case.post("wisselen")
    assert case.roles == ["interviewer", "resident"]
    fields = {"speaker_0": "Anna", "role_0": "other", "speaker_1": "[PERSOON-1]", "role_1": "resident"}
    assert "De sprekers zijn opgeslagen" in case.post("sprekers", **fields)
    assert case.roles == ["other", "resident"]
    assert "niets veranderd" in case.post("sprekers", **fields)
    assert "1 beurt is veranderd" in case.post("beurten", turn_0="interviewer", turn_1="resident")
    assert case.roles == ["interviewer", "resident"]
    assert "geen bewoner meer" in case.post("beurten", turn_1="other")


def test_missed_words_are_hidden_everywhere_by_filling_them_in(case: Case) -> None:
    page = case.post("verbergen", words=" kees bakker ", kind="person")
    assert "Vervangen door [PERSOON-2], op 2 plekken" in page
    assert "Kees Bakker" not in case.row.text
    assert Vault(_key(case)).lookup("gesprek.txt", "[PERSOON-2]") == ["Kees Bakker"]
    assert "staan niet in het gesprek" in case.post("verbergen", words="Niemand", kind="person")


def test_selected_words_are_hidden_by_their_position(case: Case) -> None:
    start = case.row.text.index("Kees")
    fields = {"start": start, "end": start + len("Kees Bakker"), "edits": 0, "kind": "person"}
    told = case.client.post(f"{case.path}/verbergen", data=fields, headers={"accept": "application/json"})
    assert told.json()["told"] == "Vervangen door [PERSOON-2], op 2 plekken."
    again = case.client.post(f"{case.path}/verbergen", data=fields, headers={"accept": "application/json"})
    assert again.status_code == 409
    assert again.json()["error"] == "De tekst is intussen veranderd."


def test_what_was_wrongly_taken_is_put_back_and_noted_without_words(case: Case) -> None:
    assert "[ORGANISATIE-1] is teruggezet" in case.post("terugzetten", pseudonym="[ORGANISATIE-1]")
    assert "Stichting De Linde" in case.row.text
    with case.store.reading() as session:
        entry = audit_log(session, act="vault_restored")[0]
        assert get_project(session, case.project).keep_words == ["Stichting De Linde"]
    assert entry.details == {"interview": case.interview, "pseudonym": "[ORGANISATIE-1]"}


def test_accepting_erases_the_upload_and_starts_the_evaluation(case: Case) -> None:
    page = case.post("goedkeuren")
    assert "gesprek.txt is goedgekeurd. Het bestand met de echte namen is gewist." in page
    assert not (case.folder / "gesprek.txt").exists()
    assert (case.folder / "project.yaml").exists()
    with case.store.reading() as session:
        assert list(accepted_readings(session, case.project)) == ["gesprek.txt"]
        jobs = jobs_of(session, case.project)
    assert [(job.kind, job.settings) for job in jobs] == [("evaluate", {"files": ["gesprek.txt"]})]


def test_after_acceptance_only_who_may_open_the_vault_puts_words_back(case: Case, log_in: LogIn) -> None:
    case.post("goedkeuren")
    data = {"pseudonym": "[PERSOON-1]"}
    assert case.client.post(f"{case.path}/terugzetten", data=data).status_code == 403
    assert log_in(Role.RESEARCHER).post(f"{case.path}/terugzetten", data=data).status_code == 403
    keeper = log_in(Role.RESEARCHER, name="Kluis", vault=True)
    assert keeper.post(f"{case.path}/terugzetten", data=data).status_code == 303


def test_an_accepted_gesprek_is_not_replaced_or_removed_by_the_evaluator(case: Case) -> None:
    case.post("goedkeuren")
    files = [("files", ("gesprek.txt", "Interviewer: Nog een keer?\n\nBewoner: Ja."))]
    assert "al een goedgekeurd gesprek" in case.client.post(f"/projecten/{case.project}/bestanden", files=files).text
    answer = case.client.post(f"/projecten/{case.project}/bestanden/verwijderen", data={"file": "gesprek.txt"})
    assert answer.status_code == 409


def test_a_removed_interview_leaves_nothing_behind(case: Case) -> None:
    case.client.post(f"/projecten/{case.project}/bestanden/verwijderen", data={"file": "gesprek.txt"})
    with case.store.reading() as session:
        assert interview_row(session, case.project, "gesprek.txt") is None
    assert Vault(_key(case)).originals("gesprek.txt") == {}
    assert not (case.folder / "gesprek.txt").exists()


def test_an_interview_of_another_project_is_not_reached_through_ones_own(case: Case, log_in: LogIn) -> None:
    other = log_in(Role.EVALUATOR, name="Ander")
    own = made(other, title="Iets anders")
    assert other.get(f"/projecten/{own}/gesprekken/{case.interview}/inlezen").status_code == 404
    assert other.get(case.path).status_code == 403


def test_capitals_that_were_left_are_listed_and_pseudonyms_are_not() -> None:
    assert [(each.words, each.times) for each in capitals_left(TALK)] == [("Kees Bakker", 2), ("Lindenlaan", 1)]
    assert counts_by_kind(replaced(TALK)) == [("persoon", 1), ("werkgever of organisatie", 1)]


def test_what_stayed_is_asked_by_whole_names_in_their_sentence_the_doubtful_first(case: Case) -> None:
    page = case.client.get(case.path).text
    doubt, rest = page.index('id="twijfel"'), page.index('id="ten-onrechte"')
    assert doubt < page.index("<strong>Kees Bakker</strong>") < rest
    assert "Ja, naast Kees Bakker." in page[doubt:rest]
    after = case.post("verbergen", word="Kees Bakker", kind="person")
    assert "<strong>Kees Bakker</strong>" not in after[after.index('id="vervangen"') : after.index('id="ten-onrechte"')]
    assert "Kees Bakker" not in case.row.text


def test_what_was_replaced_is_shown_with_its_words_until_the_transcript_is_gone(case: Case, log_in: LogIn) -> None:
    page = case.client.get(case.path).text
    shown = page[page.index('id="ten-onrechte"') :]
    assert "<strong>Stichting De Linde</strong>" in shown
    assert "En Kees Bakker zag [ORGANISATIE-1] nooit." in shown
    case.post("goedkeuren")
    assert "Stichting De Linde" not in case.client.get(case.path).text
    assert "Stichting De Linde" not in log_in(Role.ADMINISTRATOR, name="Baas").get(case.path).text


def _key(case: Case) -> str:
    with case.store.reading() as session:
        return get_project(session, case.project).key
