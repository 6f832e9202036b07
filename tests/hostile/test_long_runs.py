"""Pseudonymising takes time that grows with the text, whatever the text is a long run of."""

from __future__ import annotations

import time

import pytest

from narratief.domain.interview import Interview, Turn
from narratief.pipeline.pseudonymisation import pseudonymise_loose
from narratief.privacy.detectors.numbers import number_runs
from narratief.transcripts.timestamps import is_only_time

PIECES = ("x", "é", "A", "A.", "a@", "a:", "7", "7 ", "06 ", "1-", "-", "_", "(", "[", ".", ",", "\t", "een ", "Jan ")
PIECES += (
    "de Vries ",
    "van de-",
    "&amp;",
    "Dorpsstraat 1 ",
    "mijn naam is ",
    "R: ",
    "twee",
    "http://",
    "www.",
    "punt ",
)
SMALL, LARGE = 6_000, 24_000
FLOOR = 0.25  # seconds of the processor: what is quicker tells more of the machine than of the text
GROWTH = 12.0  # four times the text takes about four times as long; what grows by the square takes sixteen times


def seconds(text: str) -> float:
    said = f"R: {text}"
    interview = Interview("a.txt", said, (Turn(0, "R", "resident", text, 3, len(said)),))
    begin = time.process_time()
    pseudonymise_loose(interview)
    return time.process_time() - begin


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_run_takes_time_that_grows_with_it(piece: str) -> None:
    pseudonymise_loose(Interview("a.txt", "R: ja", (Turn(0, "R", "resident", "ja", 3, 5),)))  # the lists are loaded
    small, large = ((piece * (size // len(piece) + 1))[:size] for size in (SMALL, LARGE))
    ratios = []
    for _ in range(3):  # another process may have taken the cache
        ratios.append(seconds(large) / max(seconds(small), FLOOR))
        if ratios[-1] < GROWTH:
            return
    pytest.fail(f"{piece!r}: {ratios}")


def test_a_row_of_times_is_read_in_one_way() -> None:
    assert not is_only_time("1:00:00 " * 60 + "x")  # each way of reading a time doubled the work: this never ended
    assert is_only_time("1:00:00 " * 60)


def test_a_row_of_dashes_between_numbers_is_read_in_one_way() -> None:
    assert len(number_runs("7" + "-" * 60 + "x")) == 1
