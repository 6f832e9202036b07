"""Wordings of one subject by different residents, and which subjects no training sees."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

HELD_OUT = 60  # subjects


def subjects(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Wordings by subject: those to learn from, and sixty that stay unseen, by a hash of the name."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("likeness_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row["subject"], []).append(row["text"])
    order = sorted(found, key=lambda name: hashlib.sha256(name.encode()).digest())
    return {n: found[n] for n in order[HELD_OUT:]}, {n: found[n] for n in order[:HELD_OUT]}
