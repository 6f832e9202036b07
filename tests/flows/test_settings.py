"""How Prefect is set up before it is imported."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from flows import settings


def test_an_earlier_prefect_finds_its_own_database_again(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = []
    for installed in ("3.9.1", "3.8.8", "3.9.1"):
        environment: dict[str, str] = {}
        monkeypatch.setattr(settings, "os", SimpleNamespace(environ=environment))
        monkeypatch.setattr(settings, "version", lambda _, installed=installed: installed)
        settings.prepare_prefect()
        homes.append(environment["PREFECT_HOME"])
    assert homes[0] == homes[2] != homes[1]
    assert all(Path(home).is_relative_to(own_home) for home in homes)


def test_what_a_person_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"PREFECT_HOME": "/elders"}
    monkeypatch.setattr(settings, "os", SimpleNamespace(environ=environment))
    settings.prepare_prefect()
    assert environment["PREFECT_HOME"] == "/elders"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
