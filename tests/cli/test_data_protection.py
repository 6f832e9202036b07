"""The commands about what is held on people: they ask first, and tell in Dutch what cannot be done."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from narratief.cli.app import app
from narratief.domain.errors import InputError
from narratief.store.attributes import attributes_of
from tests.data_protection.conftest import Plein, plein, store  # noqa: F401 - fixtures

runner = CliRunner()


@pytest.fixture(autouse=True)
def known(plein: Plein, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811 - the fixture
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", plein.store.engine.url.render_as_string())


def test_a_vault_is_destroyed_after_a_yes_only(plein: Plein) -> None:  # noqa: F811
    asked = runner.invoke(app, ["vault", "destroy", "plein"], input="nee\n")
    assert (asked.exit_code, plein.vault.is_there()) == (1, True)
    done = runner.invoke(app, ["vault", "destroy", str(plein.folder)], input="ja\n")
    assert (done.exit_code, plein.vault.is_there()) == (0, False)
    assert "2 transcripten met echte namen" in done.output.replace("\n", " ")
    assert "geen naamkluis" in runner.invoke(app, ["vault", "destroy", "plein", "--yes"]).output


def test_one_or_all_must_be_said(plein: Plein) -> None:  # noqa: F811
    for words in (["vault", "destroy"], ["vault", "destroy", "plein", "--all"]):
        assert isinstance(runner.invoke(app, words).exception, InputError)
    assert "Vernietigd: 1 naamkluis." in runner.invoke(app, ["vault", "destroy", "--all", "--yes"]).output
    assert not plein.vault.is_there()


def test_an_unknown_project_or_interview_is_told_with_those_that_are_known(plein: Plein) -> None:  # noqa: F811
    assert "plein" in str(runner.invoke(app, ["erase", "straat", "a.txt"]).exception)
    assert "a.txt, b.txt" in str(runner.invoke(app, ["erase", "plein", "c.txt"]).exception)


def test_an_interview_goes_and_its_transcript_may_stay(plein: Plein) -> None:  # noqa: F811
    kept = runner.invoke(app, ["erase", "plein", "a.txt", "--yes", "--keep-file"])
    assert "komt het gesprek terug" in kept.output.replace("\n", " ")
    assert (plein.folder / "a.txt").exists()
    assert runner.invoke(app, ["erase", "plein", "b.txt", "--yes"]).exit_code == 0
    assert not (plein.folder / "b.txt").exists()
    assert plein.vault.interviews() == []
    assert plein.work.interview("a.txt") is None


def test_the_overview_of_a_person_is_for_its_maker_only(plein: Plein, tmp_path: Path) -> None:  # noqa: F811
    out = tmp_path / "overzicht.html"
    done = runner.invoke(app, ["person", "Kwast", "--out", str(out)])
    assert done.exit_code == 0, done.exception
    assert "2 gesprekken gevonden" in done.output.replace("\n", " ")
    assert "Fenna Kwast" in out.read_text("utf-8")
    assert out.stat().st_mode & 0o077 == 0
    assert "eigen pseudoniem" in str(runner.invoke(app, ["person", "PERSOON-1", "--out", str(out)]).exception)


def test_retention_shows_what_goes_and_then_does_it(plein: Plein) -> None:  # noqa: F811
    assert "geen bewaartermijn voorbij" in runner.invoke(app, ["retention"]).output
    (plein.folder / "project.yaml").write_text("title: Plein\nretention: 2020-01-01\n", "utf-8")
    with plein.store.writing() as session:
        row = session.merge(plein.row())
        row.facts = row.facts | {"retention": "2020-01-01"}
    shown = runner.invoke(app, ["retention"], input="nee\n")
    assert "voorbij sinds 01-01-2020" in shown.output
    assert plein.vault.is_there()
    assert "Plein: verwijderd." in runner.invoke(app, ["retention", "--yes"]).output
    assert not plein.vault.is_there()
    assert not list(plein.folder.glob("*.txt"))


def test_the_flow_does_so_on_the_day_that_it_is_given(plein: Plein, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from flows import retention

    monkeypatch.setattr(retention, "end_one", retention.end_one.fn)  # the steps, without Prefect's server
    assert retention.retention.fn("2020-01-01") == 0
    assert plein.vault.is_there()
    assert retention.retention.fn("2099-01-01") == 1
    assert not plein.vault.is_there()


def test_attributes_of_a_sheet_are_shown_asked_and_taken_over(plein: Plein, tmp_path: Path) -> None:  # noqa: F811
    sheet = tmp_path / "bewoners.csv"
    sheet.write_text("gesprek;rol\na;huurder\nc;eigenaar\n", "utf-8")
    words = ["attributes", str(plein.folder), str(sheet)]
    asked = runner.invoke(app, words, input="nee\n")
    assert "a.txt: rol: huurder" in asked.output
    assert "Er is niets overgenomen." in asked.output
    done = runner.invoke(app, [*words, "--yes", "--who", "Anna"])
    assert done.exit_code == 1  # a row could not be used
    assert "Overgenomen: 1 waarde." in done.output
    told = " ".join(done.output.split())
    assert "bewoners.csv: rij 3: Er is geen gesprek 'c' in dit project." in told
    with plein.store.reading() as session:
        known = attributes_of(session, plein.work.project_id)
        assert known.names == ("rol",)
        assert len(known.values) == 1
