"""The right to erasure: an interview, a project or only the names, gone from everywhere; for the administrator."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from narratief.data_protection.project_files import results_dir
from narratief.domain.errors import Problem
from narratief.domain.interview import Interview, Utterance
from narratief.domain.locations import home_dir
from narratief.pipeline.folders import project_on_disk
from narratief.privacy.vault.vault import Vault
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log, note
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.jobs.queue import add_job, finish_job, jobs_of
from narratief.store.project_repository import ProjectRepository
from narratief.store.schema import ProjectRow
from narratief.store.written import note_written
from tests.web.conftest import LogIn
from tests.web.test_projects import made

REASON = "Verzoek van een bewoner"


class Case:
    """A project of the workspace with two interviews, their names, files and tables."""

    def __init__(self, store: Store, log_in: LogIn) -> None:
        self.store, self.boss = store, log_in(Role.ADMINISTRATOR)
        self.id = made(self.boss)
        with store.reading() as session:
            self.row: ProjectRow = get_project(session, self.id)
        self.path, self.folder = f"/projecten/{self.id}/wissen", Path(self.row.folder)
        work, self.vault = ProjectRepository.for_project(store, project_on_disk(self.row)), Vault(self.row.key)
        for file in ("a.txt", "b.txt"):
            said = [Utterance("I", "Hoe was het?", "interviewer"), Utterance("B", f"Zeldzaam {file[0]}.", "resident")]
            work.save_interview(Interview.build(file, said), file)
            (self.folder / file).write_text("Zeldzaam", "utf-8")
            self.vault.store(file, {"[PERSOON-1]": ["Kwast"]})
        self.made_from = [results_dir() / self.row.name, home_dir() / "werk" / self.row.key / "clusters"]
        for folder in self.made_from:
            folder.mkdir(parents=True)
            (folder / "tabel.txt").write_text("Zeldzaam a", "utf-8")

    def interviews(self) -> dict[str, int]:
        with self.store.reading() as session:
            return {row.file: row.id for row in interviews_of(session, self.id)}


@pytest.fixture
def case(store: Store, log_in: LogIn) -> Case:
    return Case(store, log_in)


def test_an_interview_goes_with_all_that_was_made_of_it(case: Case) -> None:
    form = {"gesprek": str(case.interviews()["a.txt"]), "reden": REASON}
    with case.store.writing() as session:
        job = add_job(session, "evaluate", "Eva", case.id, {"files": ["a.txt", "b.txt"]})
        note(session, "upload_erased", None, project_id=case.id, details={"file": "a.txt"})
        finish_job(session, job.id, [Problem("a.txt", "Let op.", "Kijk na.")], {})
    assert case.boss.post(f"{case.path}/gesprek", data=form).status_code == 422  # not sure yet
    assert case.boss.post(f"{case.path}/gesprek", data=form | {"zeker": "1"}).status_code == 303
    assert list(case.interviews()) == ["b.txt"]
    assert not (case.folder / "a.txt").exists()
    assert (case.folder / "b.txt").exists()
    assert case.vault.interviews() == ["b.txt"]
    assert not any(folder.exists() for folder in case.made_from)
    with case.store.reading() as session:
        entry = audit_log(session, act="erased")[0]
        logged, job = audit_log(session, act="upload_erased")[0], jobs_of(session, case.id)[0]
    assert entry.details["reason"] == REASON
    assert "a.txt" not in str([entry.details, logged.details, job.settings, job.problems])
    assert job.settings["files"] == ["b.txt"]
    assert REASON in case.boss.get("/beheer/logboek").text


def test_a_project_goes_once_its_title_is_typed_over(case: Case) -> None:
    form = {"titel": "Iets anders", "reden_project": REASON}
    assert case.boss.post(f"{case.path}/project", data=form).status_code == 422
    title = {"titel": "herinrichting lindenlaan"}
    assert case.boss.post(f"{case.path}/project", data=form | title).status_code == 303
    assert not case.folder.exists()
    assert case.vault.interviews() == []
    assert not any(folder.exists() for folder in case.made_from)
    assert "Herinrichting" not in case.boss.get("/projecten").text
    assert case.boss.get(case.path).status_code == 404


def test_the_names_can_go_alone(case: Case) -> None:
    form = {"reden_kluis": "Bewaartermijn voorbij", "zeker_kluis": "1"}
    assert case.boss.post(f"{case.path}/kluis", data=form).status_code == 303
    assert not case.vault.is_there()
    assert len(case.interviews()) == 2
    assert "Naamkluis gewist" in case.boss.get("/beheer/logboek").text
    assert "Namen wissen" not in case.boss.get(case.path).text
    opened = case.boss.get(f"/projecten/{case.id}/kluis").text
    assert "vernietigd" in opened
    assert "Naamkluis openen" not in opened
    reading = f"/projecten/{case.id}/gesprekken/{case.interviews()['a.txt']}/inlezen"
    assert 'name="pseudonym"' not in case.boss.get(reading).text  # nothing can be put back
    assert "weet niemand meer wie wie is" in case.boss.get(f"/projecten/{case.id}").text


def test_the_names_go_without_the_key_too_but_an_interview_stays_until_it_is_back(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", str(case.folder / "weg"))
    one = {"gesprek": str(case.interviews()["a.txt"]), "reden": REASON, "zeker": "1"}
    told = case.boss.post(f"{case.path}/gesprek", data=one)
    assert told.status_code == 400
    assert "sleutel" in told.text
    assert len(case.interviews()) == 2
    assert (case.folder / "a.txt").exists()
    form = {"reden_kluis": "Sleutel kwijt", "zeker_kluis": "1"}
    assert case.boss.post(f"{case.path}/kluis", data=form).status_code == 303
    assert not case.vault.is_there()


def test_files_that_were_written_elsewhere_go_too(case: Case, tmp_path: Path) -> None:
    own, overall = tmp_path / "gedeeld/verslag.docx", tmp_path / "gedeeld/overzicht.xlsx"
    own.parent.mkdir()
    for path in (own, overall):
        path.write_text("Zeldzaam a", "utf-8")
    with case.store.writing() as session:
        note_written(session, case.id, [own])
        note_written(session, None, [overall, tmp_path / "al-weg.csv"])
    form = {"gesprek": str(case.interviews()["a.txt"]), "reden": REASON, "zeker": "1"}
    assert case.boss.post(f"{case.path}/gesprek", data=form).status_code == 303
    assert list(own.parent.iterdir()) == []


def test_examples_in_the_codebook_go_too(case: Case) -> None:
    said = "Toen de gele heks over de dijk vloog"
    work = ProjectRepository.for_project(case.store, project_on_disk(case.row))
    work.save_interview(Interview.build("a.txt", [Utterance("B", f"{said}.", "resident")]), "a.txt")
    book = {"extends": "standaard", "themes": [{"id": "x", "examples": [said, "iets anders"]}]}
    (case.folder / "codebook.yaml").write_text(yaml.safe_dump(book), "utf-8")
    (case.folder / "codebook.yaml.vorige").write_text(said, "utf-8")
    form = {"gesprek": str(case.interviews()["a.txt"]), "reden": REASON, "zeker": "1"}
    assert case.boss.post(f"{case.path}/gesprek", data=form).status_code == 303
    left = yaml.safe_load((case.folder / "codebook.yaml").read_text("utf-8"))
    assert left["themes"][0]["examples"] == ["iets anders"]
    assert not (case.folder / "codebook.yaml.vorige").exists()


def test_nothing_is_erased_while_work_goes_on(case: Case) -> None:
    with case.store.writing() as session:
        add_job(session, "evaluate", "Eva", case.id, {"files": ["a.txt"]})
    form = {"gesprek": str(case.interviews()["a.txt"]), "reden": REASON, "zeker": "1"}
    assert case.boss.post(f"{case.path}/gesprek", data=form).status_code == 409
    assert len(case.interviews()) == 2
    with case.store.reading() as session:
        assert len(jobs_of(session, case.id)) == 1


def test_an_interview_of_another_project_stays(case: Case) -> None:
    other = made(case.boss, title="Ander project")
    form = {"gesprek": str(case.interviews()["a.txt"]), "reden": REASON, "zeker": "1"}
    assert case.boss.post(f"/projecten/{other}/wissen/gesprek", data=form).status_code == 404
    assert len(case.interviews()) == 2


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.RESEARCHER, Role.PARTICIPATION])
def test_others_do_not_erase(case: Case, log_in: LogIn, role: Role) -> None:
    client = log_in(role)
    assert client.get(case.path).status_code == 403
    for act in ("gesprek", "kluis", "project"):
        form = {"gesprek": "1", "reden": REASON, "zeker": "1", "titel": "Herinrichting Lindenlaan"}
        assert client.post(f"{case.path}/{act}", data=form).status_code == 403
    assert len(case.interviews()) == 2
