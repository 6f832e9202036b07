"""Notes in labels: who somebody is ("Truus (bewoner)"), or how something is said ("Truus (lachend)")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from narratief.transcripts.labels import Label, describes, label_key, note_beside


def one_label_each(labels: Sequence[list[Label]]) -> list[list[Label]]:
    """Give every label the name that its speaker has without notes, and keep the note apart.

    "Truus" and "Truus (lachend)" are one; so are "Sanne (interviewer)" and "Sanne". "Bewoner (man)" and
    "Bewoner (vrouw)" are two.
    """
    names: dict[str, Counter[str]] = {}
    for label in chain.from_iterable(labels):
        names.setdefault(label_key(label.name), Counter())[label.name] += 1
    called = {written: name for base, found in names.items() for written, name in _called(base, found).items()}
    return [[_noted(label, called.get(label.name, label.name)) for label in line] for line in labels]


def _called(base: str, found: Counter[str]) -> dict[str, str]:
    """For each way in which labels of one base name are written: how its speaker is called everywhere."""
    keys: dict[str, str] = {}
    for name, _ in found.most_common():
        keys.setdefault(Label(name, 0, "own").key, name)
    described = [name for key, name in keys.items() if key != base and describes(name)]
    bare = keys.get(base)
    if bare is None and len(described) != 1:
        return {}
    plain = described[0] if len(described) == 1 else (bare or "")
    return {name: plain for name in found if name == bare or not describes(name)}


def _noted(label: Label, name: str) -> Label:
    """A label with this name, its own notes kept."""
    return label if label.name == name else replace(label, name=name, note=note_beside(label.name, name))
