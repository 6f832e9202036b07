"""The page with words that stay and words that go: shown first, then saved, and the words kept in the vault alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from narratief.domain.decision import Author
from narratief.domain.interview import Interview, Utterance
from narratief.domain.marked import Marked
from narratief.privacy.vault.vault import Vault
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import accept_reading
from narratief.store.schema import InterviewRow
from narratief.store.vault_key_agreement import agree_on_vault_key
from tests.web.conftest import LogIn
from tests.web.test_projects import made

SAID = "De Man Met De Hond kwam ook. [PERSOON-1] zag [PERSOON-2], en Kwasts kwast lag er. Bel [TELEFOON-1]."
LISTS = {"blijft": "Wietske Hoekstra", "weg": "de man met de hond\norganisatie: Kwast"}


@dataclass
class Case:
    client: TestClient
    store: Store
    project: int
    interview: int

    @property
    def path(self) -> str:
        return f"/projecten/{self.project}/woorden"

    @property
    def text(self) -> str:
        with self.store.reading() as session:
            return session.get_one(InterviewRow, self.interview).text

    @property
    def vault(self) -> Vault:
        with self.store.reading() as session:
            return Vault(get_project(session, self.project).key)

    def marked(self) -> Marked:
        return ProjectRepository(self.store, self.project).marked_words()

    def save(self, client: TestClient | None = None, **lists: str) -> str:
        """Look at what lists change, and save them as the page asks; gives what was shown."""
        client = client or self.client
        shown = client.post(self.path, data=lists).text
        seen = re.search(r'name="gezien" value="(\w+)"', shown)
        assert seen, shown
        answer = client.post(f"{self.path}/opslaan", data=lists | {"gezien": seen[1]})
        assert answer.status_code == 303, answer.text
        return shown


@pytest.fixture
def case(log_in: LogIn, store: Store) -> Case:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    agree_on_vault_key(store)
    kept = ProjectRepository(store, number)
    talk = [Utterance("Anna", "Wie kwam er?", "interviewer"), Utterance("Bewoner", SAID, "resident")]
    kept.save_interview(Interview.build("gesprek.txt", talk), "k1")
    with store.reading() as session:
        key = get_project(session, number).key
        row = session.query(InterviewRow).filter_by(project_id=number).one().id
    Vault(key).store(
        "gesprek.txt",
        {
            "[PERSOON-1]": ["Wietske Hoekstra", "Wietske"],
            "[PERSOON-2]": ["Jan Hoekstra"],
            "[TELEFOON-1]": ["06 12345678"],
        },
    )
    return Case(client, store, number, row)


def test_what_changes_is_shown_before_anything_does(case: Case) -> None:
    before = case.text
    shown = case.client.post(case.path, data=LISTS).text
    assert "1 plek in 1 gesprek" in shown
    assert "De Man Met De Hond kwam ook." in shown
    assert "Wietske Hoekstra zag [PERSOON-2]" in shown
    assert "Jan Hoekstra" not in shown
    assert case.text == before
    assert case.marked() == Marked()


def test_lists_are_carried_out_and_hold_for_what_is_read_later(case: Case, own_home: Path, tmp_path: Path) -> None:
    case.save(blijft=LISTS["blijft"], weg=LISTS["weg"] + "\nbolle schele gerrit")
    assert "Wietske Hoekstra zag [PERSOON-2], en [ORGANISATIE-1]s kwast lag er." in case.text
    assert re.search(r"\[PERSOON-3\] kwam ook", case.text)
    assert case.vault.lookup("gesprek.txt", "[PERSOON-3]") == ["De Man Met De Hond"]
    assert case.vault.interviews() == ["gesprek.txt"]
    marked = case.marked()
    assert marked.keep == ("Wietske Hoekstra",)
    assert ("person", "de man met de hond") in marked.hide
    page = case.client.get(case.path).text
    assert "de man met de hond\nbolle schele gerrit\norganisatie: Kwast" in page
    # nowhere on the disk in plain words, the database included (what a text had before stays in its journal a while)
    for path in [each for folder in (own_home, tmp_path) for each in folder.rglob("*") if each.is_file()]:
        if "cache" not in path.parts:
            assert b"schele gerrit" not in path.read_bytes().lower(), path
    with case.store.reading() as session:
        entry = next(each for each in audit_log(session) if each.act == "lists_changed")
    assert entry.details == {"keep": 1, "hide": 3, "places": 3}


def test_saving_again_changes_nothing_and_a_word_less_changes_no_text(case: Case) -> None:
    case.save(**LISTS)
    after = case.text
    assert "verandert niets" in case.save(**LISTS)
    case.save(blijft="", weg="")
    assert case.text == after
    assert case.marked().keep == ()
    assert case.vault.words_to_hide() == ()


def test_what_was_not_shown_is_not_saved(case: Case) -> None:
    before = case.text
    answer = case.client.post(f"{case.path}/opslaan", data=LISTS | {"gezien": "x"})
    assert answer.status_code == 200
    assert "intussen veranderd" in answer.text
    assert case.text == before
    assert case.vault.words_to_hide() == ()


def test_what_cannot_be_is_told(case: Case) -> None:
    for lists, told in (
        ({"blijft": "06 12345678"}, "gaat altijd weg"),
        ({"blijft": "Kwast", "weg": "kwast"}, "staat ook bij wat weggaat"),
        ({"weg": "!!"}, "Regel 1 is geen naam"),
        ({"weg": "\n".join(f"Naam {number}" for number in range(201))}, "hoogstens 200"),
    ):
        for path in (case.path, f"{case.path}/opslaan"):
            answer = case.client.post(path, data=lists)
            assert answer.status_code == 422
            assert told in answer.text


def test_a_name_comes_back_after_acceptance_only_for_who_may_open_the_vault(case: Case, log_in: LogIn) -> None:
    with case.store.writing() as session:
        accept_reading(session, Author(None, "Rik"), case.interview)
    lists = {"blijft": "Wietske Hoekstra", "weg": ""}
    shown = case.save(**lists)
    assert "zag [PERSOON-2]" not in shown
    assert "[PERSOON-1] zag" in case.text
    case.save(log_in(Role.ADMINISTRATOR, name="Bea"), **lists)
    assert "Wietske Hoekstra zag" in case.text
