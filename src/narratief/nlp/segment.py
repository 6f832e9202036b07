"""Division of a turn into fragments: one to four consecutive sentences that form one meaning.

The division is the cheapest one under a cost that prefers fragments of some twenty-five words and breaks where
neighbouring sentences differ most (after the idea of TextTiling, Hearst 1997, solved exactly by dynamic programming).

The weights of that cost were chosen by reading divided turns of the sample projects, not measured: nobody has marked
where fragments of such talk begin and end.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from spacy.language import Language

from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Turn
from narratief.domain.spans import Span, SpanIndex
from narratief.domain.vectors import Array
from narratief.nlp.encoder import Encoded
from narratief.nlp.sentences import sentences_of

MAX_SENTENCES = 4
"""Sentences of a fragment at most: the unit of the coding guide (docs/coding-guide.md)."""
TARGET_WORDS = 25
"""Words of a fragment that costs nothing by its length."""
_LENGTH_WEIGHT = 0.5
"""Cost of a fragment of another length: this times the squared logarithm of how many times too long or short it is."""
_DIFFERENCE_WEIGHT = 1.2
"""Cost of joining two sentences: this times how much their embeddings differ (1 - cosine) …"""
_WITHOUT_EMBEDDINGS = 0.45
"""… which without embeddings is taken to be this much, as of a cosine of 0.63."""
_CUE_WEIGHT = 0.15
"""What a first word that goes on, or turns to something else, takes off or adds to that."""
_TURNED_WEIGHT = 0.5
"""What comes off it before a "maar" that turns what was just said: the one without the other may say the opposite."""
_UNSURE_WEIGHT = 1.2
"""What comes off it where no mark stands, times how unsure the sentence end is."""
_SPOKEN_WEIGHT = 0.3
"""What comes off it between two sentences of somebody's words in quotation marks."""
_SHORT_WEIGHT = 0.2
"""What comes off it before a few words, which mostly finish what was said ("Niet over haar heen."), and after a
question that the speaker answers."""
_FEW_WORDS = 4  # words of a sentence that is mostly no whole one
# A sentence that starts like this goes on about the one before it ...
_GOES_ON = re.compile(r"(dat|die|dit|deze|daar|daarom|dus|want|en|zo|omdat|waardoor|hij|zij|ze|het)\b", re.IGNORECASE)
# One that starts like this says what was just said is not all ...
_TURNED = re.compile(r"(maar(?! goed\b)|alleen|toch|behalve|tenzij)\b", re.IGNORECASE)
# ... and one that starts like this turns to something else.
_QUOTED = re.compile(r"“[^“”\n]{1,400}”|„[^„”“\n]{1,400}[”“]|«[^«»\n]{1,400}»|(?<!\S)\"[^\"\n]{1,400}\"")
_TURNS = re.compile(
    r"(trouwens|overigens|verder|daarnaast|wat ik ook|aan de andere kant|maar goed|ander(e|s)|nog iets|later|toen|"
    r"daarna|en toen|uiteindelijk|achteraf)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Division:
    """A turn's sentences and fragments, as positions in the turn's text (code points, end exclusive)."""

    sentences: tuple[Span, ...]
    fragments: tuple[Span, ...]


def divide(
    text: str, sentences: Sequence[Span], embeddings: Array | None = None, sure: Sequence[float] | None = None
) -> Division:
    """Group a turn's sentences into fragments.

    Parameters
    ----------
    text
        The turn.
    sentences
        Positions of its sentences.
    embeddings
        Of the sentences, unit rows (n x width); without them only length and first words decide.
    sure
        Per sentence how sure it is that one begins there, 0..1; 1 for each when None.
    """
    if not sentences:
        return Division((), ())
    words = [len(text[start:end].split()) for start, end in sentences]
    quoted = SpanIndex(match.span() for match in _QUOTED.finditer(text))
    breaks = [0.0]
    for i in range(1, len(sentences)):
        cost = _cost_of_joining(
            text[slice(*sentences[i - 1])],
            text[slice(*sentences[i])],
            None if embeddings is None else float(embeddings[i - 1] @ embeddings[i]),
        )
        cost -= _SPOKEN_WEIGHT * quoted.overlaps(sentences[i][0] - 1, sentences[i][0])
        breaks.append(cost - _UNSURE_WEIGHT * (1.0 - (1.0 if sure is None else sure[i])))
    best = [0.0] + [math.inf] * len(sentences)
    came_from = [0] * (len(sentences) + 1)
    for end in range(1, len(sentences) + 1):
        for start in range(max(0, end - MAX_SENTENCES), end):
            size = sum(words[start:end])
            length_cost = math.log(max(size, 1) / TARGET_WORDS) ** 2 * _LENGTH_WEIGHT
            cost = best[start] + length_cost + sum(breaks[start + 1 : end])
            if cost < best[end]:
                best[end], came_from[end] = cost, start
    fragments: list[Span] = []
    end = len(sentences)
    while end:
        start = came_from[end]
        fragments.append((sentences[start][0], sentences[end - 1][1]))
        end = start
    return Division(tuple(sentences), tuple(reversed(fragments)))


def divisions(nlp: Language, turns: Sequence[Turn], encoded: Sequence[Encoded] | None = None) -> list[Division]:
    """Divide turns, all at once.

    Parameters
    ----------
    encoded
        The turns after the encoder; without them only length and first words decide, and speech without punctuation is
        cut by length.
    """
    found = sentences_of(nlp, [turn.text for turn in turns], encoded)
    made = []
    for place, (turn, sentences) in enumerate(zip(turns, found, strict=True)):
        spans = [sentence.span for sentence in sentences]
        embeddings = None
        if encoded is not None and len(spans) > 1:
            embeddings = np.stack([encoded[place].part(*span).embedding for span in spans])
        made.append(divide(turn.text, spans, embeddings, [sentence.sure for sentence in sentences]))
    return made


def fragments_of(project: str, interview: Interview, divided: Sequence[Division]) -> tuple[Fragment, ...]:
    """Lay the divisions of an interview's resident turns (in order) out as fragments with stored positions."""
    found: list[Fragment] = []
    for number, (turn, division) in enumerate(zip(interview.resident_turns, divided, strict=True)):
        question = interview.question_before(turn)
        for start, end in division.fragments:
            found.append(
                Fragment(
                    project,
                    interview.id,
                    turn.index,
                    number,
                    len(found),
                    turn.start + start,
                    turn.start + end,
                    turn.text[start:end],
                    question,
                )
            )
    return tuple(found)


def _cost_of_joining(before: str, sentence: str, similarity: float | None) -> float:
    """Cost of not breaking before a sentence, from its cosine with the one before it and from the words of both."""
    cost = _WITHOUT_EMBEDDINGS if similarity is None else _DIFFERENCE_WEIGHT * (1.0 - similarity)
    if _TURNED.match(sentence):
        cost -= _TURNED_WEIGHT
    elif _TURNS.match(sentence):
        cost += _CUE_WEIGHT
    elif _GOES_ON.match(sentence):
        cost -= _CUE_WEIGHT
    if before.endswith("?") or len(sentence.split()) <= _FEW_WORDS:
        cost -= _SHORT_WEIGHT
    return cost
