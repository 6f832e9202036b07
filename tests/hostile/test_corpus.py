"""Every hostile file is read, or refused in Dutch with its name: no crash, no hang, memory bounded."""

from __future__ import annotations

import pytest

from tests.hostile.make import BIG, CASES
from tests.hostile.reading import read_apart


@pytest.mark.parametrize("case", [*CASES, *BIG], ids=lambda case: case.name)
def test_hostile_file(tmp_path, case):
    path = tmp_path / case.name
    path.parent.mkdir()
    path.write_bytes(case.make())

    outcome, message = read_apart(case.reader, path)

    assert outcome in ("read", "refused"), (outcome, message)
    assert case.expected in ("either", outcome), (outcome, message)
    if outcome == "refused":
        assert message.startswith(("project.yaml", path.name))
        assert message.endswith((".", "'."))


def test_corpus_is_the_same_every_time():
    assert len({case.name for case in CASES}) == len(CASES)
    for case in CASES[::7]:
        assert case.make() == case.make()
