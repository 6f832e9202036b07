"""The vault of a project: which pseudonym stands for whom, encrypted in a file apart that only its owner can read.

Names are kept per interview (its file name), since each interview has its own [PERSOON-1].
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast

from narratief.domain import settings
from narratief.domain.errors import InputError
from narratief.files.atomic import write_atomic
from narratief.files.locks import file_lock, knows_no_locks
from narratief.privacy.vault.sealed import Damaged, WrongKey, seal, unseal
from narratief.privacy.vault.vault_key import KEY_VARIABLE, vault_key

SUFFIXES = (".kluis", ".json")
"""Of vaults on the disk; the second is of versions that did not encrypt them."""

_LOCK = ".lock"


Names = dict[str, list[str]]
"""Pseudonym → the words that it stands for, the fullest first."""


class Vault:
    """The names behind the pseudonyms of one project.

    Parameters
    ----------
    project
        Key of the project; the file is named after it.
    folder
        Where vaults are kept; default `settings.vault_dir`.

    Notes
    -----
    Everything that reads or writes raises `InputError` when the key is missing, wrong or readable by
    others, or the file is damaged; nothing is overwritten then. `destroy` needs no key.
    """

    def __init__(self, project: str, folder: Path | None = None) -> None:
        name = re.sub(r"[^\w-]+", "-", project).strip("-").lower() or "project"
        self.path = (folder or settings.vault_dir()) / f"{name}.kluis"
        self._plain = self.path.with_suffix(".json")  # vaults of before they were encrypted

    def __repr__(self) -> str:
        """Show the file, never what is in it."""
        return f"Vault({self.path.name})"

    def interviews(self) -> list[str]:
        """Interviews whose names are kept here, in order."""
        return sorted(self._read())

    def originals(self, interview: str) -> Names:
        """Names behind the pseudonyms of an interview; empty when none are kept.

        Parameters
        ----------
        interview
            Its id (file name).
        """
        return self._read().get(interview, {})

    def pseudonyms(self, interview: str) -> frozenset[str]:
        """Pseudonyms of an interview that can be traced back; none when the vault cannot be opened now."""
        try:
            return frozenset(self.originals(interview))
        except InputError:
            return frozenset()

    def lookup(self, interview: str, pseudonym: str) -> list[str]:
        """Words that a pseudonym stands for, the fullest first; none when it is unknown.

        Parameters
        ----------
        interview
            Its id.
        pseudonym
            With or without brackets: "[PERSOON-1]" or "PERSOON-1".
        """
        return self.originals(interview).get(f"[{pseudonym.strip('[]')}]", [])

    def store(self, interview: str, originals: Mapping[str, Sequence[str]]) -> None:
        """Add names of an interview; earlier ones, and those of other interviews, stay.

        Parameters
        ----------
        interview
            Its id.
        originals
            Pseudonym → words that it stands for.
        """
        with self._locked():
            content = self._content()
            if not originals and interview not in content:
                return
            earlier = content.get(interview, {})
            content[interview] = {
                label: list(dict.fromkeys([*originals.get(label, ()), *earlier.get(label, ())]))
                for label in dict.fromkeys([*earlier, *originals])
            }
            self._write(content)

    def delete(self, interview: str) -> bool:
        """Forget the names of an interview for good; its pseudonyms can no longer be traced.

        Parameters
        ----------
        interview
            Its id.

        Returns
        -------
        bool
            False when there was none.
        """
        with self._locked():
            content = self._content()
            if content.pop(interview, None) is None:
                return False
            self._write(content)
            return True

    def is_there(self) -> bool:
        """Tell whether there is a vault, without opening it."""
        return self.path.exists() or self._plain.exists()

    def destroy(self) -> bool:
        """Destroy the names of the whole project, also without the key; False when there was no vault."""
        if not self.is_there():
            return False
        with self._locked(last=True):
            for path in (self.path, self._plain):
                wipe(path)
        return True

    def _read(self) -> dict[str, Names]:
        """Read the file; empty when there is none yet. A plain one of an earlier version is encrypted first."""
        if self._plain.exists():
            with self._locked():
                return self._content()
        return self._unsealed()

    def _content(self) -> dict[str, Names]:
        """Read the file with the lock held."""
        self._encrypt_plain()
        return self._unsealed()

    def _unsealed(self) -> dict[str, Names]:
        """Read the encrypted file; empty when there is none."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        key = vault_key(make=False)
        if key is None:
            raise self._without_key("De sleutel van de naamkluis ontbreekt. Zonder sleutel is niets te lezen.")
        try:
            return cast("dict[str, Names]", unseal(data, key))  # nothing but `_write` can have made it
        except WrongKey:
            raise self._without_key("De naamkluis past niet bij deze sleutel. Er is niets veranderd.") from None
        except Damaged:
            raise InputError(
                self.path.name,
                "De naamkluis is beschadigd en kan niet gelezen worden.",
                "Zet een reservekopie terug, of begin opnieuw met 'narratief vault destroy'.",
            ) from None

    def _encrypt_plain(self) -> None:
        """Put a plain vault of an earlier version into the encrypted one, and wipe it; called with the lock held."""
        try:
            plain = json.loads(self._plain.read_text(encoding="utf-8"))
        except FileNotFoundError:  # another process was first
            return
        except (json.JSONDecodeError, UnicodeDecodeError):
            # "from None": the decoder's error carries the file's content, which may not reach a log
            raise InputError(
                self._plain.name,
                "De naamkluis is beschadigd en kan niet gelezen worden.",
                "Zet een reservekopie terug, of verwijder het bestand om opnieuw te beginnen.",
            ) from None
        self._write(plain | self._unsealed())
        wipe(self._plain)

    def _without_key(self, message: str) -> InputError:
        """Make the error that the vault cannot be opened, and what that means."""
        return InputError(
            self.path.name,
            message,
            f"Zet de goede sleutel terug ({KEY_VARIABLE}, of het bestand "
            f"{settings.vault_key_file()}). Is de sleutel echt weg? Dan weet niemand meer wie wie is. "
            "Begin dan opnieuw met 'narratief vault destroy'.",
        )

    def _write(self, content: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """Write the file whole or not at all, encrypted, and readable by its owner only from the first byte."""
        # where any vault is encrypted already there was a key: a new one would hide that it is lost
        key = vault_key(make=not any(self.path.parent.glob("*.kluis")))
        if key is None:
            raise self._without_key("De sleutel van de naamkluis ontbreekt.")
        write_atomic(self.path, seal(content, key), private=True)

    @contextmanager
    def _locked(self, *, last: bool = False) -> Iterator[None]:
        """Keep others from writing the same vault meanwhile; with `last` the lock's file goes with the vault."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with ExitStack() as held:
            try:
                held.enter_context(file_lock(self.path.with_suffix(_LOCK), remove=last))
            except OSError as error:
                if not knows_no_locks(error):
                    raise
                raise InputError(
                    str(self.path.parent),
                    "Hier kan de naamkluis niet staan: deze schijf houdt twee schrijvers niet uit elkaar.",
                    "Kies met NARRATIEF_VAULT een map op een andere schijf.",
                ) from error
            yield


def destroy_all(folder: Path) -> int:
    """Destroy every vault in a folder, whatever project it is of; needs no key.

    Returns
    -------
    int
        How many there were.
    """
    destroyed = 0
    for path in sorted(folder.iterdir()):
        if path.suffix in (*SUFFIXES, _LOCK) and path.is_file():
            with file_lock(path.with_suffix(_LOCK), remove=True):
                destroyed += path.suffix in SUFFIXES and path.exists()
                if path.suffix in SUFFIXES:
                    wipe(path)
    return destroyed


def wipe(path: Path) -> None:
    """Overwrite a file with zeros and delete it; does nothing when it is not there. Of a link only the link goes."""
    if path.is_symlink():
        path.unlink()
        return
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
