"""Where a page may redirect to: only pages of this workspace, against open redirects (OWASP, CWE-601)."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_redirect(path: str, otherwise: str = "/") -> str:
    """Return a path of this workspace as it is, and the other path for anything that leads elsewhere."""
    try:
        parts = urlsplit(path)
    except ValueError:  # such as an address with half of a bracketed host
        return otherwise
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return path if inside and "\\" not in path and path.isprintable() else otherwise
