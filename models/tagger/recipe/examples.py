"""Training examples: the labelled corpus as records, how it is split, and how it is varied while training."""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Example:
    """A labelled text.

    Attributes
    ----------
    group
        Texts of one group (person, interview, minimal pair) are never split over training and held-out data.
    evidence
        The words in the text that carry its themes; empty when not marked.
    contrast
        Name shared by texts that were written as a minimal pair or triple; empty for others.
    """

    id: str
    text: str
    themes: frozenset[str]
    question: str = ""
    evidence: str = ""
    group: str = ""
    contrast: str = ""


def load(folder: Path) -> list[Example]:
    """Read all fragments_*.jsonl and turns_*.jsonl of a folder, sorted by file and line."""
    found = []
    for path in sorted([*folder.glob("fragments_*.jsonl"), *folder.glob("turns_*.jsonl")]):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            row = json.loads(line)
            group = row.get("group") or row.get("interview") or row.get("speaker") or number // 8
            found.append(
                Example(
                    row["id"],
                    row["text"],
                    frozenset(row["themes"]),
                    row.get("question", ""),
                    row.get("evidence") or "",
                    f"{path.stem}/{group}",
                    f"{path.stem}/{row['group']}" if row.get("group") else "",
                )
            )
    return found


def split(examples: list[Example], share: float = 0.1) -> tuple[list[Example], list[Example]]:
    """Divide into training and held-out examples by a hash of their group, so that it never changes."""
    held = [e for e in examples if _place(e.group) < share]
    ids = {e.id for e in held}
    return [e for e in examples if e.id not in ids], held


def part(examples: list[Example], share: float) -> list[Example]:
    """Take a share of the groups, for a learning curve; a smaller share lies within a larger one."""
    return [e for e in examples if _place(f"part/{e.group}") < share]


def _place(name: str) -> float:
    """Give a name a fixed place in [0, 1)."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32


def vary(examples: list[Example], rng: random.Random) -> list[Example]:
    """Give one epoch's examples: each once, some as raw speech recognition, some joined into long turns."""
    order = list(examples)
    rng.shuffle(order)
    by_file: dict[str, list[Example]] = {}
    for example in examples:
        by_file.setdefault(example.group.split("/")[0], []).append(example)
    result = []
    for example in order:
        varied = example
        if rng.random() < 0.15:
            varied = _joined(varied, rng.sample(by_file[example.group.split("/")[0]], rng.choice((1, 1, 2))), rng)
        if varied.question and rng.random() < 0.3:
            varied = replace(varied, question="")
        if rng.random() < 0.12:
            varied = replace(varied, text=as_recognised(varied.text), evidence=as_recognised(varied.evidence))
        result.append(varied)
    return result


def as_recognised(text: str) -> str:
    """Write text as raw speech recognition gives it: no capitals, no punctuation."""
    return re.sub(r"\s+", " ", re.sub(r"[.,;:!?…\"“”‘()\[\]–—]|(?<!\w)'|'(?!\w)", " ", text)).strip().lower()


def _joined(example: Example, others: list[Example], rng: random.Random) -> Example:
    parts = [example, *others]
    rng.shuffle(parts)
    return replace(
        example,
        text=" ".join(part.text for part in parts),
        themes=frozenset().union(*(part.themes for part in parts)),
        evidence="",
        contrast="",
    )
