"""Which key a folder of vaults needs, told by a mark of it: a second computer does not guess, nor make another.

The mark is a hash of the key, short enough to tell nothing of it. It stands in each vault, and in a small file beside
them with the name of the computer where the key was first used, which is where to get it.
"""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from narratief.domain import locations
from narratief.domain.errors import InputError
from narratief.files.atomic import write_once
from narratief.privacy.vault.vault_key import KEY_VARIABLE, vault_key

MARK_FILE = "kluis.kenmerk"
VAULTS = "*.kluis"


@dataclass(frozen=True, slots=True)
class KeyMark:
    """A mark of a key.

    Attributes
    ----------
    mark
        12 hexadecimal digits (48 bits) of a hash of the key: keys are told apart, and nothing of them is told.
    computer
        Name of the computer where it was first used; empty when that is not known.
    day
        When, as 2026-11-30; empty when that is not known.
    """

    mark: str
    computer: str = ""
    day: str = ""


def mark_of(key: bytes) -> str:
    """Mark of a key."""
    return hashlib.sha256(b"narratief" + key).hexdigest()[:12]


def used_here(key: bytes) -> KeyMark:
    """Mark of a key that is first used on this computer, today."""
    return KeyMark(mark_of(key), socket.gethostname(), datetime.now(UTC).date().isoformat())


def key_for(folder: Path) -> bytes:
    """Key to encrypt new vaults in a folder with; it is made where no key was ever used.

    Raises
    ------
    InputError
        When the folder needs another key than this computer has, or this one has none; nothing is made then.
    """
    wanted, key = wanted_by(folder), vault_key(make=False)
    made = key is None and not wanted
    if made:
        key = vault_key(make=True)
    if key is not None and not wanted:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        wanted = [_read(write_once(folder / MARK_FILE, json.dumps(asdict(used_here(key))).encode()))]
    if key is None or mark_of(key) not in {each.mark for each in wanted}:
        if made:  # another computer was first at the same moment: nothing was encrypted with this one
            locations.vault_key_file().unlink(missing_ok=True)
            key = None
        raise needs_key(str(folder), key, wanted)
    return key


def wanted_by(folder: Path) -> list[KeyMark]:
    """Marks of the keys that vaults in a folder are encrypted with; none where there are no vaults and never were."""
    try:
        return [_read((folder / MARK_FILE).read_bytes())]
    except FileNotFoundError:  # vaults of a version that kept no such file say it themselves
        return list(dict.fromkeys(KeyMark(mark_in(path)) for path in sorted(folder.glob(VAULTS))))


def forget_mark(folder: Path) -> None:
    """Let a folder without vaults have another key from now on."""
    if not any(folder.glob(VAULTS)):
        (folder / MARK_FILE).unlink(missing_ok=True)


def mark_in(vault: Path) -> str:
    """Mark of the key that a vault was encrypted with; empty for one that says none (damaged)."""
    try:
        whole = json.loads(vault.read_bytes())
        return str(whole["sleutel"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def needs_key(where: str, key: bytes | None, wanted: Sequence[KeyMark]) -> InputError:
    """Make the error that says which key is needed, what this computer has, and where to get the right one.

    Parameters
    ----------
    where
        What it is about: a vault, a folder of them, a database.
    key
        What this computer has.
    """
    known = next((each for each in wanted if each.mark), KeyMark(""))
    which = f" met kenmerk {known.mark}" if known.mark else ""
    if key is None:
        message = f"De sleutel van de naamkluis ontbreekt. Nodig is de sleutel{which}."
    else:
        message = f"De naamkluis past niet bij deze sleutel (kenmerk {mark_of(key)}). Nodig is de sleutel{which}."
    origin = f"de computer '{known.computer}' ({known.day})" if known.computer else "de computer waar hij is gemaakt"
    remedy = (
        f"Haal hem van {origin}, of uit uw kopie van de sleutel. Zet hem hier in {locations.vault_key_file()}, of geef "
        f"hem in {KEY_VARIABLE}. Er is niets veranderd. Laat de kluis staan: zonder haar zijn de namen voorgoed weg."
    )
    return InputError(where, message, remedy)


def _read(data: bytes) -> KeyMark:
    """Read the file beside the vaults; a mark that fits no key when it was damaged."""
    try:
        told = json.loads(data)
        return KeyMark(str(told["mark"]), str(told.get("computer", "")), str(told.get("day", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return KeyMark("")
