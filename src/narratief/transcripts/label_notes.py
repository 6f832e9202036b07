"""Notes in labels: who somebody is ("Truus (bewoner)"), or how something is said ("Truus (lachend)")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from narratief.transcripts.labels import Label, describes, has_speaker_word, label_key, note_beside, notes_in


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
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for name, count in found.most_common():
        names.setdefault(_key(name), name)
        counts[_key(name)] += count
    alone = base not in names
    described = [key for key, name in names.items() if key != base and _tells_who(name, counts[key], alone=alone)]
    if alone and len(described) != 1:
        return {}
    plain = names[described[0] if len(described) == 1 else base]
    return {name: plain for name in found if _key(name) not in described}


def _key(name: str) -> str:
    """The same for every way of writing one label."""
    return Label(name, 0, "own").key


def _tells_who(name: str, count: int, *, alone: bool) -> bool:
    """Whether a note in a label is a part, party or name; beside the bare label, one "(Lacht)" is none."""
    if alone or count > 1 or not describes(name):
        return describes(name)
    notes = notes_in(name)
    return any(has_speaker_word(note) or any(letter.isupper() for letter in note[1:]) for note in notes)


def _noted(label: Label, name: str) -> Label:
    """A label with this name, its own notes kept."""
    return label if label.name == name else replace(label, name=name, note=note_beside(label.name, name))
