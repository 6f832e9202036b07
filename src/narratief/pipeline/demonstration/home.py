"""Where a demonstration lives: folders of its own, and settings that lead nowhere else."""

from __future__ import annotations

import json
import shutil
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path

from narratief import __version__
from narratief.domain.errors import InputError
from narratief.domain.settings import PREFIX, variable_of
from narratief.files.atomic import write_atomic

_MARK = "demonstratie.json"
_HOW_IT_WORKS = frozenset(
    variable_of(field) for field in ("threads", "batch", "file_seconds", "file_memory", "files_apart", "spacy")
)
"""Settings of the computer, which hold for a demonstration too; all others say where real data is, or who may in."""


@dataclass(frozen=True, slots=True)
class DemoHome:
    """The folder of a demonstration; everything that it keeps is below it.

    Attributes
    ----------
    root
        The folder. `wipe` only ever empties one that has our mark.
    """

    root: Path

    @property
    def work(self) -> Path:
        """What NARRATIEF_HOME is in the demonstration."""
        return self.root / "werk"

    @property
    def ready(self) -> bool:
        """Whether a demonstration of this version of narratief was made here, to its end."""
        return self._read_mark() == {"version": __version__, "ready": True}

    def take(self) -> None:
        """Make the folder ours, and empty: what an earlier or broken-off demonstration left goes.

        Raises
        ------
        InputError
            When somebody else's files are in it.
        """
        if self.root.exists() and (not self.root.is_dir() or (any(self.root.iterdir()) and not self._is_ours)):
            message = "In deze map staat iets anders dan een demonstratie."
            raise InputError(str(self.root), message, "Kies met --home een lege of nieuwe map.")
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write_mark(ready=False)
        self._wipe()

    def finish(self) -> None:
        """Note that the demonstration was made to its end."""
        self._write_mark(ready=True)

    def isolate(self, environment: MutableMapping[str, str]) -> None:
        """Let settings lead to this folder only: no database, vault, Prefect server or login service of the real work.

        Parameters
        ----------
        environment
            Environment variables of this process.
        """
        for name in list(environment):
            ours = name.upper().startswith(PREFIX) and name.upper() not in _HOW_IT_WORKS
            if ours or name.upper().startswith("PREFECT_"):
                del environment[name]
        environment[variable_of("home")] = str(self.work)
        environment[variable_of("vault")] = str(self.root / "kluis")
        environment[variable_of("vault_key_file")] = str(self.root / "sleutel" / "kluis.sleutel")

    def _wipe(self) -> None:
        """Delete all but the mark and the lists of names, which hold nothing of anybody and take a minute to make."""
        for path in self.root.iterdir():
            if path == self.work:
                for below in path.iterdir():
                    if below.name != "cache":
                        _delete(below)
            elif path.name != _MARK:
                _delete(path)

    @property
    def _is_ours(self) -> bool:
        return self._read_mark() is not None

    def _read_mark(self) -> dict[str, object] | None:
        """What the mark says; None when there is none."""
        try:
            mark = json.loads((self.root / _MARK).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return mark if isinstance(mark, dict) else None

    def _write_mark(self, *, ready: bool) -> None:
        write_atomic(self.root / _MARK, json.dumps({"version": __version__, "ready": ready}).encode())


def sample_projects() -> Path:
    """Folder with the sample projects: inside the installed package, or narratives/ of the source tree.

    Raises
    ------
    InputError
        When neither is there.
    """
    here = Path(__file__)
    for folder in (here.parents[2] / "narratives", here.parents[4] / "narratives"):
        if folder.is_dir():
            return folder
    message = "De voorbeeldprojecten ontbreken."
    raise InputError("narratives/", message, "Installeer narratief opnieuw.")


def _delete(path: Path) -> None:
    """Delete a file, a link or a folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
