"""Databases of each kind for tests of crashes, backups and migrations."""

from __future__ import annotations

from tests.store.conftest import backend, store, url  # noqa: F401 - fixtures
