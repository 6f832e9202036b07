"""When each turn of an interview begins, where the transcript has times: subtitles and what the Whisper programs write.

Turns are made of words, and names in them are replaced later. So the words of the file, with their times, are laid
beside the words of the turns as they are now, and a turn begins when the first of its words that both have is said.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from narratief.domain.alignment import Change, changes
from narratief.domain.interview import Turn
from narratief.transcripts.encoding import decode
from narratief.transcripts.subtitles import is_subtitles, timed_lines
from narratief.transcripts.whisper import is_whisper, timed_segments

Timed = list[tuple[float, str]]


def timed_text(data: bytes, name: str) -> Timed:
    """Read what is said in a transcript with the second at which it begins; nothing when it has no times."""
    text, _ = decode(data)
    if is_subtitles(text):
        return timed_lines(text)
    if not name.lower().endswith(".json"):
        return []
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return []
    found = timed_segments(parsed) if is_whisper(parsed) else []
    return found if any(start > 0 for start, _ in found) else []


def turn_times(timed: Sequence[tuple[float, str]], turns: Sequence[Turn]) -> list[float | None]:
    """Find when each turn begins, in seconds from the start; None for one of which no word has a time."""
    said = [(start, _plain(word)) for start, text in timed for word in text.split()]
    told = [(number, _plain(word)) for number, turn in enumerate(turns) for word in turn.text.split()]
    times: list[float | None] = [None] * len(turns)
    at = new_at = 0
    different = changes([word for _, word in said], [word for _, word in told])
    for each in (*different, Change(len(said), len(said), len(told), len(told))):
        for step in range(each.start - at):
            number = told[new_at + step][0]
            if times[number] is None:
                times[number] = said[at + step][0]
        at, new_at = each.end, each.new_end
    return times


def _plain(word: str) -> str:
    """A word without marks and capitals; marks alone stay as they are."""
    return "".join(c for c in word.casefold() if c.isalnum()) or word
