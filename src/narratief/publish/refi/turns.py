"""An interview rebuilt from a text that must stay as it is, because positions point into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from narratief.domain.interview import Interview, Role, Turn, Utterance
from narratief.transcripts.roles import assign_roles

_LABEL = re.compile(r"^[ \t]*([^\W_][\w .,'’()\[\]/-]{0,39}?)[ \t]?:(?:[ \t]+|$)", re.MULTILINE)
_NO_LABELS = "In deze tekst staan geen sprekers; alles geldt als woorden van de bewoner."


def rebuild_interview(
    file: str, text: str, residents: Sequence[str] = (), interviewers: Sequence[str] = ()
) -> Interview:
    """Make an interview of a stored text by finding its turns.

    Parameters
    ----------
    residents, interviewers
        Labels of the speakers when they are known; else labels are searched for, and roles inferred from how people
        talk.
    """
    marks = _known(text, (*residents, *interviewers)) if residents or interviewers else _found(text)
    if not marks:
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        whole = (Turn(0, "", "resident", text[start:end], start, end),) if start < end else ()
        return Interview(file, text, whole, (_NO_LABELS,), 0.0)
    turns: list[Turn] = []
    for (speaker, _, start), (_, stop, _) in zip(marks, [*marks[1:], ("", len(text), 0)], strict=True):
        end = start + len(text[start:stop].rstrip())
        if start < end:
            turns.append(Turn(len(turns), speaker, "other", text[start:end], start, end))
    if residents or interviewers:
        known = (replace(turn, role=_role(turn.speaker, residents, interviewers)) for turn in turns)
        return Interview(file, text, tuple(known))
    assigned = assign_roles([Utterance(turn.speaker, turn.text) for turn in turns], (), ())
    inferred = (replace(turn, role=spoken.role) for turn, spoken in zip(turns, assigned.utterances, strict=True))
    return Interview(file, text, tuple(inferred), assigned.warnings, assigned.confidence)


def _role(speaker: str, residents: Sequence[str], interviewers: Sequence[str]) -> Role:
    """Role of a speaker, given the labels of residents and interviewers."""
    if speaker in residents:
        return "resident"
    return "interviewer" if speaker in interviewers else "other"


def _known(text: str, labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Find where known speakers begin: label, start of the label, start of the words."""
    longest_first = sorted(labels, key=len, reverse=True)
    pattern = re.compile(rf"(?:\A|(?<=\n\n))({'|'.join(map(re.escape, longest_first))}): ")
    return [(match[1], match.start(), match.end()) for match in pattern.finditer(text)]


def _found(text: str) -> list[tuple[str, int, int]]:
    """Find where speakers begin: at labels of at most five words before a colon that occur more than once."""
    matches = [match for match in _LABEL.finditer(text) if len(match[1].split()) <= 5]
    counts = Counter(match[1] for match in matches)
    found = [(match[1], match.start(), match.end()) for match in matches if counts[match[1]] > 1]
    return found if len({label for label, _, _ in found}) > 1 else []
