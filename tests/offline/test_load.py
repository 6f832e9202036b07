"""A small version of benchmarks/load.py: what is sent is what is kept; how fast is no matter of a test."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from benchmarks.load import Load, measure

from narratief.store.database import open_store

pytestmark = pytest.mark.slow


def test_nothing_is_lost_when_many_work_at_once(own_home: Path, tmp_path: Path) -> None:
    folder = own_home / "projecten" / "veel-tegelijk"
    folder.mkdir(parents=True, mode=0o700)
    environment = {"NARRATIEF_HOME": str(own_home), "NARRATIEF_VAULT": str(tmp_path / "vault")}
    store = open_store()
    load = Load(researchers=4, decisions=25, uploads=8, pause=0.02, seconds=400)
    with ThreadPoolExecutor(1) as thread:  # a browser's test may have left its loop running in this one
        outcome = thread.submit(measure, store, folder, tmp_path / "server.log", load, environment).result()
    assert outcome.seen.errors == []
    assert outcome.kept == outcome.seen.sent
    assert outcome.kept.total() == 4 * 25
    assert len(outcome.seen.uploaded) == 8
    assert outcome.read == outcome.seen.uploaded
    assert outcome.whole


@pytest.mark.parametrize("asked", [{"researchers": 51}, {"decisions": 101}, {"uploads": 501}, {"seconds": 1201}])
def test_a_load_is_bounded(asked: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at most"):
        Load(**asked)
