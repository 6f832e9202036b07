"""Whether a path stays where it belongs: asked where a name in it comes from a file or a database."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""Names that stand for a device on Windows, with any extension
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path lies below a folder once links and ".." are followed; the folder itself does not."""
    return folder.resolve() in path.resolve().parents


def leads_out(path: Path) -> bool:
    """Tell whether a path is a link to something outside of the folder that it lies in."""
    return path.is_symlink() and not is_inside(path, path.parent)


def is_plain(step: str, *, windows: bool = os.name == "nt") -> bool:
    """Tell whether a word is the name of one file or folder: no way up, no drive, no separator of another system.

    Parameters
    ----------
    windows
        Whether files are to be written on Windows, where more names mean something else than they seem to: devices,
        hidden streams ("a:b"), and dots or spaces at the end, which fall away.
    """
    seen = PureWindowsPath(step)
    if step in ("", ".", "..") or "\0" in step or seen.drive or seen.parts != (step,):
        return False
    return not windows or not (
        ":" in step or step.endswith((" ", ".")) or step.partition(".")[0].strip().upper() in _DEVICES
    )
