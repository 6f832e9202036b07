"""`narratief moments PROJECT --json` as another program runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TALKS = {
    "gesprek oost (versie 2).txt": [
        ("Hoe woont u hier?", "Heel fijn, al dertig jaar – en dat blijf ik zeggen."),
        ("Wat weet u nog?", "Op de eerste bijeenkomst was het vol. Er lag één kaart op tafel."),
        ("En later?", "Toen werd het stil."),
    ],
    "straat-7.md": [
        ("Hoe woont u hier?", "Prima, hoor."),
        ("Was u erbij?", "Ja. Die eerste bijeenkomst vond ik heel rommelig, niemand wist waar de kaart voor was."),
    ],
    "Gesprek Gerda Hazelhoff 3.txt": [
        ("Hoe heet u?", "Ik ben Gerda Hazelhoff."),
        ("Bent u geweest?", "De eerste bijeenkomst heb ik gemist."),
    ],
}
"""File → questions and answers; the last file has a person's name in its own name."""


def _written(folder: Path) -> Path:
    """Write the talks as a project."""
    folder.mkdir()
    for file, talk in TALKS.items():
        lines = [f"Interviewer: {asked}\nInwoner: {said}\n" for asked, said in talk]
        (folder / file).write_text("\n".join(lines), "utf-8")
    (folder / "project.yaml").write_text("title: Het plein\n", "utf-8")
    return folder


@pytest.mark.slow
def test_all_that_it_prints_is_one_list_of_moments(own_home: Path, tmp_path: Path) -> None:
    folder = _written(tmp_path / "plein")
    done = subprocess.run(
        [sys.executable, "-c", "from narratief.cli import main; main()", "moments", str(folder), "--json"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},  # a terminal that is not in UTF-8
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    moments = json.loads(done.stdout.decode("utf-8"))  # fails when anything stands before or after it

    assert isinstance(moments, list)
    assert {tuple(moment) for moment in moments} == {("moment", "when", "residents", "mentions", "sure")}
    for moment in moments:
        assert [type(moment[key]) for key in ("moment", "when", "sure")] == [str, str, bool]
        assert {mention["file"] for mention in moment["mentions"]} == set(moment["residents"])
        for mention in moment["mentions"]:
            assert set(mention) == {"file", "turn", "words"}
            if mention["file"] in TALKS:
                assert mention["words"] in TALKS[mention["file"]][mention["turn"]][1]
    [first] = [moment for moment in moments if moment["moment"] == "de eerste bijeenkomst"]
    assert {"gesprek oost (versie 2).txt", "straat-7.md"} < set(first["residents"])
    assert len(first["residents"]) == 3
    told = {(each["file"], each["turn"]) for each in first["mentions"]}
    assert {("gesprek oost (versie 2).txt", 1), ("straat-7.md", 1)} < told
    assert "Hazelhoff" not in done.stdout.decode("utf-8")
