"""Turns of a transcript that says who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from narratief.domain.interview import Utterance
from narratief.transcripts.document import Paragraph, Run, continues_word, tidy
from narratief.transcripts.labels import LabelledLine, find_labels, is_letter
from narratief.transcripts.plain import without_marker
from narratief.transcripts.preamble import is_aside, is_heading
from narratief.transcripts.speakers import Speakers
from narratief.transcripts.tallies import is_part
from narratief.transcripts.timestamps import LEADING, STAMP, without_leading_time, without_times

_TIMED_LINES = 3  # lines with a time in front that make it a habit of the file; chosen: two may be chance
_INSIDE = re.compile(r"(?<=[.?!…\])])\s+(?P<name>[^\W\d_][\w]{0,20}(?: \d)?)\s*:\s")


@dataclass(frozen=True, slots=True)
class Told:
    """What was said by whom, and the lines that are no speech."""

    turns: list[Utterance] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def labelled_turns(lines: Sequence[LabelledLine], speakers: Speakers) -> Told:
    """What is said from the first label on; lines without a label go on with the turn before."""
    told = Told()
    speaker = ""
    timed = sum(bool(LEADING.match(line.paragraph.text)) for line in lines) >= _TIMED_LINES
    inside = _inside_pattern(speakers)
    for at, labelled in enumerate(lines):
        line, label = labelled.paragraph, labelled.label
        if label is None:
            after = lines[at + 1].paragraph if at + 1 < len(lines) else None
            if line.voice is None and (is_aside(line) or is_heading(line, after)):
                told.left_out.append(line.text)
                continue
            text = without_leading_time(line.text) if timed else line.text
        else:
            speaker, text = label.name, labelled.words
            if label.kind == "voice":
                text = _without_own_label(labelled, speakers)
        text = without_marker(text) if label is None and line.starts and _is_quote(line) else text
        for name, words in _split_inside(speaker, text, inside, speakers):
            speaker = name
            spoken = tidy(without_times(words))
            if spoken:
                _add(told.turns, Utterance(speaker, spoken), wrapped=not line.starts)
    told.left_out.extend(silent_labels(lines, told.turns))
    return told


def silent_labels(lines: Sequence[LabelledLine], turns: Sequence[Utterance]) -> list[str]:
    """Labels of lines, taken for names of speakers, after which nothing is said."""
    heard = {turn.speaker for turn in turns}
    return list(dict.fromkeys(line.label.name for line in lines if line.label and line.label.name not in heard))


def _add(found: list[Utterance], utterance: Utterance, *, wrapped: bool) -> None:
    """Add what is said; a word that a line end broke after its own hyphen ("jeu-de-|boules") becomes whole again."""
    last = found[-1] if found else None
    same = last is not None and wrapped and last.speaker == utterance.speaker
    if last and same and continues_word(last.text, utterance.text):
        found[-1] = replace(last, text=last.text + utterance.text)
    else:
        found.append(utterance)


def split_at_labels(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Cut lines before labels in the middle of them, for talks that were typed as one block."""
    found: list[Paragraph] = []
    for line in lines:
        position = 0
        for match in _INSIDE.finditer(line.text):
            if is_part(match["name"]) or is_letter(match["name"]):
                found.append(_part(line, position, match.start("name")))
                position = match.start("name")
        found.append(_part(line, position, len(line.text)) if position else line)
    return found


def _part(line: Paragraph, start: int, end: int) -> Paragraph:
    """A stretch of a line as a paragraph of its own."""
    runs: list[Run] = []
    position = 0
    for run in line.runs:
        text = run.text[max(0, start - position) : max(0, end - position)]
        position += len(run.text)
        if text:
            runs.append(replace(run, text=text))
    return replace(line, runs=tuple(runs))


def _is_quote(line: Paragraph) -> bool:
    """Whether a line opens with the > of a quotation."""
    return any("quote" in run.marks for run in line.runs)


def _without_own_label(labelled: LabelledLine, speakers: Speakers) -> str:
    """Words of a line whose voice is known, without a label that says the same once more."""
    line = labelled.paragraph
    again = speakers.choose(find_labels(Paragraph(line.runs)))
    if again and again.kind == "colon" and again.name == line.voice:
        return line.text[again.end :]
    return labelled.words


def _inside_pattern(speakers: Speakers) -> re.Pattern[str] | None:
    """Pattern for a label in the middle of a line, right after the end of a sentence."""
    if not speakers.names:
        return None
    names = "|".join(re.escape(name) for name in sorted(speakers.names.values(), key=len, reverse=True))
    return re.compile(rf"(?<=[.?!…\])])\s+(?:{STAMP}\s*)?(?:[-–]\s*)?(?P<name>{names})\s*:\s+")


def _split_inside(
    speaker: str, text: str, pattern: re.Pattern[str] | None, speakers: Speakers
) -> list[tuple[str, str]]:
    """Cut a line where another speaker's label stands inside it."""
    parts: list[tuple[str, str]] = []
    position = 0
    for match in pattern.finditer(text) if pattern else ():
        parts.append((speaker, text[position : match.start()]))
        speaker, position = match["name"], match.end()
    return [*parts, (speaker, text[position:])]
