"""Talks in which one side has labels and the other has none: questions without a label between named answers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from narratief.domain.interview import Utterance
from narratief.transcripts.document import tidy
from narratief.transcripts.labelled import Told, silent_labels
from narratief.transcripts.labels import LabelledLine, is_letter, label_words
from narratief.transcripts.manner import asks
from narratief.transcripts.opening import first_question, is_sentence
from narratief.transcripts.preamble import is_aside, is_heading
from narratief.transcripts.timestamps import without_leading_time, without_times
from narratief.transcripts.unlabelled import INTERVIEWER, RESIDENT
from narratief.transcripts.vocabulary import INTERVIEWER_LETTERS, INTERVIEWER_WORDS, RESIDENT_WORDS

_QUOTES = '"“”„‟«»'
_FEWEST_STRETCHES = 2  # stretches without a label that must tell; chosen: one may be a quoted question
_FEWEST_QUESTIONS = 0.25  # stretches per labelled turn; chosen: in a group some three people answer one question
_MOSTLY = 0.6  # share of the stretches that ask (of the answers that are quoted); chosen, not measured
_SELDOM = 0.34  # share of the labelled turns that may ask; chosen: a resident asks now and then
_CHANGES = 3  # times that the talk goes from one side to the other, at least; chosen: fewer are no conversation
_LONGEST_QUESTION = 60  # words; chosen: a paragraph that is longer and ends in a question may be a resident's


def one_sided(lines: Sequence[LabelledLine], begin: int, heard: Sequence[str]) -> Told | None:
    """What was said when only one side has labels; None when that does not fit.

    Parameters
    ----------
    lines
        All lines of the file.
    begin
        Index of the first line with speech.
    heard
        The labels that stand before speech, in order.
    """
    other = _other(lines, begin, heard)
    if not other:
        return None
    told = _turns(lines[begin:], other)
    before = [*lines[:begin]]
    if other == INTERVIEWER:
        opening = first_question(before, other)
        told.turns[:0], told.left_out[:0] = opening.turns, opening.left_out
    else:
        told.left_out[:0] = [line.paragraph.text for line in before]
    changes = sum(a.speaker != b.speaker for a, b in pairwise(told.turns))
    return told if changes >= _CHANGES else None


def _other(lines: Sequence[LabelledLine], begin: int, heard: Sequence[str]) -> str:
    """Who the side without labels is; empty when both sides seem to have labels."""
    words = [set(label_words(name)) for name in heard]
    if len(heard) == 1:
        if words[0] & INTERVIEWER_WORDS or (is_letter(heard[0]) and words[0] & INTERVIEWER_LETTERS):
            return RESIDENT
        if words[0] & RESIDENT_WORDS or is_letter(heard[0]):
            return INTERVIEWER
    if any(known & INTERVIEWER_WORDS for known in words) or any(map(is_letter, heard)):
        return ""
    return _by_questions(lines, begin, heard)


def _by_questions(lines: Sequence[LabelledLine], begin: int, heard: Sequence[str]) -> str:
    """Which side asks: whole stretches without labels between the labels, or the labelled turns themselves.

    With several names, one of which may be the interviewer's, the talk must also open without a label, or be quoted.
    """
    parts = _from_label_to_label(lines[begin:], [])
    stretches = [[_text(paragraph) for paragraph in part[1:]] for part in parts if len(part) > 1]
    if len(stretches) < _FEWEST_STRETCHES or len(stretches) < len(parts) * _FEWEST_QUESTIONS:
        return ""
    turns: dict[str, list[str]] = {name: [] for name in heard}
    for part in parts:
        if part[0][0].label:
            turns.setdefault(part[0][0].label.name, []).append(_text(part[0]))
    rates = [sum(map(asks, said)) / len(said) for said in turns.values() if said]
    said = [text for texts in turns.values() for text in texts]
    asked = sum(asks(stretch[-1]) for stretch in stretches) / len(stretches)
    quoted = sum(text[:1] in _QUOTES for text in said if text) / max(1, len(said))
    own_quotes = sum(stretch[0][:1] in _QUOTES for stretch in stretches) / len(stretches)
    opens = bool(begin) and lines[begin - 1].label is None and is_sentence(lines[begin - 1].paragraph.text)
    answers = max(rates) <= _SELDOM and (len(heard) == 1 or opens or quoted >= _MOSTLY)
    if answers and (asked >= _MOSTLY or (quoted >= _MOSTLY and own_quotes <= 1 - _MOSTLY and asked > max(rates))):
        return INTERVIEWER
    if len(heard) == 1 and rates[0] >= _MOSTLY and asked <= _SELDOM:
        return RESIDENT
    return ""


def _turns(lines: Sequence[LabelledLine], other: str) -> Told:
    """Turns where only one side has labels: paragraphs without one are the other's, as far as they are no answer."""
    told = Told()
    for stretch in _from_label_to_label(lines, told.left_out):
        label = stretch[0][0].label
        speaker = label.name if label else other
        texts = [_text(paragraph) for paragraph in stretch]
        own = 1 + (_answers_on(texts) if other == INTERVIEWER else 0)
        told.turns.extend(Utterance(speaker if at < own else other, text) for at, text in enumerate(texts) if text)
    told.left_out.extend(silent_labels(lines, told.turns))
    return told


def _from_label_to_label(lines: Sequence[LabelledLine], left_out: list[str]) -> list[list[list[LabelledLine]]]:
    """Paragraphs of each labelled turn and what follows it without a label; lines that are no speech are set apart."""
    found: list[list[list[LabelledLine]]] = []
    for at, line in enumerate(lines):
        after = lines[at + 1].paragraph if at + 1 < len(lines) else None
        if line.label is not None or not found:
            found.append([[line]])
        elif is_aside(line.paragraph) or is_heading(line.paragraph, after):
            left_out.append(line.paragraph.text)
        elif line.paragraph.starts:
            found[-1].append([line])
        else:
            found[-1][-1].append(line)
    return found


def _text(paragraph: list[LabelledLine]) -> str:
    """Words of a paragraph without label and time."""
    spoken = (line.words if line.label else without_leading_time(line.paragraph.text) for line in paragraph)
    return tidy(" ".join(without_times(words) for words in spoken))


def _answers_on(texts: Sequence[str]) -> int:
    """How many paragraphs after a labelled answer still belong to it: up to the question, or to the closing quote."""
    if len(texts) < 2:
        return 0
    if texts[0][:1] in _QUOTES:
        marks = 0
        for at, text in enumerate(texts):
            marks += sum(letter in _QUOTES for letter in text)
            if marks % 2 == 0:
                return at
    question = next((at for at, text in enumerate(texts) if at and _is_question(text)), len(texts) - 1)
    return question - 1


def _is_question(text: str) -> bool:
    """Whether a paragraph asks, and is short enough for an interviewer."""
    return asks(text) and len(text.split()) <= _LONGEST_QUESTION
