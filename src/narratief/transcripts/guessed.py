"""Turns of a transcript in which nothing says who speaks, guessed from the words; a person must look at each.

Speech recognition gives such files: lines with times, cut where there was a silence or a line was full. A sentence
may go on in the next line, and a line may hold the end of a question and the beginning of its answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

import numpy as np

from narratief.domain.interview import Utterance
from narratief.domain.marks import has_punctuation
from narratief.domain.vectors import Array
from narratief.transcripts.document import Paragraph, paragraph, tidy
from narratief.transcripts.plain import without_marker
from narratief.transcripts.preamble import is_aside
from narratief.transcripts.timestamps import without_leading_time, without_times
from narratief.transcripts.unlabelled import INTERVIEWER, RESIDENT, is_title
from narratief.transcripts.who_asks import load_who_asks

CONFIDENCE = 0.5  # below what any page or report takes for sure
LEAST_WORDS = 150  # of a file; chosen: with fewer there is too little to tell a talk from a letter
_LONG_SENTENCE = 60  # words; longer ones have lost a mark, and are taken line by line
_SURE = 1.5
"""Logit from which a sentence surely is one's own."""
_LEAST_ASKED, _MOST_ASKED = 0.06, 0.5
"""Share of the words that surely is the interviewer's in a talk, at least and at most."""
_LEAST_TURNS = 3  # stretches that surely are the interviewer's
_OF_ONESELF = re.compile(r"\b(?:ik|mij|me|mijn|m['’]n)\b", re.IGNORECASE)
_LEAST_OF_ONESELF = 0.01
"""Share of the other words that speak of oneself, at least: in talks at least 0.012, in letters of a municipality and
manuals, which ask and address the reader too, next to none."""
_ENDS = re.compile(r"(?<=[.?!…])[\"'”’»)\]]{0,3}\s+")
_STOPS = re.compile(r"[.?!…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Guessed:
    """Turns that were guessed, and lines that are no speech."""

    turns: tuple[Utterance, ...]
    left_out: tuple[str, ...]


def guessed_turns(lines: Sequence[Paragraph]) -> Guessed | None:
    """Guess who says what from the words; None when it is no talk of one who asks and one who tells."""
    left_out = [line.text for line in lines if is_aside(line)]
    spoken = [
        paragraph(words, heading=line.heading) for line in lines if not is_aside(line) and (words := _words(line))
    ]
    titles = list(takewhile(lambda line: is_title(line, punctuated=False), spoken))
    left_out += [line.text for line in titles]
    spoken = spoken[len(titles) :]
    texts = [line.text for line in spoken]
    if sum(len(text.split()) for text in texts) < LEAST_WORDS:
        return None
    model = load_who_asks()
    sentences = sentences_in(texts)
    logits = model.logits(sentences)
    if not is_talk(sentences, logits):
        return None
    asked = model.asked(logits)
    turns = [Utterance(INTERVIEWER if asks else RESIDENT, words) for asks, words in zip(asked, sentences, strict=True)]
    return Guessed(tuple(turns), tuple(left_out))


def alike(one: Sequence[Utterance], other: Sequence[Utterance]) -> float:
    """Share of words that two guesses give to the same speaker, 0..1; one may lack titles at the beginning."""
    speakers = [[turn.speaker for turn in turns for _ in turn.text.split()] for turns in (one, other)]
    shared = min(map(len, speakers))
    pairs = zip(*(each[len(each) - shared :] for each in speakers), strict=True)
    return float(sum(a == b for a, b in pairs) / max(1, shared))


def sentences_in(lines: Sequence[str]) -> list[str]:
    """Cut lines at the ends of sentences, and join what goes on in the next line.

    Without punctuation each line stands for a sentence: where speech recognition begins another line somebody mostly
    paused. Cutting such lines further where a network hears a sentence end was tried and changed nothing.
    """
    if not has_punctuation(" ".join(lines)):
        return list(lines)
    found: list[str] = []
    parts: list[str] = []
    for line in lines:
        for part in _parts(line):
            parts.append(part)
            if _STOPS.search(part[-5:]):
                found.extend(_joined(parts))
                parts = []
    return [*found, *_joined(parts)]


def _parts(line: str) -> list[str]:
    """A line cut after its marks, closing quotes kept with what they close."""
    cuts = [0, *(match.end() for match in _ENDS.finditer(line)), len(line)]
    pieces = (line[start:end].strip() for start, end in pairwise(cuts))
    return [piece for piece in pieces if piece]


def _joined(parts: Sequence[str]) -> list[str]:
    """The parts of one sentence as one, unless that is too long for a sentence."""
    whole = " ".join(parts)
    return [whole] if parts and len(whole.split()) <= _LONG_SENTENCE else list(parts)


def is_talk(sentences: Sequence[str], logits: Array) -> bool:
    """Whether one asks and another tells in these sentences: not in a letter, a report, or the words of one speaker."""
    lengths = np.array([len(sentence.split()) for sentence in sentences], dtype=np.float64)
    sure = logits > _SURE
    asked = float(lengths[sure].sum() / lengths.sum())
    begins = np.diff(sure.astype(np.int8), prepend=0) == 1
    of_oneself = sum(len(_OF_ONESELF.findall(sentences[at])) for at in np.flatnonzero(logits <= 0).tolist())
    tells = of_oneself >= _LEAST_OF_ONESELF * float(lengths[logits <= 0].sum())
    return tells and _LEAST_ASKED <= asked <= _MOST_ASKED and int(begins.sum()) >= _LEAST_TURNS


def _words(line: Paragraph) -> str:
    """Words of a line without dash, number and time stamps."""
    return tidy(without_times(without_leading_time(without_marker(line.text))))
