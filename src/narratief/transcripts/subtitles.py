"""Subtitles (WebVTT and SubRip): cues in order of time, voices and labels kept, repeated captions taken out."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from narratief.files.limits import MAX_CUES
from narratief.transcripts.bounds import thousands, too_large
from narratief.transcripts.document import Document, Paragraph, Run, asides
from narratief.transcripts.plain import marked

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-{{1,2}}>\s*{_TIME}(?:[ \t]+.*)?$")
_SKIPPED_BLOCK = re.compile(r"^(NOTE|STYLE|REGION)(\s|$)")
_HEADER = re.compile(r"(?:Kind|Language):|X-TIMESTAMP-MAP=")
_MACHINE_ID = re.compile(r"\s*(?:\S*\d\S*)?\s*$")  # a number, or the id that Teams gives
_TAG = re.compile(
    r"<(?=[^<>]*>)(?P<close>/?)(?P<name>[a-zA-Z]*)(?P<classes>[.\w-]*)\s*(?P<value>[^<>]*)>|\{\\?[^{}]*\}"
)
_KNOWN_TAGS = frozenset({"v", "c", "i", "b", "u", "font", "lang", "ruby", "rt", "span", "br", "p"})
_FORMATS = {"i": "italic", "b": "bold", "u": "underline"}
_MOST_REPEATED = 200  # words (and lines) that a rolling caption shows again at most
_MOST_FORMATS = 20  # at a time; more are tags that nobody closed
_RESTART_SECONDS = 30.0  # a clock that jumps back further begins another recording; chosen
_PAUSE_SECONDS = 1.5  # silence after which the next cue may be another turn; chosen, as no file says it


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: when it starts and ends (seconds), and its lines as written."""

    start: float
    end: float
    lines: tuple[str, ...]


def is_subtitles(text: str) -> bool:
    """Whether text has the cue timings of WebVTT or SubRip."""
    return sum(1 for line in text.split("\n") if "->" in line and _TIMING.match(line)) >= 1


def read_subtitles(text: str, name: str) -> Document:
    """Read WebVTT or SubRip; the difference between the two does not matter for the words.

    Raises
    ------
    InputError
        When it has more cues than any talk.
    """
    document = Document()
    before: Cue | None = None
    cues, beside = _cues(text.split("\n"))
    if len(cues) > MAX_CUES:
        raise too_large(name, f"{thousands(MAX_CUES)} ondertitels")
    for cue in _without_repeats(_in_order(cues)):
        fresh = before is None or cue.start - before.end >= _PAUSE_SECONDS or _ends_sentence(before)
        document.paragraphs.extend(_spoken(cue, starts=fresh))
        before = cue
    document.paragraphs.extend(asides(beside))
    return document


def timed_lines(text: str) -> list[tuple[float, str]]:
    """Words of each cue with the second at which it begins, repeated captions taken out."""
    cues, _ = _cues(text.split("\n"))
    return [(cue.start, _plain(line)) for cue in _without_repeats(_in_order(cues[:MAX_CUES])) for line in cue.lines]


def _ends_sentence(cue: Cue) -> bool:
    """Whether the words of a cue end a sentence; if not, the next cue goes on with it."""
    return bool(cue.lines) and bool(re.search(r"[.?!…][\"'”’)\]]*$", _plain(cue.lines[-1])))


def _cues(lines: list[str]) -> tuple[list[Cue], list[str]]:
    """Cut a file into cues; the line before a timing is its id, and a missing blank line is no problem.

    Returns
    -------
    tuple
        The cues, and what else people may have written: notes, a title, ids in words.
    """
    found: list[tuple[re.Match[str], list[str]]] = []
    beside: list[str] = []
    block = ""
    skipping = True
    for number, line in enumerate(lines):
        timing = _TIMING.match(line) if "->" in line else None
        if timing:
            if found and not skipping:
                beside.append(_drop_id(found[-1][1], lines, number))
            found.append((timing, []))
            skipping = False
        elif (skipped := _SKIPPED_BLOCK.match(line)) and (number == 0 or not lines[number - 1].strip()):
            skipping, block = True, skipped[1]
            if block == "NOTE":
                beside.append(line[len(block) :])
        elif not skipping:
            found[-1][1].append(line)
        elif block == "NOTE" or (not block and not _HEADER.match(line)):
            beside.append(line.removeprefix("WEBVTT") if number == 0 else line)
        if not line.strip():
            block = ""
    return [
        Cue(_seconds(match.groups()[:4]), _seconds(match.groups()[4:]), tuple(line for line in body if line.strip()))
        for match, body in found
    ], [text for text in beside if not _MACHINE_ID.match(text)]


def _drop_id(body: list[str], lines: list[str], timing: int) -> str:
    """Take the id of the next cue off the end of this one; empty when it has none."""
    if not body or not body[-1].strip():
        return ""
    alone = timing >= 2 and not lines[timing - 2].strip()
    return body.pop() if alone or body[-1].strip().isdigit() else ""


def _seconds(parts: tuple[str | None, ...]) -> float:
    """Turn hours, minutes, seconds and fraction into seconds."""
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _in_order(cues: list[Cue]) -> list[Cue]:
    """Sort cues by start time; where time jumps far back a new recording begins, which stays after the first."""
    recordings: list[list[Cue]] = [[]]
    for cue in cues:
        if recordings[-1] and cue.start < recordings[-1][-1].start - _RESTART_SECONDS:
            recordings.append([])
        recordings[-1].append(cue)
    return [cue for recording in recordings for cue in sorted(recording, key=lambda cue: cue.start)]


def _plain(line: str) -> str:
    """Words of a line without tags."""
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _without_repeats(cues: list[Cue]) -> list[Cue]:
    """Take out lines that rolling captions show again, and cues that are in the file twice."""
    unique: list[Cue] = []
    for cue in cues:
        twin = unique and cue.start <= unique[-1].end - 0.001 and cue.end >= unique[-1].start
        if not (twin and [*map(_plain, cue.lines)] == [*map(_plain, unique[-1].lines)]):
            unique.append(cue)
    overlaps = [_overlap(before, after) for before, after in pairwise(unique)]
    if len(overlaps) < 2 or sum(overlap > 0 for overlap in overlaps) < len(overlaps) * 0.3:
        return unique
    rolled = unique[:1]
    for before, cue in pairwise(unique):
        rolled.append(_minus(cue, before))
    return [cue for cue in rolled if cue.lines]


def _overlap(before: Cue, after: Cue) -> int:
    """Number of opening words of a cue that the end of the cue before already showed (0 when too few to tell)."""
    for count in range(min(len(before.lines), len(after.lines), _MOST_REPEATED), 0, -1):
        shown = [*map(_plain, after.lines[:count])]
        if [*map(_plain, before.lines[-count:])] == shown:
            return len(" ".join(shown).split())
    first = " ".join(map(_plain, before.lines)).split()
    second = " ".join(map(_plain, after.lines)).split()
    for size in range(min(len(first), len(second), _MOST_REPEATED), 0, -1):
        if first[-size:] == second[:size]:
            return size if size >= 3 or size == len(first) else 0
    return 0


def _minus(cue: Cue, before: Cue) -> Cue:
    """Leave out the opening words of a cue that were shown before."""
    size = _overlap(before, cue)
    kept: list[str] = []
    for line in cue.lines:
        words = _plain(line).split()
        dropped = min(size, len(words))
        size -= dropped
        if not dropped:
            kept.append(line)
        elif words[dropped:]:
            kept.append(" ".join(words[dropped:]))
    return replace(cue, lines=tuple(kept))


def _spoken(cue: Cue, *, starts: bool) -> list[Paragraph]:
    """Turn the lines of a cue into paragraphs, a new one at every voice."""
    found: list[Paragraph] = []
    voice: str | None = None
    formats: set[str] = set()
    for line in cue.lines:
        for fresh, runs in _voices(line, formats):
            voice = fresh if fresh is not None else ("" if voice is not None else None)
            words = "".join(run.text for run in runs)
            if words.strip():
                base = marked(words, starts=starts).runs[0].marks
                stripped = tuple(replace(run, marks=run.marks | base) for run in runs)
                found.append(Paragraph(stripped, starts=starts or bool(fresh or base & {"dash", "quote"}), voice=voice))
                starts = False
    return found


def _voices(line: str, formats: set[str]) -> list[tuple[str | None, list[Run]]]:
    """Cut one line at its voice tags; the first part may have no new voice (None)."""
    parts: list[tuple[str | None, list[Run]]] = [(None, [])]
    position = 0
    for tag in _TAG.finditer(line):
        name = (tag["name"] or "").lower()
        clock = bool(re.fullmatch(r"<[\d:.]+>", tag[0]))
        if tag[0].startswith("<") and name not in _KNOWN_TAGS and not clock:
            continue
        parts[-1][1].append(Run(html.unescape(line[position : tag.start()]), frozenset(formats)))
        position = tag.end()
        if name == "v" and not tag["close"] and tag["value"].strip():
            parts.append((html.unescape(tag["value"]).strip(), []))
        elif name == "br":
            parts[-1][1].append(Run(" "))
        else:
            _format(formats, tag, name)
    parts[-1][1].append(Run(html.unescape(line[position:]), frozenset(formats)))
    return parts


def _format(formats: set[str], tag: re.Match[str], name: str) -> None:
    """Keep the formatting that a tag switches on or off; colours and classes may tell speakers apart."""
    mark = _FORMATS.get(name, "")
    if name in ("c", "font"):
        mark = f"{name}:{tag['classes'] or ''}{tag['value'] or ''}".lower()
    if not mark:
        return
    if tag["close"]:
        formats -= {kept for kept in formats if kept == mark or (name in ("c", "font") and kept.startswith(f"{name}:"))}
    elif len(formats) < _MOST_FORMATS:
        formats.add(mark)
