"""The hash under which the store keeps a secret that only its holder has."""

from __future__ import annotations

import hashlib


def token_hash(secret: str) -> str:
    """Hash a secret of which the store keeps no more than that (it is long and random, so no salt is needed)."""
    return hashlib.sha256(secret.encode()).hexdigest()
