"""Databases of each kind for tests of crashes, backups and migrations."""

from __future__ import annotations

from tests.store.conftest import backend, coded, folder, store, url, work  # noqa: F401 - fixtures
