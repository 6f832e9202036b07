"""Whether a path stays in a folder: asked of every path of which a part comes from a file, a database or a request."""

from __future__ import annotations

from pathlib import Path


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path lies below a folder once links and ".." are followed; the folder itself does not."""
    return folder.resolve() in path.resolve().parents
