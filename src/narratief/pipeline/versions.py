"""Versions of what the pipeline makes: a part of the keys under which it is kept, so that nothing stale is used."""

from __future__ import annotations

READING = "2"
"""Raise when reading or pseudonymising changes what comes out: every transcript is then read again."""

READING_ELSEWHERE = ("web-1",)
"""Versions that gave the same as `READING`: the workspace numbered its readings by itself before both shared one
pipeline, and what it kept then need not be read again."""

CODING = "3"
"""Raise when tagging or the division into fragments changes what comes out: every interview is then coded again."""
