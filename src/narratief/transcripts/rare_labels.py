"""Labels that occur once or twice, and name a speaker all the same: they are like the others, or typing errors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from narratief.files.limits import MAX_SPEAKERS
from narratief.transcripts.document import Paragraph
from narratief.transcripts.labels import Label, is_letter, looks_like_name
from narratief.transcripts.tallies import STRONG, Tally, is_part

_NUMBER_AT_END = re.compile(r"(?:(?<!\W)\W++|(?<![\W\d]))\d++$")
_SENTENCE_END = re.compile(r"[.?!…:][\"'”“’»)\]]*\s*$")
_TAIL = 20  # characters at the end of a line that may hold its full stop, quotes and spaces; chosen
_MOST_MISSPELT = 300  # labels used once or twice; more are no typing errors but a list
_NEARLY_ALL = 0.9  # share of the paragraphs that begin with a label; chosen on tests/transcripts
_FEWEST = 6  # paragraphs from the first label to the last; chosen: fewer show no habit


def once_among_labels(
    lines: Sequence[Paragraph], labels: Sequence[list[Label]], accepted: set[str], everyday: frozenset[str]
) -> set[str]:
    """Names that occur once count when nearly every paragraph of the talk begins with a label.

    Among names they count wherever they stand. Among labels such as "I" and "Inwoner" a name before a colon is rather
    somebody who is quoted, and counts only between two labels in a talk that has hardly a paragraph without one.
    """
    marked = [any(label.key in accepted and label.kind in STRONG for label in line) for line in labels]
    if True not in marked or len(accepted) < 2:
        return set()
    begin, end = marked.index(True), len(marked) - marked[::-1].index(True)
    fresh = _beginnings(lines, labels)
    starts = [at for at in range(begin, end) if fresh[at]]
    known = sum(marked[at] for at in starts)
    if len(starts) < _FEWEST:
        return set()
    unknown = (at for at in range(begin, len(lines)) if fresh[at] and not marked[at])
    names = {at: name for at in unknown if (name := _name(labels[at], everyday))}
    among_names = not any(is_letter(key) or is_part(key) for key in accepted) and known >= len(starts) * 0.5
    if among_names and known + sum(at < end for at in names) >= len(starts) * _NEARLY_ALL:
        return set(names.values())
    if known < len(starts) * _NEARLY_ALL:
        return set()
    return {name for at, name in names.items() if begin < at < end - 1 and marked[at - 1] and marked[at + 1]}


def _beginnings(lines: Sequence[Paragraph], labels: Sequence[list[Label]]) -> list[bool]:
    """Which lines begin a paragraph: without blank lines those after a full stop, as lines may be broken anywhere.

    Words below a label on its own line do not.
    """
    found = [line.starts for line in lines]
    if sum(found) < _FEWEST:
        found = [at == 0 or bool(_SENTENCE_END.search(lines[at - 1].text[-_TAIL:])) for at in range(len(lines))]
    for at in range(1, len(lines)):
        above = next((label for label in labels[at - 1] if label.kind in STRONG), None)
        if above and not lines[at - 1].text[above.end :].strip():
            found[at] = False
    return found


def _name(labels: Sequence[Label], everyday: frozenset[str]) -> str:
    """Key of the name before a colon or time; empty when there is none."""
    label = next((label for label in labels if label.kind in STRONG), None)
    if label is None or label.key in everyday or not looks_like_name(label.name):
        return ""
    return label.key


def siblings(tallies: dict[str, Tally], accepted: set[str]) -> set[str]:
    """Labels with a number, used once, of which the same with another number names a speaker ("Spreker 3", "B2")."""
    stems = {_NUMBER_AT_END.sub("", key) for key in accepted if _NUMBER_AT_END.search(key)}
    return {
        key
        for key, tally in tallies.items()
        if tally.strong
        and key not in accepted
        and _NUMBER_AT_END.search(key)
        and _NUMBER_AT_END.sub("", key) in stems
        and (is_letter(key) or is_part(tally.name))
    }


def misspelt_labels(tallies: dict[str, Tally], accepted: set[str]) -> dict[str, str]:
    """Find rare labels that are one or two letters off a speaker's label."""
    same: dict[str, str] = {}
    rare = [key for key, tally in tallies.items() if key not in accepted and 0 < tally.strong <= 2 and len(key) >= 6]
    if len(rare) > _MOST_MISSPELT or len(accepted) > MAX_SPEAKERS:
        return {}
    for key in rare:
        tally = tallies[key]
        for other in sorted(accepted):
            alike = Indel.normalized_similarity(key, other, score_cutoff=0.85) > 0
            if alike and re.findall(r"\d+", key) == re.findall(r"\d+", other) and tallies[other].strong >= tally.strong:
                same[key] = other
    return same
