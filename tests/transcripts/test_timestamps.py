"""Times among the words: those of the program go, those that are said stay."""

from __future__ import annotations

import pytest

from narratief.transcripts.timestamps import without_first_time, without_leading_time


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ik kwam om 14:30 uur aan.", "Ik kwam om 14:30 uur aan."),
        ("[00:01:12] Ik kwam om 14:30 uur aan.", "Ik kwam om 14:30 uur aan."),
        ("00:01:12 - Ja.", "Ja."),
        ("  00:01  Ja.", "Ja."),
    ],
)
def test_only_a_time_in_front_is_taken_off(line: str, said: str) -> None:
    assert without_leading_time(line) == said


@pytest.mark.parametrize("name", ["Sanne 00:01:12", "00:01:12 Sanne", "Sanne [00:01]", "Sanne"])
def test_a_time_is_taken_out_of_a_name_wherever_it_stands(name: str) -> None:
    assert without_first_time(name) == "Sanne"
