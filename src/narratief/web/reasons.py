"""Why somebody opens a vault, exports a person's data or erases something: asked for, and kept in the audit log."""

from __future__ import annotations

_SHORTEST = 3  # characters; chosen: enough for an abbreviation, and not for a space to get past
_LONGEST = 300  # characters that are kept; chosen: two or three sentences, which a page of the log can show


def is_reason(text: str) -> bool:
    """Whether a text says enough to be a reason."""
    return len(text.strip()) >= _SHORTEST


def kept_reason(text: str) -> dict[str, str]:
    """Details for the audit log."""
    return {"reason": text.strip()[:_LONGEST]}
