"""From file to codes takes time that grows with the text, whatever the text is a long run of."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.domain.errors import InputError
from narratief.domain.interview import Interview, Turn
from narratief.nlp.tagger import Tagger
from narratief.pipeline.pseudonymisation import pseudonymise_loose
from narratief.pipeline.tagging import tag_turns
from narratief.privacy.detectors.numbers import number_runs
from narratief.transcripts.read import read_transcript
from narratief.transcripts.timestamps import is_only_time
from narratief.turning_points.expressions import find_expressions
from tests.hostile.long_runs import PIECES, run_of

SMALL, LARGE = 1_500, 6_000
FLOOR = 0.25  # seconds of the processor: what is quicker tells more of the machine than of the text
GROWTH = 12.0  # four times the text takes about four times as long; what grows by the square takes sixteen times


def interview_with(path: Path, run: str) -> Interview:
    """An interview that is read from a file; made by hand where the file is refused or nobody speaks in it."""
    path.write_text(f"I: Hoe ging het?\nR: {run}\nI: En dan?\nR: Ja.\n", "utf-8")
    try:
        interview = read_transcript(path, ())
    except InputError:
        interview = None
    if interview is not None and interview.resident_turns:
        return interview
    said = f"R: {run}"
    return Interview("a.txt", said, (Turn(0, "R", "resident", run, 3, len(said)),))


def whole_way(path: Path, run: str) -> None:
    """Read, pseudonymise, segment and code a transcript, and look for its turning points."""
    turns = pseudonymise_loose(interview_with(path, run)).resident_turns
    tag_turns(turns, [""] * len(turns), Tagger(default_codebook()))
    for turn in turns:
        find_expressions(turn.text)


def seconds(path: Path, run: str) -> float:
    begin = time.process_time()
    whole_way(path, run)
    return time.process_time() - begin


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_run_takes_time_that_grows_with_it(piece: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    whole_way(path, "ja")  # the models are loaded
    ratios = []
    for _ in range(3):  # another process may have taken the cache
        large = seconds(path, run_of(piece, LARGE))
        ratios.append(large / max(seconds(path, run_of(piece, SMALL)), FLOOR) if large > FLOOR else 0.0)
        if ratios[-1] < GROWTH:
            return
    pytest.fail(f"{piece!r}: {ratios}")


def test_a_row_of_times_is_read_in_one_way() -> None:
    assert not is_only_time("1:00:00 " * 60 + "x")  # each way of reading a time doubled the work: this never ended
    assert is_only_time("1:00:00 " * 60)


def test_a_row_of_dashes_between_numbers_is_read_in_one_way() -> None:
    assert len(number_runs("7" + "-" * 60 + "x")) == 1
