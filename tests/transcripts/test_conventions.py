"""Every convention for who speaks, in every format that can hold it, in three voices."""

from __future__ import annotations

import pytest

from narratief.transcripts.read import read_transcript

from .builders import WRITERS, save
from .talks import CONVENTIONS, NEEDS_FORMATTING, TALKS, expected

CASES = [
    (format_, convention)
    for convention in CONVENTIONS
    for format_ in WRITERS
    if not (format_ == "txt" and (convention in NEEDS_FORMATTING or "column" in convention))
    and not (format_ == "pdf" and convention in ("question column", "three columns", "tab only"))
    and not (format_ == "md" and convention in ("tab only",))
]


@pytest.mark.parametrize("talk", TALKS, ids=str)
@pytest.mark.parametrize(("format_", "convention"), CASES, ids=lambda value: value)
def test_convention(tmp_path, format_, convention, talk):
    data = WRITERS[format_](CONVENTIONS[convention](TALKS[talk]))

    interview = read_transcript(save(tmp_path, f"interview.{format_}", data))

    assert [(turn.role, turn.text) for turn in interview.turns] == expected(TALKS[talk])
