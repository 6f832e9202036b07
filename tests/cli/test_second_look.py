"""`narratief second-look`: a language model asked from the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from narratief.cli.app import app
from narratief.domain.errors import Refusal
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.pipeline.open_project import open_folder
from tests.language_model.servers import Model, serving

runner = CliRunner()
SAID = "Ik heb daarna nooit meer iets gehoord."


@pytest.fixture
def folder(tmp_path):
    """A project with one coded interview."""
    made = tmp_path / "plein"
    made.mkdir()
    (made / "project.yaml").write_text("title: Het plein\nperiod: 2025-01/2025-09\n", "utf-8")
    opened = open_folder(made)
    talk = Interview.build("a.txt", [Utterance("I", "En toen?", "interviewer"), Utterance("B", SAID, "resident")])
    turn = talk.resident_turns[0]
    opened.kept.save_interview(talk, "key")
    fragment = Fragment("plein", "a.txt", turn.index, 0, 0, turn.start, turn.end, SAID, "En toen?")
    opened.kept.save_coding("a.txt", "run", (fragment,), ())
    return made


def test_it_says_what_held_and_what_did_not_and_asks_nothing_twice(folder, monkeypatch):
    given = [
        {
            "fragment": 1,
            "bewijs": "nooit meer iets gehoord",
            "thema": "feedback_silence",
            "reden": "Er kwam niets meer.",
        },
        {"fragment": 1, "bewijs": "nooit een brief", "thema": "feedback_silence", "reden": "Er kwam geen brief."},
    ]
    with serving(Model(lambda body: json.dumps({"codes": given}))) as served:
        monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL", served.address)
        monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL_NAME", "proefmodel")
        first = runner.invoke(app, ["second-look", str(folder)], catch_exceptions=False)
        again = runner.invoke(app, ["second-look", str(folder)], catch_exceptions=False)
    assert "1 antwoord, 1 code." in first.output
    assert "aangehaalde woorden staan niet in het fragment (1)" in first.output
    assert "Al eerder gevraagd: 1" in again.output
    assert [said["fragmenten"][0]["woorden"] for said in served.said] == [SAID]


def test_without_a_server_it_says_so(folder):
    assert isinstance(runner.invoke(app, ["second-look", str(folder)]).exception, Refusal)
