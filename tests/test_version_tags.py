"""Which tags name a version: one with another name must not break the installation of a checkout."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.nl"]
    return subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("tags", "described"),
    [
        ([], None),
        (["proef1", "v1.2.3-foo", "voor-de-pilot", "v0.3.0rc1"], None),
        (["v0.2.0", "proef1", "v9-oud"], "v0.2.0"),
    ],
)
def test_only_numbers_after_a_v_are_a_version(tmp_path: Path, tags: list[str], described: str | None) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    command = project["tool"]["hatch"]["version"]["raw-options"]["scm"]["git"]["describe_command"]
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    for tag in tags:
        assert _git(tmp_path, "tag", tag).returncode == 0
    found = _git(tmp_path, *command[1:])
    assert (found.returncode == 0) == (described is not None)
    assert found.stdout.split("-")[0] == (described or "")
