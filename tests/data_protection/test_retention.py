"""The end of a retention period, on days that the test chooses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from narratief.data_protection.retention import (
    enforce_retention,
    expired_projects,
    refuse_after_retention,
    retention_end,
)
from narratief.data_protection.retention_status import retention_status_of
from narratief.data_protection.vault_destruction import destroy_every_vault, destroy_vault
from narratief.domain.errors import InputError, Refusal
from narratief.domain.project import load_facts, read_retention
from narratief.pipeline.job_kinds import job_kinds
from narratief.pipeline.worker import Worker
from narratief.privacy.vault.vault import Vault
from narratief.store.accounts.audit import audit_log
from narratief.store.attributes import AttributeChange, attributes_of, change_attributes
from narratief.store.coding.interviews import interviews_of
from narratief.store.database import Store
from narratief.store.jobs.queue import add_job, jobs_of
from narratief.store.schema import ProjectRow
from tests.data_protection.conftest import Plein

DAY = dt.timedelta(days=1)


def _end(plein: Plein) -> dt.date:
    with plein.store.reading() as session:
        end = retention_end(session, plein.row())
    assert end is not None
    return end


def _told(plein: Plein, day: dt.date) -> str:
    with plein.store.reading() as session:
        return " ".join(retention_status_of(session, session.get_one(ProjectRow, plein.work.project_id), day))


def test_days_count_from_the_last_transcript_that_was_read(plein: Plein) -> None:
    with plein.store.reading() as session:
        last = max(row.read_at for row in interviews_of(session, plein.work.project_id))
    assert _end(plein) == last.date() + 30 * DAY


def test_nothing_goes_before_the_day(plein: Plein) -> None:
    assert enforce_retention(plein.store, plein.work.project_id, _end(plein) - DAY) is None
    assert plein.vault.is_there()
    assert len(list(plein.folder.glob("*.txt"))) == 2
    assert "bewaard tot" in _told(plein, _end(plein) - DAY)


def test_on_the_day_names_and_originals_go_and_texts_stay(plein: Plein) -> None:
    end = _end(plein)
    with plein.store.reading() as session:
        assert [(each.title, each.vault, each.originals) for each in expired_projects(session, end)] == [
            ("Plein", True, ("a.txt", "b.txt"))
        ]
    assert "Verwijder ze met" in _told(plein, end)
    assert enforce_retention(plein.store, plein.work.project_id, end) is not None
    assert not plein.vault.is_there()
    assert sorted(path.name for path in plein.folder.iterdir()) == ["narratief-project.yaml", "project.yaml"]
    assert plein.work.interview("a.txt") is not None
    assert plein.work.without_original() == ["a.txt", "b.txt"]
    told = _told(plein, end)
    assert "vernietigd" in told
    assert "transcripten met echte namen zijn op" in told
    assert "Verwijder ze met" not in told
    with plein.store.reading() as session:
        assert {entry.act for entry in audit_log(session)} == {"vault_erased", "retention_ended"}
        assert expired_projects(session, end) == []
    assert enforce_retention(plein.store, plein.work.project_id, end) is None


def test_a_date_is_a_date_and_without_a_period_nothing_ends(store: Store, tmp_path: Path, own_home: Path) -> None:
    dated, never = Plein(store, tmp_path / "een", "2031-05-01"), Plein(store, tmp_path / "twee", "")
    assert _end(dated) == dt.date(2031, 5, 1)
    with store.reading() as session:
        assert [each.project_id for each in expired_projects(session, dt.date(2099, 1, 1))] == [dated.work.project_id]
    assert enforce_retention(store, never.work.project_id, dt.date(2099, 1, 1)) is None


def test_the_report_of_the_next_run_tells_it_and_keeps_the_interviews(
    plein: Plein, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narratief.pipeline.open_project import open_folder
    from narratief.pipeline.outputs import write_outputs
    from narratief.pipeline.take_in import take_in

    monkeypatch.setenv("NARRATIEF_DATABASE_URL", plein.store.engine.url.render_as_string())
    enforce_retention(plein.store, plein.work.project_id, _end(plein))
    taken = take_in(open_folder(plein.folder))
    assert (taken.files, taken.problems) == (["a.txt", "b.txt"], [])
    write_outputs(open_folder(plein.folder), taken.files, taken.problems, tmp_path / "uit")
    report = (tmp_path / "uit/plein/verslag.md").read_text("utf-8")
    assert "De naamkluis is op" in report
    assert "| b.txt |" in report


def test_the_worker_does_it_by_its_own_clock_once_and_waits_for_other_work(plein: Plein) -> None:
    day = [_end(plein) - DAY]
    worker = Worker(plein.store, job_kinds(), clock=lambda: day[0])
    worker.look_at_retention()
    assert worker.run_waiting() == 0
    day[0] += DAY
    worker.look_at_retention()
    worker.look_at_retention()
    assert worker.run_waiting() == 1
    assert not plein.vault.is_there()
    with plein.store.reading() as session:
        assert [(job.kind, job.state) for job in jobs_of(session)] == [("retention", "done")]
    plein.vault.store("c.txt", {"[PERSOON-1]": ["Ans"]})
    with plein.store.writing() as session:
        add_job(session, "evaluate", "Eva", plein.work.project_id, {"files": []})
    assert enforce_retention(plein.store, plein.work.project_id, day[0]) is None
    assert plein.vault.is_there()


@pytest.mark.parametrize(
    ("given", "read"),
    [("365", 365), ("90 dagen", 90), ("1 dag", 1), ("2027-06-30", dt.date(2027, 6, 30)), ("", None), (" ", None)],
)
def test_a_period_is_days_or_a_date(given: str, read: object) -> None:
    assert read_retention(given) == read


@pytest.mark.parametrize("given", ["0", "40000", "ooit", "30-06-2027", "-5"])
def test_another_period_is_told_with_what_it_may_be(given: str, tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text(f"title: Plein\nretention: '{given}'\n", "utf-8")
    with pytest.raises(InputError, match="2027-06-30"):
        load_facts(tmp_path)


def test_yaml_dates_and_numbers_are_read_as_they_are(tmp_path: Path) -> None:
    for written, read in (("2027-06-30", dt.date(2027, 6, 30)), ("365", 365), ("90 dagen", 90), ("", None)):
        (tmp_path / "project.yaml").write_text(f"retention: {written}\n", "utf-8")
        facts = load_facts(tmp_path)
        assert facts.retention == read
        assert type(facts).model_validate(facts.model_dump(mode="json")) == facts  # as the store keeps it


def test_a_destroyed_vault_is_final_and_new_interviews_get_one_of_their_own(
    plein: Plein, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narratief.pipeline.open_project import open_folder
    from narratief.pipeline.outputs import write_outputs
    from narratief.pipeline.take_in import take_in

    monkeypatch.setenv("NARRATIEF_DATABASE_URL", plein.store.engine.url.render_as_string())
    for path in plein.folder.glob("*.txt"):
        path.unlink()
    with plein.store.writing() as session:
        assert destroy_vault(session, session.get_one(ProjectRow, plein.work.project_id), None)
        assert not destroy_vault(session, session.get_one(ProjectRow, plein.work.project_id), None)
    text = "Interviewer: Hoe ging het?\nInwoner: Ik ben Wubbo Schelvisch. Niemand belde ons terug na de avond.\n"
    (plein.folder / "nieuw.txt").write_text(text * 2, "utf-8")
    taken = take_in(open_folder(plein.folder))
    write_outputs(open_folder(plein.folder), taken.files, taken.problems, tmp_path / "uit")
    assert taken.files == ["nieuw.txt"]
    assert "[PERSOON-1]" in plein.work.interview("nieuw.txt").text
    vault = Vault(plein.project.key)
    assert vault.interviews() == ["nieuw.txt"]
    assert vault.pseudonyms("a.txt") == frozenset()
    report = (tmp_path / "uit/plein/verslag.md").read_text("utf-8")
    assert "weet niemand meer wie wie is" in report
    assert "1 gesprek is daarna gelezen, met nieuwe pseudoniemen" in report


def test_no_vault_goes_while_work_could_write_names_again(plein: Plein) -> None:
    with plein.store.writing() as session:
        add_job(session, "read", "Eva", plein.work.project_id, {})
    with pytest.raises(Refusal), plein.store.writing() as session:
        destroy_vault(session, session.get_one(ProjectRow, plein.work.project_id), None)
    assert plein.vault.is_there()


def test_all_vaults_go_also_those_that_the_database_does_not_know(plein: Plein) -> None:
    unknown = Vault("weg-project")
    unknown.store("x.txt", {"[PERSOON-1]": ["Ans"]})
    assert destroy_every_vault(plein.store) == 2
    assert list(unknown.path.parent.iterdir()) == []
    assert plein.row().vault_destroyed_at is not None


def test_what_is_noted_of_residents_goes_with_their_names(plein: Plein) -> None:
    end = _end(plein)
    assert enforce_retention(plein.store, plein.work.project_id, end) is not None
    with plein.store.writing() as session:
        numbers = [row.id for row in interviews_of(session, plein.work.project_id)]
        changes = [AttributeChange(number, "rol", "huurder", "") for number in numbers]
        change_attributes(session, "Anna", plein.work.project_id, changes)
        assert [(each.vault, each.originals, each.attributes) for each in expired_projects(session, end)] == [
            (False, (), True)
        ]
    assert "kenmerken van bewoners" in _told(plein, end - DAY)
    assert "kenmerken van bewoners" in _told(plein, end)
    assert enforce_retention(plein.store, plein.work.project_id, end) is not None
    with plein.store.reading() as session:
        assert attributes_of(session, plein.work.project_id).values == {}
        assert expired_projects(session, end) == []
        assert audit_log(session)[0].details["residents"] == 2


def test_nothing_is_noted_of_residents_after_the_period(plein: Plein) -> None:
    with plein.store.reading() as session:
        refuse_after_retention(session, session.get_one(ProjectRow, plein.work.project_id))
        project = session.get_one(ProjectRow, plein.work.project_id)
        project.facts = project.facts | {"retention": "2020-01-01"}
        with pytest.raises(Refusal, match="bewaartermijn van dit project is voorbij"):
            refuse_after_retention(session, project)
        session.rollback()
