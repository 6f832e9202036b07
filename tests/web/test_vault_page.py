"""The page about the vault: what is held on one person; and uploads that are named after residents."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratief.domain.interview import Interview, Utterance
from narratief.pipeline.folders import project_on_disk
from narratief.pipeline.open_project import open_kept
from narratief.pipeline.take_in import take_in
from narratief.pipeline.transcript_status import transcripts_of
from narratief.privacy.vault.vault import Vault
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.projects import facts_of, get_project
from narratief.store.database import Store
from narratief.store.project_repository import ProjectRepository
from tests.web.conftest import LogIn
from tests.web.test_projects import made

FORM = {"wie": "Gerda Kwast", "reden": "Verzoek om inzage", "soort": ".html"}


@pytest.fixture
def project(store: Store, log_in: LogIn) -> int:
    number = made(log_in(Role.ADMINISTRATOR, name="Baas"))
    with store.reading() as session:
        row = get_project(session, number)
    said = [Utterance("I", "Hoe was het?", "interviewer"), Utterance("B", "Ik ben [PERSOON-1].", "resident")]
    ProjectRepository.for_project(store, project_on_disk(row)).save_interview(Interview.build("a.txt", said), "a.txt")
    Vault(row.key).store("a.txt", {"[PERSOON-1]": ["Gerda Kwast"]})
    return number


def test_who_may_open_the_vault_gets_the_overview_and_it_is_noted(store: Store, log_in: LogIn, project: int) -> None:
    client = log_in(Role.RESEARCHER, vault=True)
    page = f"/projecten/{project}/kluis"
    assert "Overzicht maken" in client.get(page).text
    assert client.post(f"{page}/persoon", data=FORM | {"reden": ""}).status_code == 422
    got = client.post(f"{page}/persoon", data=FORM)
    assert got.status_code == 200
    assert "Ik ben Gerda Kwast." in got.text
    assert "attachment" in got.headers["content-disposition"]
    word = client.post(f"{page}/persoon", data=FORM | {"soort": ".docx", "wie": "PERSOON-1", "gesprek": "a.txt"})
    assert word.content[:2] == b"PK"
    assert client.post(f"{page}/persoon", data=FORM | {"wie": "PERSOON-1"}).status_code == 409
    with store.reading() as session:
        noted = audit_log(session, act="person_exported")
        assert len(noted) == 2
        assert "Kwast" not in str([entry.details for entry in noted])


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.RESEARCHER, Role.PARTICIPATION])
def test_others_get_none(log_in: LogIn, project: int, role: Role) -> None:
    assert log_in(role).post(f"/projecten/{project}/kluis/persoon", data=FORM).status_code == 403


def test_the_form_takes_a_retention_period(store: Store, log_in: LogIn, project: int) -> None:
    client = log_in(Role.ADMINISTRATOR, name="Ander")
    path = f"/projecten/{project}/gegevens"
    assert client.post(path, data={"title": "Plein", "retention": "ooit"}).status_code == 422
    assert client.post(path, data={"title": "Plein", "retention": "2031-06-30"}).status_code == 303
    assert 'value="2031-06-30"' in client.get(path).text
    assert "worden bewaard tot 30-06-2031" in client.get(f"/projecten/{project}").text
    with store.reading() as session:
        row = get_project(session, project)
        assert str(facts_of(row).retention) == "2031-06-30"
        assert "retention: '2031-06-30'" in (Path(row.folder) / "project.yaml").read_text("utf-8")


@pytest.mark.slow
def test_an_upload_named_after_a_resident_gets_a_neutral_name(store: Store, log_in: LogIn, project: int) -> None:
    client = log_in(Role.ADMINISTRATOR, name="Ander")
    text = "Interviewer: Wie bent u?\nBewoner: Ik ben Gerda Hazelhoff. Er kwam een brief in de bus.\n" * 2
    files = {"files": ("Interview Hazelhoff.txt", text.encode())}
    assert client.post(f"/projecten/{project}/bestanden", files=files).status_code == 303
    assert take_in(open_kept(store, project), checked=True).problems == []
    assert take_in(open_kept(store, project), checked=True).problems == []
    name = "Interview naam.txt"
    with store.reading() as session:
        row = get_project(session, project)
        rows = {each.file: each.id for each in interviews_of(session, project)}
        assert set(rows) == {"a.txt", name}
        assert [(one.file, one.original) for one in transcripts_of(session, row)] == [("a.txt", False), (name, True)]
    assert sorted(Vault(row.key).interviews()) == sorted(["a.txt", name])
    assert "Uw bestand: Interview Hazelhoff.txt" in client.get(f"/projecten/{project}/bestanden").text
    assert client.post(f"/projecten/{project}/gesprekken/{rows[name]}/inlezen/goedkeuren").status_code == 303
    assert {path.suffix for path in Path(row.folder).iterdir()} == {".yaml"}  # no transcript
