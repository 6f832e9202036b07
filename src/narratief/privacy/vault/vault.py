"""The vault of a project: which pseudonym stands for whom, encrypted in a file apart that only its owner can read.

Names are kept per interview (its file name), so that those of one can be erased; a name has the same number in all of
them (`privacy.project_register`).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast

from narratief.domain import locations
from narratief.domain.entities import PSEUDONYM_NAMES, EntityType
from narratief.domain.errors import InputError
from narratief.files.atomic import write_atomic
from narratief.files.locks import file_lock, knows_no_locks
from narratief.privacy.project_register import COUNTERS, Names, Thing, number_in, numbered
from narratief.privacy.vault.key_mark import KeyMark, forget_mark, key_for, mark_in, mark_of, needs_key, wanted_by
from narratief.privacy.vault.sealed import Damaged, WrongKey, seal, unseal
from narratief.privacy.vault.vault_key import vault_key

SUFFIXES = (".kluis", ".json")
"""Of vaults on the disk; the second is of versions that did not encrypt them."""

_LOCK = ".lock"
_FILES = ":bestanden"
"""Where, in place of an interview, the names of files as they were stand; no file's name has a colon in it."""
_HIDE = ":verbergen"
"""Where the project's own list of words to hide stands, as words by what they are."""


class Vault:
    """The names behind the pseudonyms of one project.

    Parameters
    ----------
    project
        Key of the project; the file is named after it.
    folder
        Where vaults are kept; default `locations.vault_dir`.

    Notes
    -----
    Everything that reads or writes raises `InputError` when the key is missing, wrong or readable by
    others, or the file is damaged; nothing is overwritten then. `destroy` needs no key.
    """

    def __init__(self, project: str, folder: Path | None = None) -> None:
        name = re.sub(r"[^\w-]+", "-", project).strip("-").lower() or "project"
        self.path = (folder or locations.vault_dir()) / f"{name}.kluis"
        self._plain = self.path.with_suffix(".json")  # vaults of before they were encrypted

    def __repr__(self) -> str:
        """Show the file, never what is in it."""
        return f"Vault({self.path.name})"

    def interviews(self) -> list[str]:
        """Interviews whose names are kept here, in order."""
        return sorted(self.all_originals())

    def all_originals(self) -> dict[str, Names]:
        """Names behind the pseudonyms of each interview, by its id, in one reading."""
        return {name: names for name, names in self._read().items() if name not in (_FILES, _HIDE, COUNTERS)}

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

    def file_names(self) -> dict[str, str]:
        """Names that files had, by the neutral name that was given for each; none when it cannot be opened now."""
        try:
            kept = self._read().get(_FILES, {})
        except InputError:
            return {}
        return {neutral: names[0] for neutral, names in kept.items()}

    def rename(self, interview: str, neutral: str) -> None:
        """Keep the names of an interview under a neutral name of its file, with the name that the file had."""
        with self._locked():
            content = self._content()
            files, names = content.setdefault(_FILES, {}), content.pop(interview, {})
            files.pop(interview, None)
            files[neutral] = [interview]
            if names:
                content[neutral] = _joined(names, content.get(neutral, {}))
            self._write(content)

    def words_to_hide(self) -> tuple[tuple[EntityType, str], ...]:
        """Words that somebody listed to go from every interview of the project, with what they are."""
        listed = self._read().get(_HIDE, {})
        return tuple((kind, words) for kind in PSEUDONYM_NAMES for words in listed.get(kind, ()))

    def keep_words_to_hide(self, listed: Iterable[tuple[EntityType, str]]) -> None:
        """Keep another list of words to hide, instead of the one that there is."""
        by_kind: Names = {}
        for kind, words in listed:
            by_kind.setdefault(kind, []).append(words)
        with self._locked():
            content = self._content()
            if by_kind == content.get(_HIDE, {}):
                return
            content[_HIDE] = by_kind
            self._write(content)

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

    def numbered(self, interview: str) -> Names:
        """As `originals`, without names that got a number when each interview still had its own."""
        return numbered(self._read(), interview)

    def number(self, interview: str, things: Sequence[Thing], barred: Collection[str]) -> list[str]:
        """Number what has no number yet in an interview, and keep it; no two are numbered at the same time.

        Parameters
        ----------
        interview
            Its id.
        things
            In the order of the interview.
        barred
            Pseudonyms that stand for something else in it.
        """
        with self._locked():
            content = self._content()
            labels = number_in(content, interview, things, barred)
            self._write(content)
            return labels

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
            names = _joined(originals, content.get(interview, {}))
            if names != content.get(interview):
                content[interview] = names
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
            named = content.get(_FILES, {}).pop(interview, None)
            if content.pop(interview, None) is None and named is None:
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
        forget_mark(self.path.parent)
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
            raise self._without_key(None)
        try:
            return cast("dict[str, Names]", unseal(data, key))  # nothing but `_write` can have made it
        except WrongKey:
            raise self._without_key(key) from None
        except Damaged:
            raise InputError(
                self.path.name,
                "De naamkluis is beschadigd en kan niet gelezen worden.",
                "Zet een reservekopie terug. Vernietig deze kluis niet zolang u er geen hebt.",
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

    def _without_key(self, key: bytes | None) -> InputError:
        """Make the error that the vault cannot be opened with the key that there is, and which one is needed."""
        mark = mark_in(self.path)
        told = [each for each in wanted_by(self.path.parent) if each.mark == mark]  # may say from which computer it is
        return needs_key(self.path.name, key, told or [KeyMark(mark)])

    def _write(self, content: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """Write the file whole or not at all, encrypted, and readable by its owner only from the first byte."""
        key = vault_key(make=False)
        if key is None or mark_in(self.path) != mark_of(key):  # what this key wrote before, it may write again
            key = key_for(self.path.parent)
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


def _joined(names: Mapping[str, Sequence[str]], earlier: Names) -> Names:
    """Names with those of before: of each pseudonym the new words first."""
    return {
        label: list(dict.fromkeys([*names.get(label, ()), *earlier.get(label, ())]))
        for label in dict.fromkeys([*earlier, *names])
    }


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
    forget_mark(folder)
    return destroyed


_WIPED = 1024 * 1024  # bytes that are overwritten at a time


def wipe(path: Path) -> None:
    """Overwrite a file with zeros and delete it; does nothing when it is not there. Of a link only the link goes."""
    if path.is_symlink():
        path.unlink()
        return
    try:
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:  # in parts: a recording is larger than what one wants in memory
                left -= file.write(bytes(min(left, _WIPED)))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
