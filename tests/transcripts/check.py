"""The one assertion of most tests here: who says what."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.interview import Interview
from narratief.transcripts.read import read_transcript

from .builders import I, R, save

SHORT = {"i": I, "r": R}


def turns(interview: Interview) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in interview.turns]


def check(folder: Path, name: str, data: bytes | str, expected: str, interviewer: tuple[str, ...] = ()) -> Interview:
    """Read and compare with lines such as "i Hoe gaat het?"; a text that ends in … is a beginning only."""
    raw = data.encode() if isinstance(data, str) else data
    interview = read_transcript(save(folder, name, raw), interviewer)
    wanted = [(SHORT[line[0]], line[2:]) for line in expected.strip().splitlines()]
    found = turns(interview)
    assert len(found) == len(wanted), found
    for (role, text), (wanted_role, wanted_text) in zip(found, wanted, strict=True):
        whole = not wanted_text.endswith("…")
        assert (role, text if whole else text[: len(wanted_text) - 1] + "…") == (wanted_role, wanted_text)
    assert all(interview.text[turn.start : turn.end] == turn.text for turn in interview.turns)
    return interview
