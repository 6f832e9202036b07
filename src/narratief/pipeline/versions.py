"""Versions of what the pipeline makes: a part of the keys under which it is kept, so that nothing stale is used."""

from __future__ import annotations

READING = "10"
"""Raise when reading or pseudonymising changes what comes out: every transcript is then read again."""

READING_ELSEWHERE: tuple[str, ...] = ()
"""Versions that gave the same as `READING`, so that what was kept under them need not be read again."""

CODING = "10"
"""Raise when tagging or the division into fragments changes what comes out: every interview is then coded again."""
