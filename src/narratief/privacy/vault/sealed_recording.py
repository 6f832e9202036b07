"""Sound of an interview on the disk, encrypted with a key that is derived from the vault's.

A recording is much larger than a transcript and is played from any moment, so it is sealed in blocks (AES-256-GCM),
each bound to its place, to the file and to its interview: a block can be opened alone, and none can be moved or left
out unnoticed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from narratief.domain.errors import InputError
from narratief.domain.locations import vault_dir
from narratief.privacy.vault.derived_key import derived_bytes
from narratief.privacy.vault.key_mark import needs_key, wanted_by
from narratief.privacy.vault.vault_key import vault_key

_MARK = b"narratief-opname-1\n"
BLOCK = 256 * 1024
"""Bytes of sound in a block. Chosen: some seconds of speech, so that playing from a moment decrypts little."""
_TAG = 16  # bytes that GCM adds to a block
_LONGEST_HEADER = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SealedRecording:
    """A recording as it lies on the disk.

    Attributes
    ----------
    owner
        What it was sealed for: it opens for no other.
    kind
        Type of the sound, such as ``audio/mpeg``.
    size
        Bytes of sound.
    times
        Per turn of the interview the second at which it begins; None where that is not known.
    """

    path: Path
    owner: str
    kind: str
    size: int
    times: tuple[float | None, ...]
    _header: bytes
    _nonce: bytes

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Decrypt the bytes from one place up to another.

        Raises
        ------
        InputError
            When the key that it was sealed with is not here, or it is damaged; no key is made.
        """
        if vault_key(make=False) is None:
            raise needs_key(self.path.name, None, wanted_by(vault_dir()))
        cipher = AESGCM(derived_bytes(_purpose(self.owner)))
        with self.path.open("rb") as file:
            for number in range(start // BLOCK, -(-end // BLOCK)):
                file.seek(len(self._header) + number * (BLOCK + _TAG))
                try:
                    block = cipher.decrypt(
                        self._nonce + number.to_bytes(4), file.read(BLOCK + _TAG), self._header + number.to_bytes(4)
                    )
                except InvalidTag:
                    raise InputError(
                        self.path.name,
                        "Deze opname is versleuteld met een andere sleutel, of beschadigd.",
                        "Zet de sleutel van de naamkluis terug, of voeg de opname opnieuw toe.",
                    ) from None
                yield block[max(start - number * BLOCK, 0) : end - number * BLOCK]


def seal_recording(
    source: BinaryIO, target: BinaryIO, owner: str, kind: str, size: int, times: Sequence[float | None] = ()
) -> None:
    """Encrypt a recording, block by block.

    Parameters
    ----------
    owner
        What stands for its project and interview.
    size
        Bytes that the source has.

    Raises
    ------
    InputError
        When there is no key, or another one than names are encrypted with.
    """
    nonce = secrets.token_bytes(8)
    told = {"kind": kind, "size": size, "times": list(times), "nonce": nonce.hex()}
    header = _MARK + json.dumps(told).encode() + b"\n"
    cipher = AESGCM(derived_bytes(_purpose(owner)))
    target.write(header)
    for number in range(-(-size // BLOCK)):
        block = source.read(min(BLOCK, size - number * BLOCK))
        target.write(cipher.encrypt(nonce + number.to_bytes(4), block, header + number.to_bytes(4)))


def sealed_recording(path: Path, owner: str) -> SealedRecording | None:
    """Look a recording up; None when there is none, or it is no recording."""
    try:
        with path.open("rb") as file:
            mark, header = file.readline(len(_MARK)), file.readline(_LONGEST_HEADER)
        told: dict[str, Any] = json.loads(header) if mark == _MARK else {}
        return SealedRecording(
            path,
            owner,
            str(told["kind"]),
            int(told["size"]),
            tuple(told["times"]),
            mark + header,
            bytes.fromhex(told["nonce"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _purpose(owner: str) -> str:
    """What the key is derived for."""
    return f"narratief recording of {owner}"
