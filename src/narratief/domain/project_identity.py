"""Which project a folder is: told by a file in the folder itself, so that it stays the same wherever it is moved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from narratief.domain.errors import InputError
from narratief.files.safe_paths import is_plain, leads_out
from narratief.files.yaml_file import BadYamlError, read_yaml

IDENTITY_FILE = "narratief-project.yaml"
_KEY = re.compile(r"[A-Za-z0-9._-]{0,255}-[0-9a-f]{10}")
_TEXT = """\
# Dit bestand hoort bij narratief. Het zegt welk project deze map is, ook als u de map verplaatst of anders noemt.
# Kopieert u de map om er een nieuw project van te maken? Verwijder dit bestand dan uit de kopie.
project: "{key}"
naam: "{name}"
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What stays when a folder is moved or renamed.

    Attributes
    ----------
    key
        Tells projects apart; vaults and work folders are named after it.
    name
        Name of the folder when the project was made; it is in every output, and fragments' ids depend on it.
    """

    key: str
    name: str

    def as_file(self) -> bytes:
        """Content of `IDENTITY_FILE`."""
        return _TEXT.format(key=self.key, name=self.name.replace("\\", "\\\\").replace('"', '\\"')).encode()


def read_identity(folder: Path) -> Identity | None:
    """Read which project a folder is; None when it does not say so (yet).

    Raises
    ------
    InputError
        When the file is there and says nothing that narratief wrote.
    """
    path = folder / IDENTITY_FILE
    if not path.exists():
        return None
    if leads_out(path):
        raise _broken()
    try:
        told = read_yaml(path)
    except BadYamlError as error:
        raise _broken() from error
    key, name = (told.get("project"), told.get("naam")) if isinstance(told, dict) else (None, None)
    if not (
        isinstance(key, str) and isinstance(name, str) and _KEY.fullmatch(key) and is_plain(key) and is_plain(name)
    ):
        raise _broken()
    return Identity(key, name)


def _broken() -> InputError:
    """Make the error that the file is not as narratief wrote it."""
    return InputError(
        IDENTITY_FILE,
        "Dit bestand zegt niet (meer) welk project deze map is.",
        "Zet het terug uit een kopie. Is dit een nieuw project? Verwijder het bestand dan.",
    )
