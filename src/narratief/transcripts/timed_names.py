"""Names on a line of their own beside or below a time stamp, as transcription programs write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narratief.transcripts.document import Paragraph
from narratief.transcripts.labels import Label
from narratief.transcripts.timestamps import LEADING, is_only_time

_FEWEST = 3  # time stamps with a name; chosen: two may be chance
_MOST = 0.6  # share of the time stamps that have a name; chosen: long turns may have times of their own
_SELDOM_NEW = 0.75  # different names per line with a name, at most; chosen: speakers come back, short answers do not


def with_timed_names(lines: Sequence[Paragraph], labels: Sequence[list[Label]]) -> list[list[Label]]:
    """Mark the names beside time stamps as certain, where nearly every time stamp of the file has one.

    Parameters
    ----------
    labels
        For each line what may be its label.
    """
    stamped = names = 0
    certain: dict[int, Label] = {}
    after_time = False
    for at, (line, found) in enumerate(zip(lines, labels, strict=True)):
        if is_only_time(line.text):
            after_time = True
            continue
        own = next((label for label in found if label.kind == "own" and (label.timed or after_time)), None)
        timed = after_time or any(label.timed for label in found)
        stamped += timed
        if own and _is_followed(lines, at):
            certain[at] = own
            names += 1
        after_time = False
    keys = {label.key for label in certain.values()}
    if names < _FEWEST or names < stamped * _MOST or len(keys) < 2 or len(keys) > max(2, names * _SELDOM_NEW):
        return list(labels)
    return [
        [replace(certain[at], kind="voice", timed=True)] if at in certain else found for at, found in enumerate(labels)
    ]


def _is_followed(lines: Sequence[Paragraph], at: int) -> bool:
    """Whether words follow, and not the next time stamp."""
    return at + 1 < len(lines) and not LEADING.match(lines[at + 1].text)
