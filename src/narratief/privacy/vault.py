"""The vault: which pseudonym stands for whom, per project, in a file apart that only its owner can read."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from narratief import settings
from narratief.errors import InputError
from narratief.privacy.entities import PSEUDONYM

try:
    import fcntl
except ImportError:  # Windows: one process at a time is assumed there
    fcntl = None  # type: ignore[assignment]


class Vault:
    """The key of one project.

    Parameters
    ----------
    project
        Name of the project; names the file.
    folder
        Where vaults are kept; default `settings.vault_dir`.
    """

    def __init__(self, project: str, folder: Path | None = None) -> None:
        name = re.sub(r"[^\w-]+", "-", project).strip("-").lower() or "project"
        self.path = (folder or settings.vault_dir()) / f"{name}.json"

    def __repr__(self) -> str:
        """Show the file, never what is in it."""
        return f"Vault({self.path.name})"

    def interviews(self) -> list[str]:
        """Give the interviews that have a key here."""
        return sorted(self._read())

    def originals(self, interview: str) -> dict[str, list[str]]:
        """Give the pseudonyms of an interview with the words they stand for; empty when it has none.

        Parameters
        ----------
        interview
            Its id (file name).
        """
        return self._read().get(interview, {})

    def lookup(self, interview: str, pseudonym: str) -> list[str]:
        """Give the words a pseudonym stands for, the fullest first.

        Parameters
        ----------
        interview
            Its id.
        pseudonym
            With or without brackets: "[PERSOON-1]" or "PERSOON-1".
        """
        return self.originals(interview).get(f"[{pseudonym.strip('[]')}]", [])

    def reidentify(self, interview: str, text: str) -> str:
        """Put the originals back in a text of an interview (for authorised use only); unknown pseudonyms stay.

        Parameters
        ----------
        interview
            Its id.
        text
            Text with pseudonyms.
        """
        originals = self.originals(interview)
        return PSEUDONYM.sub(lambda match: (originals.get(match.group()) or [match.group()])[0], text)

    def store(self, interview: str, originals: Mapping[str, Sequence[str]]) -> None:
        """Keep the key of an interview, next to those of others; earlier originals of it are kept too.

        Parameters
        ----------
        interview
            Its id.
        originals
            Pseudonyms with the words they stand for.
        """
        with self._locked():
            content = self._read()
            if not originals and interview not in content:
                return
            earlier = content.get(interview, {})
            content[interview] = {
                label: list(dict.fromkeys([*originals.get(label, ()), *earlier.get(label, ())]))
                for label in dict.fromkeys([*earlier, *originals])
            }
            self._write(content)

    def delete(self, interview: str) -> bool:
        """Forget the key of an interview for good; its pseudonyms can no longer be traced.

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
            content = self._read()
            if content.pop(interview, None) is None:
                return False
            self._write(content)
            return True

    def delete_all(self) -> None:
        """Forget the keys of the whole project (end of the retention period)."""
        with self._locked():
            self.path.unlink(missing_ok=True)

    def _read(self) -> dict[str, dict[str, list[str]]]:
        """Read the file; empty when there is none yet."""
        try:
            return json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (json.JSONDecodeError, UnicodeDecodeError):
            # "from None": the decoder's error carries the file's content, which may not reach a log
            raise InputError(
                self.path.name,
                "De naamkluis is beschadigd en kan niet gelezen worden.",
                "Zet een reservekopie terug, of verwijder het bestand om opnieuw te beginnen.",
            ) from None

    def _write(self, content: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """Write the file whole or not at all, readable by its owner only from the first byte."""
        handle, temporary = tempfile.mkstemp(prefix=".kluis-", dir=self.path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(self.path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes from writing the same vault meanwhile."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = self.path.with_suffix(".lock")
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if fcntl:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
