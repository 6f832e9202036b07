"""A hash of content, to know whether what was kept still holds."""

from __future__ import annotations

import hashlib


def key_of(*parts: str | bytes) -> str:
    """Hash parts into a key (SHA-256, 64 hexadecimal digits); order and boundaries count."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
