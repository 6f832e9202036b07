"""Which labels of a transcript name speakers, going by the evidence of the whole document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from narratief.transcripts.document import Paragraph
from narratief.transcripts.label_notes import one_label_each
from narratief.transcripts.labels import (
    Label,
    LabelledLine,
    find_labels,
    is_letter,
    label_key,
    looks_like_name,
)
from narratief.transcripts.preamble import is_page_number
from narratief.transcripts.rare_labels import misspelt_labels, once_among_labels, siblings
from narratief.transcripts.tallies import STRONG, Tally, is_part, tally_labels
from narratief.transcripts.timed_names import with_timed_names
from narratief.transcripts.vocabulary import (
    INTERVIEWER_LETTERS,
    NO_SPEAKERS,
    PERSON_WORDS,
    RESIDENT_LETTERS,
)

_NUMBER_AT_END = re.compile(r"(?:(?<!\W)\W++|(?<![\W\d]))\d++$")
_QUESTION_STEMS = frozenset(["vraag", "antwoord", "question", "answer", "v", "a", "q", "r"])
_EVERYDAY_SHARE = 0.15  # of all labels: an everyday word used less often is no name; chosen on tests/transcripts
_DOMINANT_SHARE = 0.3  # of all labels: a label used so often is a speaker whatever it says; chosen likewise


@dataclass(frozen=True, slots=True)
class Speakers:
    """The labels of one transcript that name speakers.

    Attributes
    ----------
    names
        Label key → name as shown.
    weak
        Keys that also count where no colon or time stamp follows.
    same
        Other spellings and running numbers: key → key in `names`.
    """

    names: dict[str, str]
    weak: frozenset[str] = frozenset()
    same: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def choose(self, labels: Iterable[Label]) -> Label | None:
        """The first of the possible labels of a line that names a speaker, named as everywhere; None when none does."""
        for label in labels:
            key = self.same.get(label.key, label.key)
            if key in self.names and (label.kind in STRONG or key in self.weak):
                return replace(label, name=self.names[key])
        return None


def find_speakers(lines: Sequence[Paragraph]) -> tuple[Speakers, list[LabelledLine]]:
    """Decide which labels name speakers: known words, or names that come back and are no everyday words.

    Returns
    -------
    tuple
        The speakers, and each line with its label.
    """
    possible = [[] if is_page_number(line) else find_labels(line) for line in lines]
    labels = one_label_each(with_timed_names(lines, possible))
    tallies = tally_labels(labels)
    same = _running_numbers(labels)
    for key, stem in same.items():
        tallies.setdefault(stem, Tally()).kinds.update(tallies[key].kinds)
        tallies[stem].names[_NUMBER_AT_END.sub("", tallies[key].name)] += 1
        del tallies[key]
    everyday = _lower_case_words(lines)
    totals = _Totals(
        sum(tally.strong for tally in tallies.values()),
        sum(tally.strong for key, tally in tallies.items() if is_letter(key)),
        sum(tally.timed for tally in tallies.values()),
    )
    accepted = {key for key, tally in tallies.items() if _accepted_strong(key, tally, totals, everyday=key in everyday)}
    weak = _accepted_weak(labels, tallies, accepted, everyday)
    accepted |= weak
    if len(accepted) < 2:
        accepted |= _second_look(lines, tallies, accepted, everyday)
    accepted |= siblings(tallies, accepted)
    accepted |= once_among_labels(lines, labels, accepted, everyday)
    misspelt = misspelt_labels(tallies, accepted)
    same |= misspelt
    names = {key: tallies[key].name for key in sorted(accepted)}
    speakers = Speakers(names, frozenset(weak), same, _remarks(misspelt, tallies))
    return speakers, [
        LabelledLine(line, speakers.choose(possible)) for line, possible in zip(lines, labels, strict=True)
    ]


def _is_certain(tally: Tally) -> bool:
    """Whether one occurrence is enough: a part in the talk, unless it may well begin a sentence ("Vraag: …")."""
    ordinary = label_key(tally.name).split()[0] in _QUESTION_STEMS or tally.name[:1].islower()
    return is_part(tally.name) and (not ordinary or tally.strong >= 2)


@dataclass(frozen=True, slots=True)
class _Totals:
    """How often strong labels occur in the whole document: all, those of one letter, those beside a time stamp."""

    strong: int
    letters: int
    timed: int


def _accepted_strong(key: str, tally: Tally, totals: _Totals, *, everyday: bool) -> bool:
    """Whether a label before a colon or time stamp names a speaker."""
    if tally.kinds["voice"] or (tally.strong and _is_certain(tally)):
        return True
    if is_letter(key):
        known = key[0] in INTERVIEWER_LETTERS | RESIDENT_LETTERS
        return tally.strong >= 2 or (known and tally.strong == 1 and totals.letters >= 3)
    if tally.strong >= 4 and tally.strong >= totals.strong * _DOMINANT_SHARE and tally.name[:1].isupper():
        return True
    common = everyday and tally.strong < totals.strong * _EVERYDAY_SHARE
    if not tally.strong or not looks_like_name(tally.name) or common:
        return False
    return tally.strong >= 2 or (tally.timed > 0 and totals.timed >= 3)


def _accepted_weak(
    labels: Sequence[list[Label]], tallies: dict[str, Tally], accepted: set[str], everyday: frozenset[str]
) -> set[str]:
    """Labels without a colon: they must be known words or names, come back, and take turns."""
    found: set[str] = set()
    for key, tally in tallies.items():
        if key in accepted:
            if tally.weak and is_part(tally.name):
                found.add(key)
            continue
        known = is_part(tally.name) or (is_letter(key) and key[0] in INTERVIEWER_LETTERS | RESIDENT_LETTERS)
        name = looks_like_name(tally.name) and key not in everyday
        if tally.weak and ((known and tally.weak >= 2) or (name and tally.weak >= 3)):
            found.add(key)
    keys = [next((label.key for label in line if label.key in found | accepted), "") for line in labels]
    fresh = [key for key in keys if key]
    changes = sum(before != after for before, after in pairwise(fresh))
    takes_turns = len(set(fresh)) >= 2 and len(fresh) >= 3 and changes >= (len(fresh) - 1) * 0.6
    return found if takes_turns else set()


def _second_look(
    lines: Sequence[Paragraph], tallies: dict[str, Tally], accepted: set[str], everyday: frozenset[str]
) -> set[str]:
    """With fewer than two speakers found: names used once, or labels in lower case that begin most lines."""
    once = {
        key
        for key, tally in tallies.items()
        if tally.strong and looks_like_name(tally.name) and (key not in everyday or tally.strong >= 2)
    }
    if accepted and once - accepted:
        return once
    lower = {
        key
        for key, tally in tallies.items()
        if tally.strong >= 3 and len(key.split()) <= 2 and not set(key.split()) & NO_SPEAKERS
    }
    covered = sum(tallies[key].strong for key in lower | accepted)
    if len(lower | accepted) >= 2 and covered >= len(lines) * 0.4:
        return lower
    person = {key for key in tallies if tallies[key].strong >= 2 and set(key.split()) & PERSON_WORDS}
    return person if len(person | accepted) >= 2 else set()


def _lower_case_words(lines: Sequence[Paragraph]) -> frozenset[str]:
    """Words that occur in lower case somewhere: as a label at the start of a line they are hardly names."""
    found: set[str] = set()
    for line in lines:
        found.update(word for word in re.findall(r"[^\W\d_][\w'’-]*", line.text) if word[0].islower())
    return frozenset(found)


def _running_numbers(labels: Sequence[list[Label]]) -> dict[str, str]:
    """Find labels that count on ("Vraag 1", "Vraag 2", …): they are one speaker, unlike "Spreker 1" and "Spreker 2"."""
    numbers: dict[str, list[int]] = {}
    counts = Counter(label.key for line in labels for label in line)
    for key, count in counts.items():
        match = re.fullmatch(r"([^\W\d]+)\W*(\d{1,3})", key)
        if match and match[1] in _QUESTION_STEMS:
            numbers.setdefault(match[1], []).extend([int(match[2])] * count)
    same: dict[str, str] = {}
    for stem, found in numbers.items():
        if len(set(found)) >= 3 and len(found) <= len(set(found)) * 1.5 and found == sorted(found):
            same |= {key: stem for key in sorted(counts) if re.fullmatch(rf"{stem}\W*\d{{1,3}}", key)}
    return same


def _remarks(misspelt: dict[str, str], tallies: dict[str, Tally]) -> tuple[str, ...]:
    """Say in Dutch which labels are taken for typing errors."""
    return tuple(
        f"Het label '{tallies[wrong].name}' lijkt een tikfout en is gelezen als '{tallies[right].name}'."
        for wrong, right in sorted(misspelt.items())
    )
