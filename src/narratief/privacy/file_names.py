"""File names that give a resident away ("interview Gerrit Wiersma.docx") get a neutral name in every output."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePath

_WORD = re.compile(r"[^\W\d_]{3,}")


def neutral_name(file: str, originals: Iterable[str]) -> str:
    """Name under which a file may appear in outputs.

    Parameters
    ----------
    file
        The file's own name.
    originals
        Words that pseudonyms of its interview stand for.

    Returns
    -------
    str
        The own name, or "gesprek-" with six hex digits (always the same for the same name) when a word of three letters
        or more of the name is one of those words.
    """
    given = {word.lower() for word in _WORD.findall(PurePath(file).stem)}
    known = {word.lower() for original in originals for word in _WORD.findall(original)}
    return hidden_name(file) if given & known else file


def hidden_name(file: str) -> str:
    """Neutral name of a file, whether it needs one or not."""
    return f"gesprek-{hashlib.sha256(file.encode()).hexdigest()[:6]}{PurePath(file).suffix.lower()}"
