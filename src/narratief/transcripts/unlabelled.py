"""Turns of a transcript without labels: told apart by formatting, dashes, or questions and answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from narratief.domain.interview import Utterance
from narratief.transcripts.document import Paragraph, Run, continues_word, tidy
from narratief.transcripts.manner import asks, likeliest_turns, manner_score
from narratief.transcripts.plain import without_marker
from narratief.transcripts.preamble import is_aside
from narratief.transcripts.timestamps import without_leading_time, without_times

INTERVIEWER, RESIDENT = "Interviewer", "Inwoner"
QUESTIONS = "de vragen"
"""What tells speakers apart where neither formatting nor dashes do."""
_QUESTION = re.compile(r"\?[\s\"'”’)\]…]*$")
_SENTENCE_END = re.compile(r"[.?!…:][\"'”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text that one person says, with the marks that set it apart."""

    text: str
    marks: frozenset[str]

    @property
    def asks(self) -> bool:
        """Whether it ends in a question."""
        return asks(self.text)


@dataclass(frozen=True, slots=True)
class Guess:
    """Turns found without labels.

    Attributes
    ----------
    turns
        With "Interviewer" and "Inwoner" as speakers.
    evidence
        Difference between the two in how many of their turns ask, 0..1.
    confidence
        How sure it is, 0..1.
    reason
        What they were told apart by, in Dutch.
    left_out
        Lines that are no speech.
    """

    turns: tuple[Utterance, ...]
    evidence: float
    confidence: float
    reason: str
    left_out: tuple[str, ...] = ()


def unlabelled_turns(lines: Sequence[Paragraph]) -> Guess | None:
    """Find turns by formatting, else by opening dashes, else by questions; None when there is no talk in it."""
    paragraphs, left_out = _joined(lines)
    finished = sum(bool(_SENTENCE_END.search(line.text)) for line in paragraphs)
    punctuated = finished >= len(paragraphs) * 0.5
    while paragraphs and is_title(paragraphs[0], punctuated=punctuated):
        left_out.append(paragraphs[0].text)
        paragraphs = paragraphs[1:]
    guesses = [guess for guess in (_by_dashes(paragraphs), _by_formatting(paragraphs)) if guess]
    best = max(guesses, key=lambda guess: round(guess.evidence, 1)) if guesses else _by_questions(paragraphs)
    return replace(best, left_out=tuple(left_out)) if best else None


def _joined(lines: Sequence[Paragraph]) -> tuple[list[Paragraph], list[str]]:
    """Join the lines of each paragraph; lines that are no speech are given apart."""
    left_out: list[str] = []
    found: list[tuple[Paragraph, frozenset[str], list[Run]]] = []
    before = ""
    for line in lines:
        if is_aside(line):
            left_out.append(line.text)
            continue
        shape = _shape(line)
        if found and not line.starts and shape == found[-1][1]:
            glue = () if continues_word(before.rstrip(), line.text.lstrip()) else (Run(" ", shape),)
            found[-1][2].extend([*glue, *line.runs])
        else:
            found.append((line, shape, list(line.runs)))
        before = line.text
    return [Paragraph(tuple(runs), line.starts, line.heading) for line, _, runs in found], left_out


def _shape(line: Paragraph) -> frozenset[str]:
    """Marks of the whole line; a line break between two shapes is a break between two speakers."""
    filled = [run.marks for run in line.runs if run.text.strip()]
    shared = frozenset.intersection(*filled) if filled else frozenset()
    return shared - {"dash", "number", "quote", "indent"} | ({"heading"} if line.heading else set())


def is_title(line: Paragraph, *, punctuated: bool) -> bool:
    """Whether an opening line is a title or a fact; without punctuation in the talk, only headings and facts tell."""
    text = line.text.strip()
    fact = re.match(r"[^:?.!]{1,30}:\s*\S", text) and len(text.split()) <= 10
    unfinished = punctuated and len(text.split()) <= 12 and not _SENTENCE_END.search(text)
    return not asks(text) and (line.heading or bool(fact) or unfinished)


def _by_formatting(paragraphs: Sequence[Paragraph]) -> Guess | None:
    """Take the formatting that best tells questions from answers."""
    counts: Counter[str] = Counter()
    for line in paragraphs:
        counts.update(_all_marks(line))
    best: tuple[float, list[_Piece], str] | None = None
    for mark in sorted(counts):
        pieces = _pieces(paragraphs, mark)
        score = _formatting_score(pieces, mark)
        if score and (best is None or score > best[0]):
            best = (score, pieces, mark)
    if best is None:
        return None
    score, pieces, mark = best
    asked = [mark in piece.marks for piece in pieces]
    return _guess(pieces, asked, score, "de opmaak")


def _guess(pieces: Sequence[_Piece], first: Sequence[bool], evidence: float, reason: str) -> Guess:
    """Make turns of pieces that two people say (True, False); who asks most is the interviewer."""
    ones = [piece.text for piece, is_first in zip(pieces, first, strict=True) if is_first]
    others = [piece.text for piece, is_first in zip(pieces, first, strict=True) if not is_first]
    first_asks = manner_score(ones, others) >= 0
    turns = [
        Utterance(INTERVIEWER if is_first == first_asks else RESIDENT, _words(piece.text))
        for piece, is_first in zip(pieces, first, strict=True)
    ]
    return Guess(tuple(turns), evidence, min(0.9, 0.4 + evidence / 2), reason)


def _all_marks(line: Paragraph) -> set[str]:
    """Every mark that occurs in a line."""
    marks = {mark for run in line.runs if run.text.strip() for mark in run.marks}
    return marks | {"heading"} if line.heading else marks


def _pieces(paragraphs: Sequence[Paragraph], mark: str) -> list[_Piece]:
    """Cut paragraphs where a formatting ends, but not around a stressed word inside a sentence."""
    pieces: list[_Piece] = []
    for line in paragraphs:
        if mark == "heading":
            pieces.append(_Piece(line.text, frozenset({mark} if line.heading else ())))
            continue
        groups: list[tuple[bool, str]] = []
        for run in line.runs:
            has = mark in run.marks if run.text.strip() or not groups else groups[-1][0]
            if groups and groups[-1][0] == has:
                groups[-1] = (has, groups[-1][1] + run.text)
            else:
                groups.append((has, run.text))
        if len(groups) > 1 and groups[0][0] and _is_sentence(groups[0][1]):
            pieces.append(_Piece(groups[0][1], frozenset({mark})))
            pieces.append(_Piece("".join(text for _, text in groups[1:]), frozenset()))
        else:
            share = sum(len(text) for has, text in groups if has) / max(1, len(line.text))
            pieces.append(_Piece(line.text, frozenset({mark} if share > 0.6 else ())))
    return [piece for piece in pieces if piece.text.strip()]


def _is_sentence(text: str) -> bool:
    """Whether a stretch of text stands by itself: a question, or a sentence of two words or more."""
    return bool(_QUESTION.search(text) or (_SENTENCE_END.search(text) and len(text.split()) > 1))


def _formatting_score(pieces: Sequence[_Piece], mark: str) -> float:
    """How well a formatting tells questions from answers: difference in question rate; 0 when too few."""
    with_mark = [piece for piece in pieces if mark in piece.marks]
    without = [piece for piece in pieces if mark not in piece.marks]
    if min(len(with_mark), len(without)) < max(2, len(pieces) * 0.1):
        return 0.0
    rates = (_question_rate(with_mark), _question_rate(without))
    difference = abs(rates[0] - rates[1])
    changes = sum((mark in a.marks) != (mark in b.marks) for a, b in pairwise(pieces))
    possible = 2 * min(len(with_mark), len(without))
    takes_turns = changes >= possible * 0.9 and len(pieces) >= 6 and max(rates) >= 0.3
    needed = 0.15 if takes_turns else 0.35
    return difference if difference >= needed and changes >= possible * 0.5 else 0.0


def _question_rate(pieces: Sequence[_Piece]) -> float:
    """Share of the pieces that ask."""
    return sum(piece.asks for piece in pieces) / max(1, len(pieces))


def _by_dashes(paragraphs: Sequence[Paragraph]) -> Guess | None:
    """Take each opening dash (or >>) as a change of speaker, when nearly every turn has one."""
    groups: list[list[str]] = []
    dashed = 0
    openings = Counter(line.text.lstrip()[:1] for line in paragraphs if {"dash", "quote"} & _all_marks(line))
    usual = openings.most_common(1)[0][0] if openings else "-"
    for line in paragraphs:
        has = bool({"dash", "quote"} & _all_marks(line)) and line.text.lstrip().startswith(usual)
        dashed += has
        if has or not groups:
            groups.append([without_marker(line.text)])
        else:
            groups[-1].append(line.text)
    if dashed < 4:
        return None
    guess = _alternating([_Piece(" ".join(group), frozenset()) for group in groups], "de streepjes")
    return guess if guess and (dashed >= len(paragraphs) * 0.5 or guess.evidence >= 0.3) else None


def _alternating(pieces: Sequence[_Piece], reason: str) -> Guess | None:
    """Turns of two people who speak by turns; the one who asks most is the interviewer."""
    even, odd = _question_rate(pieces[0::2]), _question_rate(pieces[1::2])
    if len(pieces) < 4 or max(even, odd) < 0.3 or abs(even - odd) < 0.15:
        return None
    first = [number % 2 == 0 for number in range(len(pieces))]
    return _guess(pieces, first, abs(even - odd), reason)


def _by_questions(paragraphs: Sequence[Paragraph]) -> Guess | None:
    """Find the likeliest order of two speakers, when a fair part of the paragraphs asks."""
    pieces = [_Piece(line.text, frozenset()) for line in paragraphs]
    asked = sum(piece.asks and len(piece.text.split()) <= 80 for piece in pieces)
    if asked < 2 or len(pieces) - asked < 2 or asked < len(pieces) * 0.12:
        return None
    first = likeliest_turns([piece.text for piece in pieces])
    turns = [
        Utterance(INTERVIEWER if is_first else RESIDENT, _words(piece.text))
        for piece, is_first in zip(pieces, first, strict=True)
    ]
    return Guess(tuple(turns), 0.5, 0.5, QUESTIONS)


def _words(text: str) -> str:
    """Words without dash, number and time stamps."""
    return tidy(without_times(without_leading_time(without_marker(text))))
