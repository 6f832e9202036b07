"""BERTopic where it is not installed by itself: its wheel's modules, which narratief carries (vendor/README.md)."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def make_bertopic_importable() -> None:
    """Let ``import bertopic`` find the installed one, and without it the one that is carried."""
    if find_spec("bertopic") is None:
        sys.path.append(str(carried()))  # at the end: nothing that is installed is hidden by it


def carried() -> Path:
    """Where BERTopic's modules are: a folder in an installed wheel, the file from PyPI in a source tree.

    Raises
    ------
    FileNotFoundError
        When neither is there (a broken installation).
    """
    if (unpacked := _PACKAGE / "carried").is_dir():
        return unpacked
    for packed in (_PACKAGE.parents[1] / "vendor").glob("bertopic-*.whl"):
        return packed
    msg = "BERTopic ontbreekt. Installeer narratief opnieuw."
    raise FileNotFoundError(msg)
