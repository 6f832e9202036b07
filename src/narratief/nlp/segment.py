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
from itertools import islice, pairwise

import numpy as np
from spacy.language import Language

from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Turn
from narratief.domain.spans import Span, without_outer_space
from narratief.domain.vectors import Array
from narratief.domain.windows import windows, with_giant_words_cut
from narratief.nlp.encoder import Encoded
from narratief.nlp.sentence_ends import has_punctuation, load_sentence_ends

MAX_SENTENCES = 4
"""Sentences of a fragment at most: the unit of the coding guide (docs/coding-guide.md)."""
TARGET_WORDS = 25
"""Words of a fragment that costs nothing by its length."""
_LENGTH_WEIGHT = 0.5
"""Cost of a fragment of another length: this times the squared logarithm of how many times too long or short it is."""
LONG_SENTENCE_WORDS = 60
"""Words from which a "sentence" is cut up: speech recognition may put no full stop at all (docs/measurements.md)."""
_WINDOW = 20_000
"""Characters of a turn that spaCy gets at a time: 25 minutes of talk. Its memory grows with a text, and it takes none
beyond a million characters, which a turn may have that is full of pseudonyms."""
_PARTS_MARGIN = 1.2  # a fifth more parts than needed, so that each stays under the limit after cutting at a comma
_LEAST_PART = 5  # words of a part at least
_COMMA_REACH = 8  # words on either side of an even cut within which a comma is preferred
_DIFFERENCE_WEIGHT = 1.2
"""Cost of joining two sentences: this times how much their embeddings differ (1 - cosine) …"""
_WITHOUT_EMBEDDINGS = 0.45
"""… which without embeddings is taken to be this much, as of a cosine of 0.63."""
_CUE_WEIGHT = 0.15
"""What a first word that goes on, or turns to something else, takes off or adds to that."""
# A sentence that starts like this goes on about the one before it ...
_GOES_ON = re.compile(r"(dat|die|dit|deze|daar|daarom|dus|want|en|zo|omdat|waardoor|hij|zij|ze|het)\b", re.IGNORECASE)
# ... and one that starts like this turns to something else.
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


def sentence_spans(nlp: Language, texts: Sequence[str]) -> list[tuple[Span, ...]]:
    """Split texts into sentences.

    Returns
    -------
    list
        Per text the sentences' positions, without outer white space; together they hold all words of the text.
    """
    needed = {"senter"} if "senter" in nlp.pipe_names else {"tok2vec", "transformer", "parser", "sentencizer"}
    unneeded = [name for name in nlp.pipe_names if name not in needed]
    shown = [with_giant_words_cut(text) for text in texts]
    cuts = [list(windows(text, _WINDOW)) for text in shown]
    pieces = [text[start:end] for text, own in zip(shown, cuts, strict=True) for start, end in own]
    docs = iter(nlp.pipe(pieces, disable=unneeded))
    result = []
    for text, own in zip(texts, cuts, strict=True):
        spans: list[Span] = []
        parsed = zip(own, islice(docs, len(own)), strict=True)
        for at, sentence in ((at, sentence) for (at, _), doc in parsed for sentence in doc.sents):
            start, end = without_outer_space(text, (at + sentence.start_char, at + sentence.end_char))
            if not any(character.isalnum() for character in text[start:end]) and spans:
                spans[-1] = (spans[-1][0], end)
            elif start < end:
                spans.append((start, end))
        result.append(tuple(piece for span in spans for piece in _cut_long(text, span)))
    return result


def divide(text: str, sentences: Sequence[Span], embeddings: Array | None = None) -> Division:
    """Group a turn's sentences into fragments.

    Parameters
    ----------
    text
        The turn.
    sentences
        Positions of its sentences.
    embeddings
        Of the sentences, unit rows (n x width); without them only length and first words decide.
    """
    if not sentences:
        return Division((), ())
    words = [len(text[start:end].split()) for start, end in sentences]
    breaks = [0.0] + [
        _cost_of_joining(
            text[slice(*sentences[i])], None if embeddings is None else float(embeddings[i - 1] @ embeddings[i])
        )
        for i in range(1, len(sentences))
    ]
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
    if encoded is None:
        spans = sentence_spans(nlp, [turn.text for turn in turns])
        return [divide(turn.text, found) for turn, found in zip(turns, spans, strict=True)]
    parsed = iter(sentence_spans(nlp, [turn.text for turn in turns if has_punctuation(turn.text)]))
    spans = [
        next(parsed) if has_punctuation(turn.text) else _spoken(turn.text, whole)
        for turn, whole in zip(turns, encoded, strict=True)
    ]
    return [
        divide(turn.text, found, np.stack([whole.part(*span).embedding for span in found]) if len(found) > 1 else None)
        for turn, found, whole in zip(turns, spans, encoded, strict=True)
    ]


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


def _spoken(text: str, encoded: Encoded) -> tuple[Span, ...]:
    """Sentences of a text without punctuation, long ones cut."""
    return tuple(piece for span in load_sentence_ends().sentences(text, encoded) for piece in _cut_long(text, span))


def _cost_of_joining(sentence: str, similarity: float | None) -> float:
    """Cost of not breaking before a sentence, from its cosine with the one before it and its first words."""
    cost = _WITHOUT_EMBEDDINGS if similarity is None else _DIFFERENCE_WEIGHT * (1.0 - similarity)
    if _TURNS.match(sentence):
        cost += _CUE_WEIGHT
    elif _GOES_ON.match(sentence):
        cost -= _CUE_WEIGHT
    return cost


def _cut_long(text: str, span: Span) -> list[Span]:
    """Cut a run of words that no sentence should have into near-equal parts, at a comma where there is one near."""
    start, end = span
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    if len(words) <= LONG_SENTENCE_WORDS:
        return [span]
    parts = math.ceil(len(words) / LONG_SENTENCE_WORDS * _PARTS_MARGIN)
    cuts = [0]
    for part in range(1, parts):
        middle = part * len(words) // parts
        near = range(
            max(cuts[-1] + _LEAST_PART, middle - _COMMA_REACH), min(len(words) - _LEAST_PART, middle + _COMMA_REACH)
        )
        commas = [i for i in near if text[words[i][1] - 1] in ",;:–—"]
        cuts.append(min(commas, key=lambda i: abs(i + 1 - middle)) + 1 if commas else middle)
    cuts.append(len(words))
    return [(words[a][0], words[b - 1][1]) for a, b in pairwise(cuts) if b > a]
