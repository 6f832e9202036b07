"""The commands as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from narratief.cli.app import app

TALK = """Interviewer: Hoe ging het?
Inwoner: Ik ben Gerda Hazelhoff. We hoorden er nooit meer iets van.
Interviewer: En?
Inwoner: Niks.
"""
runner = CliRunner()


def _command(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = "from narratief.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        env=os.environ.copy(),
        check=False,
    )


def test_help_is_dutch_and_names_every_command() -> None:
    shown = runner.invoke(app, ["--help"]).output
    for command in ("run", "read", "tag", "score"):
        assert command in shown
    assert "transcripten" in shown


def test_read_gives_turns_as_json(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TALK, "utf-8")
    result = runner.invoke(app, ["read", str(path), "--json"])
    data = json.loads(result.stdout)
    assert list(data) == ["turns", "warnings"]
    assert [turn["role"] for turn in data["turns"]] == ["interviewer", "resident"] * 2
    assert set(data["turns"][0]) == {"index", "speaker", "role", "text", "start", "end"}


def test_read_pseudonymised_shows_no_names(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TALK, "utf-8")
    result = runner.invoke(app, ["read", str(path), "--json", "--pseudonymised"])
    assert "Hazelhoff" not in result.stdout
    assert "[PERSOON-1]" in result.stdout


def test_read_for_a_person(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TALK, "utf-8")
    result = runner.invoke(app, ["read", str(path)])
    assert "Bewoner" in result.output
    assert "nooit meer iets" in result.output


def test_tag_writes_each_line_back(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "uit.jsonl"
    rows = [
        {"text": "We hebben er nooit meer iets van gehoord, geen brief en geen mail.", "id": 7},
        {"text": "Nee, helemaal niks.", "question": "Heeft u daarna nog iets gehoord van de gemeente?"},
    ]
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert runner.invoke(app, ["tag", "--in", str(source), "--out", str(target)]).exit_code == 0
    written = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert written[0]["id"] == 7
    assert "feedback_silence" in written[0]["themes"]
    assert len(written[1]["scores"]) == 13


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "Regel 1"), ('{"text": "goed"}\n{"tekst": "x"}', "Regel 2"), ("[1]", "Regel 1")],
)
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, content: str, said: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(content, "utf-8")
    done = _command("tag", "--in", "in.jsonl", "--out", "uit.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "uit.jsonl").exists()


@pytest.mark.parametrize(
    "words",
    [("read", "weg.txt"), ("score", "weg"), ("score",), ("run", "weg"), ("run",), ("tag", "--in", "weg", "--out", "x")],
)
def test_what_is_not_there_is_told_without_a_traceback(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = _command(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "Fout" in done.stderr
    assert "Traceback" not in done.stderr


def test_score_of_loose_lines_as_json(tmp_path: Path) -> None:
    source = tmp_path / "goud.jsonl"
    rows = [
        {"text": "We hebben er nooit meer iets van gehoord, geen brief en geen mail.", "themes": ["feedback_silence"]},
        {"text": "Het regende en de bus was laat.", "themes": []},
    ]
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    data = json.loads(runner.invoke(app, ["score", "--jsonl", str(source), "--json"]).stdout)
    assert data["themes"]["per_theme"]["feedback_silence"]["f1"] == 1.0
    assert data["themes"]["empty"]["left_empty"] == 1


def test_score_refuses_an_unknown_theme(tmp_path: Path) -> None:
    (tmp_path / "goud.jsonl").write_text('{"text": "x", "themes": ["bestaat_niet"]}', "utf-8")
    done = _command("score", "--jsonl", "goud.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert "bestaat_niet" in done.stderr


@pytest.mark.parametrize("name", ["plein[/bold]", "plein[red]", "plein[PERSOON-1]"])
def test_names_with_brackets_are_shown_as_they_are(tmp_path: Path, name: str) -> None:
    done = _command("run", name, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{name}: Deze map bestaat niet." in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_written_file_with_brackets_is_named_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "Niemand belde terug."}\n', "utf-8")
    done = _command("tag", "--in", "in.jsonl", "--out", "uit[red].jsonl", cwd=tmp_path)
    assert done.returncode == 0
    assert "uit[red].jsonl" in done.stderr
