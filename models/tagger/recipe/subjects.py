"""Wordings of one subject by different residents, and which subjects no training sees."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

HELD_OUT = 60  # subjects
HELD_OUT_OF = ("likeness_u1", "likeness_u2")
"""Files of which subjects are held out: later ones add subjects to learn from, and the unseen ones stay the same."""


def subjects(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Wordings by subject: those to learn from, and sixty that stay unseen, by a hash of the name.

    Raises
    ------
    ValueError
        When a subject that stays unseen stands in another file too.
    """
    first: dict[str, list[str]] = {}
    added: dict[str, list[str]] = {}
    for path in sorted(folder.glob("likeness_*.jsonl")):
        found = first if path.stem in HELD_OUT_OF else added
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row["subject"], []).append(row["text"])
    order = sorted(first, key=lambda name: hashlib.sha256(name.encode()).digest())
    unseen = {name: first[name] for name in order[:HELD_OUT]}
    if twice := sorted(set(unseen) & set(added)):
        raise ValueError(f"subjects that must stay unseen: {twice}")
    return added | {name: first[name] for name in order[HELD_OUT:]}, unseen
