"""One odd file is held apart, whoever asks: the others go on, and nothing of its words is told."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from narratief.domain.errors import InputError, Stopped, StorageError
from narratief.domain.progress import listening
from narratief.files.content_hash import key_of
from narratief.pipeline import apart, coding, reading, take_in
from narratief.pipeline.file_by_file import each_file
from narratief.pipeline.open_project import OpenProject, open_folder, open_kept
from narratief.transcripts.read import read_transcript

TALK = "Interviewer: Hoe ging het?\nBewoner: Wij hebben er nooit meer iets van gehoord. {}\n"


@pytest.fixture
def opened(tmp_path: Path, own_home: Path) -> OpenProject:
    folder = tmp_path / "plein"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(TALK.format(name), "utf-8")
    return open_folder(folder)


def test_each_file_gives_what_could_be_made_and_why_not() -> None:
    def act(name: str) -> str:
        if name == "b":
            raise KeyError("Wij hebben er nooit meer iets van gehoord")
        if name in ("d", "e"):
            raise InputError("kluis", "De sleutel ontbreekt.", "Zet hem terug.")
        return name.upper()

    told: list[tuple[str, int, int]] = []
    with listening(lambda *step: told.append(step)):
        made, problems = each_file("lezen", ["a", "b", "c", "d", "e"], str, act)

    assert made == ["A", "C"]
    assert [problem.file for problem in problems] == ["b", "kluis"]  # what is wrong with every file is told once
    assert "KeyError" in problems[0].message
    assert "gehoord" not in str(problems[0])
    assert told == [("lezen", done, 5) for done in range(6)]


@pytest.mark.parametrize("error", [Stopped(), StorageError("schijf", "De schijf is vol.", "Maak ruimte.")])
def test_what_is_no_fault_of_a_file_ends_the_work(error: Exception) -> None:
    def act(name: str) -> str:
        raise error

    with pytest.raises(type(error)):
        each_file("lezen", ["a", "b"], str, act)


def test_a_full_disk_is_told_as_such_and_not_of_a_file() -> None:
    def act(name: str) -> str:
        raise OSError(errno.ENOSPC, "no space")

    with pytest.raises(StorageError, match="De schijf is vol"):
        each_file("lezen", ["a", "b"], str, act)


@pytest.mark.parametrize("checked", [True, False], ids=["workspace", "command line"])
def test_a_transcript_that_breaks_the_reader_does_not_stop_the_others(
    opened: OpenProject, monkeypatch: pytest.MonkeyPatch, checked: bool
) -> None:
    def read(path: Path, interviewer: tuple[str, ...], data: bytes | None) -> object:
        if path.name == "b.txt":
            raise RuntimeError("nooit meer iets van gehoord")
        return read_transcript(path, interviewer, data)

    monkeypatch.setattr(reading, "read_transcript", read)
    project = open_kept(opened.store, opened.id) if checked else opened

    taken = take_in.take_in(project, checked=checked)

    assert (taken.files, taken.new) == (["a.txt", "c.txt"], 2)
    [problem] = [problem for problem in taken.problems if problem.fatal]
    assert problem.file == "b.txt"
    assert "RuntimeError" in problem.message
    assert "gehoord" not in str(problem)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the limits are the operating system's")
def test_a_file_that_takes_too_long_is_told_and_the_others_are_read_and_coded(
    opened: OpenProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATIEF_FILES_APART", "ja")
    monkeypatch.setenv("NARRATIEF_FILE_SECONDS", "5")
    monkeypatch.setattr(apart, "_CLOCK", 90)  # a busy computer must not end the others
    (opened.project.path / "b.txt").write_text(TALK.format("Jan de Boer vroeg het. " * 40) * 1000, "utf-8")
    try:
        taken = take_in.take_in(opened)
        coded = coding.code_interviews(opened, taken.files)
    finally:
        apart.WITH_MODELS.end()

    assert (taken.files, coded.files) == (["a.txt", "c.txt"],) * 2
    assert opened.kept.coding("c.txt")[0]
    [problem] = taken.problems
    assert (problem.file, problem.fatal) == ("b.txt", True)
    assert "kost meer dan 5 seconden rekentijd" in problem.message


def test_an_interview_that_breaks_the_tagger_does_not_stop_the_others(
    opened: OpenProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = take_in.take_in(opened).files
    analyse = coding.analyse

    def odd(project: str, interview: object, tagger: object) -> object:
        if interview.file == "b.txt":
            raise ZeroDivisionError
        return analyse(project, interview, tagger)

    monkeypatch.setattr(coding, "analyse", odd)
    coded = coding.code_interviews(opened, files)

    assert (coded.files, coded.new) == (["a.txt", "c.txt"], 2)
    assert [problem.file for problem in coded.problems] == ["b.txt"]


def test_what_another_version_read_alike_is_not_read_again(
    opened: OpenProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_in, "READING_ELSEWHERE", ("web-1",))
    path = opened.project.files[0]
    interview = read_transcript(path, ())
    opened.kept.save_interview(interview, key_of(path.read_bytes(), "", path.name, "web-1"))
    read: list[str] = []
    monkeypatch.setattr(
        reading, "read_transcript", lambda path, *given: read.append(path.name) or read_transcript(path, *given)
    )

    assert take_in.take_in(opened).new == 2
    assert read == ["b.txt", "c.txt"]
