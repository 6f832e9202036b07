"""Every test run keeps its work, vaults and Prefect files in a folder of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import postgres_server, postgres_template, sqlite_template  # noqa: F401 - fixtures

_REAL_HOME = Path(os.environ.get("NARRATIEF_HOME") or Path.home() / ".local/share/narratief")
_ROOT = Path(tempfile.mkdtemp(prefix="narratief-tests-"))


def pytest_configure() -> None:
    """Set the folders before anything of narratief or Prefect is imported; no example has to be quick."""
    settings.register_profile("untimed", settings(), deadline=None)  # in CI the examples are always the same
    settings.load_profile("untimed")
    home = _ROOT / "home"
    home.mkdir()
    cache = _REAL_HOME / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    (home / "cache").symlink_to(cache, target_is_directory=True)  # deduce's look-up tables take a minute to build
    os.environ["NARRATIEF_HOME"] = str(home)
    os.environ["NARRATIEF_VAULT"] = str(_ROOT / "vault")
    os.environ["NARRATIEF_VAULT_KEY_FILE"] = str(_ROOT / "sleutel/kluis.sleutel")
    os.environ.pop("NARRATIEF_VAULT_KEY", None)
    os.environ.pop("NARRATIEF_DATABASE_URL", None)
    os.environ["NARRATIEF_HOSTS"] = "narratief.test, testserver, localhost, 127.0.0.1"
    os.environ["PREFECT_HOME"] = str(_ROOT / "prefect")
    # tests replace parts of what works on files; those of the process apart ask for it (tests/pipeline/test_apart.py)
    os.environ["NARRATIEF_FILES_APART"] = "nee"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let files with slow tests begin first, so that no process has them left when the other is done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fresh work folder and vault for one test (with the shared look-up tables)."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(_REAL_HOME / "cache", target_is_directory=True)
    monkeypatch.setenv("NARRATIEF_HOME", str(home))
    monkeypatch.setenv("NARRATIEF_VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", str(tmp_path / "sleutel/kluis.sleutel"))
    return home


@pytest.fixture
def samples() -> Path:
    """Folder with the sample projects."""
    return Path(__file__).parents[1] / "narratives"
