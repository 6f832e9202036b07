"""A vault's content as it lies on disk: encrypted, with a mark of the key so that a wrong key is told from damage.

Encryption is Fernet (AES in CBC mode with an HMAC: https://github.com/fernet/spec), which detects every change.
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from narratief.privacy.vault.key_mark import mark_of

_FORM = "narratief-kluis-1"


class WrongKey(Exception):
    """The content was encrypted with another key."""


class Damaged(Exception):
    """It is no vault, or one that was changed outside narratief."""


def seal(content: Any, key: bytes) -> bytes:
    """Encrypt JSON content; the bytes say which key is needed (a hash of it), and nothing of what is inside."""
    token = Fernet(key).encrypt(json.dumps(content, ensure_ascii=False).encode())
    return json.dumps({"vorm": _FORM, "sleutel": mark_of(key), "inhoud": token.decode()}, indent=1).encode()


def unseal(data: bytes, key: bytes) -> Any:
    """Decrypt content that `seal` made.

    Raises
    ------
    WrongKey
        When it was encrypted with another key.
    Damaged
        When it is no vault, or not whole. Neither error has the content or the key in it.
    """
    try:
        whole = json.loads(data)
        if whole["vorm"] != _FORM:
            raise Damaged
        token, mark = str(whole["inhoud"]).encode(), whole["sleutel"]
    except (ValueError, KeyError, TypeError):
        raise Damaged from None
    if mark != mark_of(key):
        raise WrongKey
    try:
        return json.loads(Fernet(key).decrypt(token))
    except (InvalidToken, ValueError):
        raise Damaged from None
