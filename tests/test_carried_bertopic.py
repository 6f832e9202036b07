"""The BERTopic that the wheel carries is PyPI's, of the locked version, and is used where none is installed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKED = next((ROOT / "vendor").glob("bertopic-*.whl"))
_FIND_TOPICS = """
import sys
sys.path[:] = [each for each in sys.path if "site-packages" not in each] + [sys.argv[1]]
import numpy as np
from narratief.topics.engine import fit_bertopic, ranked_words
class TwoHalves:
    def fit(self, rows, y=None):
        self.labels_ = np.repeat([0, 1], len(rows) // 2)
        return self
model = fit_bertopic([["brug"], ["brug"], ["boom"], ["boom"]], np.eye(4), TwoHalves())
import bertopic
print(bertopic.__file__)
print(bertopic.__version__, [ranked_words(model)[topic][0][0] for topic in (0, 1)])
"""


def test_the_carried_file_is_the_locked_one() -> None:
    (locked,) = (
        each for each in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"] if each["name"] == "bertopic"
    )
    hashes = {wheel["hash"] for wheel in locked["wheels"]}
    assert f"sha256:{hashlib.sha256(PACKED.read_bytes()).hexdigest()}" in hashes


def test_what_bertopic_needs_is_required_or_left_out_on_purpose() -> None:
    metadata = next(name for name in zipfile.ZipFile(PACKED).namelist() if name.endswith(".dist-info/METADATA"))
    lines = zipfile.ZipFile(PACKED).read(metadata).decode().splitlines()
    asked = {
        line.removeprefix("Requires-Dist: ").split(">")[0].split("=")[0]
        for line in lines
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    ours = {each.split(">")[0] for each in project["project"]["dependencies"]}
    never = {each.split(" ")[0] for each in project["tool"]["uv"]["override-dependencies"]}
    assert asked <= ours | never
    assert not ours & never


def test_topics_are_found_where_bertopic_is_not_installed(tmp_path: Path) -> None:
    """All that is installed, without BERTopic: a folder with links to everything else."""
    installed = Path(pytest.__file__).parents[1]
    for each in installed.iterdir():
        if not each.name.startswith("bertopic"):
            (tmp_path / each.name).symlink_to(each)
    source = str(ROOT / "src")
    done = subprocess.run(
        [sys.executable, "-c", _FIND_TOPICS, str(tmp_path)],
        env={"PYTHONPATH": source, "PATH": ""}, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    place, found = done.stdout.splitlines()[-2:]
    assert place.startswith(str(PACKED))
    assert found == "0.17.4 ['brug', 'boom']"
