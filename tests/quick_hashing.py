"""Passwords and recovery codes hashed with little work: hundreds of tests log in, and none is about the cost of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher


@pytest.fixture(scope="session", autouse=True)
def quick_hashing() -> Iterator[None]:
    """Hash by the same method, Argon2id, with the least memory and time that it takes."""
    from narratief.store.accounts import people, recovery_codes

    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        for module in (people, recovery_codes):
            patch.setattr(module, "_hasher", quick)
        patch.setattr(people, "_NOBODY", quick.hash("nobody"))
        yield
