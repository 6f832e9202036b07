"""A file that takes too much, or ends what reads it, is told; the next file is read, by a process that keeps."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from narratief.domain.errors import InputError, StepError, Stopped, StorageError
from narratief.domain.progress import listening
from narratief.pipeline import apart as module
from narratief.pipeline.apart import Apart, apart_once
from tests.pipeline import file_tasks

ROOT = Path(__file__).parents[2]


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NARRATIEF_FILES_APART", "ja")
    monkeypatch.setenv("NARRATIEF_FILE_SECONDS", "2")
    monkeypatch.setenv("NARRATIEF_FILE_MEMORY", "200")
    monkeypatch.setattr(module, "_CLOCK", 90)  # a busy computer must not end what is not about the clock
    started = Apart()
    yield started
    started.end()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no niceness")
def test_where_pages_are_answered_it_gets_the_processor_last(process: Apart) -> None:
    assert process.run("a.txt", file_tasks.niceness) == os.nice(0)
    process.end()
    process.gives_way = True
    assert process.run("a.txt", file_tasks.niceness) > os.nice(0)


def test_one_process_does_all_files_and_tells_how_far_it_is(process: Apart) -> None:
    told: list[tuple[str, int, int]] = []
    with listening(lambda *step: told.append(step)):
        done = [process.run("a.txt", file_tasks.who, word) for word in ("een", "twee")]
    assert [word for word, _ in done] == ["een", "twee"]
    assert done[0][1] == done[1][1] != os.getpid()
    assert told == [("Werken", 0, 2)] * 2


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (file_tasks.compute_forever, "kost meer dan 2 seconden rekentijd"),
        (file_tasks.fill_memory, "meer dan 200 MB geheugen"),
        (file_tasks.die, "stopte het programma dat het leest"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the limits are the operating system's")
def test_a_file_that_takes_too_much_is_told_and_the_next_goes_on(
    process: Apart, task: Callable[[], None], words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        process.run("slecht.docx", task)
    assert caught.value.problem.file == "slecht.docx"
    assert "kleinere delen" in caught.value.remedy
    assert process.run("goed.docx", file_tasks.who, "verder")[0] == "verder"


def test_a_file_that_waits_without_working_ends_by_the_clock(process: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CLOCK", 1)
    begun = time.monotonic()
    with pytest.raises(InputError, match="na 2 seconden nog niet klaar"):
        process.run("pijp.txt", file_tasks.wait_forever)
    assert time.monotonic() - begun < 60
    monkeypatch.setattr(module, "_CLOCK", 90)
    assert process.run("goed.docx", file_tasks.who, "verder")[0] == "verder"


def test_limits_are_of_each_file_and_not_of_all_together(process: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    first = process.run("a.txt", file_tasks.busy, 1.5)
    assert process.run("b.txt", file_tasks.busy, 1.5) == first, "the second was done by another process"


def test_what_is_wrong_with_a_file_comes_back_as_it_was_said(process: Apart) -> None:
    with pytest.raises(InputError, match=r"^a\.docx: Dit bestand is leeg\. Lever het opnieuw aan\.$"):
        process.run("a.docx", file_tasks.refuse)
    assert process.run("b.docx", file_tasks.who, "verder")[0] == "verder"


def test_an_unforeseen_error_comes_back_without_its_words(process: Apart) -> None:
    with pytest.raises(StepError, match=r"^KeyError in file_tasks.py:\d+$"):
        process.run("a.docx", file_tasks.stumble)


def test_settings_are_those_of_the_moment(process: Apart, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("een", "twee"):
        monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path / name))
        assert process.run("a.txt", file_tasks.home) == str(tmp_path / name)
    monkeypatch.delenv("NARRATIEF_HOME")
    assert process.run("a.txt", file_tasks.home) == "~/.local/share/narratief"


def test_who_stops_the_work_ends_the_process(process: Apart) -> None:
    def stop(*_: object) -> None:
        raise Stopped

    with pytest.raises(Stopped), listening(stop):
        process.run("a.txt", file_tasks.who, "een")
    assert process.run("b.txt", file_tasks.who, "twee")[0] == "twee"


def test_no_process_at_all_is_no_fault_of_a_file(process: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(StorageError, match="kan niet starten"):
        process.run("a.txt", file_tasks.who, "een")
    monkeypatch.setattr(sys, "executable", "/bestaat/niet")
    with pytest.raises(StorageError, match="kan niet starten"):
        process.run("a.txt", file_tasks.who, "een")


@pytest.mark.usefixtures("process")
def test_a_process_for_one_file_is_gone_after_it() -> None:
    _, number = apart_once("a.qdpx", file_tasks.who, "een")
    assert number != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_setting_keeps_everything_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATIEF_FILES_APART", "nee")
    assert module.apart("a.txt", file_tasks.who, "een") == ("een", os.getpid())
    assert apart_once("a.txt", file_tasks.who, "een") == ("een", os.getpid())
