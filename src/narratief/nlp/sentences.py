"""Sentences of what was said: at the marks that end them, and where there are none as the networks hear them.

The spaCy pipeline proposes where sentences begin; it is believed only where a mark stands, since on talk it also cuts
before clauses and inside pseudonyms. Where marks are lacking a network looks for sentence ends, and what is then still
too long for a sentence is cut between clauses.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from spacy.language import Language

from narratief.domain.brackets import NOTE, bracketed, without_notes
from narratief.domain.marks import has_punctuation
from narratief.domain.spans import Span, SpanIndex, without_outer_space
from narratief.domain.windows import windows, with_giant_words_cut
from narratief.nlp.encoder import Encoded
from narratief.nlp.sentence_ends import load_sentence_ends

LONG_SENTENCE_WORDS = 60
"""Words from which a "sentence" is cut up: speech recognition may put no full stop at all (docs/measurements.md)."""
_WINDOW = 20_000
"""Characters of a turn that spaCy gets at a time: 25 minutes of talk. Its memory grows with a text, and it takes none
beyond a million characters, which a turn may have that is full of pseudonyms."""
_PARTS_MARGIN = 1.2  # a fifth more parts than needed, so that each stays under the limit after cutting between clauses
_LEAST_PART = 5  # words of a part at least
_REACH = 14  # words on either side of an even cut within which a place between clauses is preferred
_HALF_SURE, _SCALE = 1.0, 2.0
"""How the network's logits above its threshold become how sure a sentence end is: 1 / (1 + e^(1 - logit / 2)), so that
half is reached at 2 and nine tenths at 6. Chosen, not measured, by reading speech without marks: ends inside a clause
mostly have less than 3 ("d'r stond letterlijk | in die voorwaarden")."""
_WORD = re.compile(r"\S+")
_MARK = re.compile(rf"[.?!…][\"'”’»)\]]*+((?:\s++(?:{NOTE.pattern}))*+\s++)(?=\S)")
"""A mark with the notes that stand after it."""
_NEW_LINE = re.compile(r"\n[^\S\n]*+(?=\S)")
_CAPITAL = re.compile(r"[\"'“‘„«(\[]{0,4}+[A-ZÀ-ÖØ-Þ]")
_GOES_ON = re.compile(r"[\"'“‘„«(\[]{0,4}+[a-zß-öø-ÿ]")
_SAYS = re.compile(r"(?:zei|zeg|zegt|zeggen|vroeg|vraag|vraagt|riep|roept|dacht|denk)\b")
"""After a mark in somebody's words: the sentence goes on ("Waarom? vroeg ik")."""
_ABBREVIATION = re.compile(
    r"(?:^|(?<=[\s(\[]))(?:[^\W\d_]|(?:\w\.){1,4}\w|dhr|mevr|mw|mej|hr|dr|drs|ir|ing|mr|prof|ds|st|nr|tel|blz|pag|art|ca"
    r"|bijv|bv|incl|excl|evt|vgl|jl|max|min)\.$",
    re.IGNORECASE,
)
"""What a name or number follows: its full stop alone ends no sentence."""
_BEFORE_MARK = 12  # characters in which an abbreviation is looked for
_CANNOT_END = frozenset(
    {
        "de", "een", "'n", "en", "of", "want", "omdat", "zodat", "terwijl", "doordat", "hoewel", "tenzij", "als",
        "wanneer", "m'n", "mijn", "z'n", "zo'n", "te", "ten", "ter", "tot", "per", "met", "zonder", "elke",
        "iedere", "onze", "deze",
    }
)  # fmt: skip
"""Words that no Dutch sentence ends with."""
_CANNOT_BEGIN = frozenset(
    {
        "hè", "he", "hoor", "joh", "ofzo", "enzo", "enzovoort",
    }
)  # fmt: skip
"""Words that are said after a sentence and belong to it."""
_CLAUSE = re.compile(
    r"(?:en|dus|toen|want|omdat|terwijl|zodat|daarna|daarom|dan|nou|ja|nee|ik|we|wij|ze|hij|die|dat|er)\b",
    re.IGNORECASE,
)
_CLOSES_CLAUSE = (",", ";", ":", "–", "—")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text.

    Attributes
    ----------
    span
        Its position, end exclusive, without outer white space.
    sure
        How sure it is that a sentence begins here, 0..1: 1 at the beginning of the text and after a mark.
    """

    span: Span
    sure: float = 1.0


def sentences_of(
    nlp: Language, texts: Sequence[str], encoded: Sequence[Encoded] | None = None
) -> list[tuple[Sentence, ...]]:
    """Split texts into sentences.

    Parameters
    ----------
    encoded
        The texts after the encoder. Without them a text that has no marks is cut where the pipeline proposes.

    Returns
    -------
    list
        Per text its sentences, which together hold all its words; none begins or ends inside a word, a pseudonym or a
        note in brackets.
    """
    proposed = _proposed(nlp, texts)
    wholes = encoded if encoded is not None else [None] * len(texts)
    return [tuple(_sentences(*each)) for each in zip(texts, proposed, wholes, strict=True)]


def _proposed(nlp: Language, texts: Sequence[str]) -> list[list[int]]:
    """Positions where sentences begin according to the pipeline, per text, in order."""
    needed = {"senter"} if "senter" in nlp.pipe_names else {"tok2vec", "transformer", "parser", "sentencizer"}
    unneeded = [name for name in nlp.pipe_names if name not in needed]
    shown = [with_giant_words_cut(text) for text in texts]
    cuts = [list(windows(text, _WINDOW)) for text in shown]
    pieces = [text[start:end] for text, own in zip(shown, cuts, strict=True) for start, end in own]
    docs = iter(nlp.pipe(pieces, disable=unneeded))
    return [
        [
            at + sentence.start_char
            for (at, _), doc in zip(own, islice(docs, len(own)), strict=True)
            for sentence in doc.sents
        ]
        for own in cuts
    ]


def _sentences(text: str, proposed: Sequence[int], encoded: Encoded | None) -> Iterator[Sentence]:
    """Sentences of one text."""
    whole = SpanIndex(bracketed(text))
    marked = has_punctuation(text)
    starts = _marked_starts(text, proposed)
    if not marked and encoded is None:
        starts = [*starts, *(at for at in proposed if at and text[at - 1].isspace())]
    for span in _with_words(text, _between(text, (at for at in starts if not whole.overlaps(at - 1, at)))):
        words = [(match.start(), match.end()) for match in _WORD.finditer(text, *span)]
        heard = [(0, 1.0)]
        if encoded is not None and (not marked or len(words) > LONG_SENTENCE_WORDS):
            heard += _heard_starts(text, words, encoded, whole)
        bounds = [*(place for place, _ in heard), len(words)]
        for (first, after), (_, sure) in zip(pairwise(bounds), heard, strict=True):
            pieces = _cut_long(text, words[first:after], whole)
            yield Sentence(pieces[0], sure)
            yield from (Sentence(piece, 0.0) for piece in pieces[1:])


def _marked_starts(text: str, proposed: Sequence[int]) -> list[int]:
    """Places after a mark or a line end at which a sentence begins: as proposed, or plain to see; in order."""
    found = []
    for match in _MARK.finditer(text):
        start = match.end()
        agreed = bisect_left(proposed, match.start() + 1) < bisect_left(proposed, start + 1)
        if _goes_on(text, match):
            continue
        before = text[max(0, match.start() + 1 - _BEFORE_MARK) : match.start() + 1]
        if agreed or (_CAPITAL.match(text, start) and not _ABBREVIATION.search(before)):
            found.append(start)
    lines = (match.end() for match in _NEW_LINE.finditer(text))
    return sorted({*found, *(at for at in lines if _is_in(at, proposed))})


def _goes_on(text: str, mark: re.Match[str]) -> bool:
    """Whether a sentence goes on in a small letter: after dots, after quoted words, or with who said them."""
    if not _GOES_ON.match(text, mark.end()):
        return False
    trails = text[max(0, mark.start() - 1) : mark.start() + 1] == ".." or text[mark.start()] == "…"
    quoted = mark.start(1) - mark.start() > 1
    return trails or quoted or bool(_SAYS.match(text, mark.end()))


def _is_in(place: int, places: Sequence[int]) -> bool:
    """Whether a place is among places in order."""
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place


def _between(text: str, starts: Iterable[int]) -> list[Span]:
    """The stretches that begin at places, without outer white space; the first begins with the text."""
    bounds = [0, *sorted(set(starts)), len(text)]
    return [span for pair in pairwise(bounds) if (span := without_outer_space(text, pair))[0] < span[1]]


def _with_words(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join stretches without words (marks, notes) to the one before them, or at the beginning to the one after."""
    joined: list[Span] = []
    spoken = False
    for start, end in spans:
        said = any(character.isalnum() for character in without_notes(text[start:end]))
        if joined and not (said and spoken):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        spoken = spoken or said
    return joined


def _heard_starts(text: str, words: list[Span], encoded: Encoded, whole: SpanIndex) -> list[tuple[int, float]]:
    """Words (by their place in the list) at which the network hears a sentence begin, and how sure it is."""
    if len(words) < 2:
        return []
    network = load_sentence_ends()
    logits = network.logits(text, words, encoded) - network.threshold
    return [
        (at + 1, 1 / (1 + math.exp(_HALF_SURE - logit / _SCALE)))
        for at, logit in enumerate(logits.tolist())
        if logit >= 0 and _can_part(text, words[at], words[at + 1], whole)
    ]


def _can_part(text: str, before: Span, after: Span, whole: SpanIndex) -> bool:
    """Whether a sentence may end and another begin between two words."""
    return (
        not whole.overlaps(before[1], after[0])
        and text[slice(*before)].casefold() not in _CANNOT_END
        and text[slice(*after)].casefold() not in _CANNOT_BEGIN
    )


def _cut_long(text: str, words: list[Span], whole: SpanIndex) -> list[Span]:
    """Cut a run of words that no sentence should have into near-equal parts, between clauses where that can be."""
    span = (words[0][0], words[-1][1])
    if len(words) <= LONG_SENTENCE_WORDS:
        return [span]
    parts = math.ceil(len(words) / LONG_SENTENCE_WORDS * _PARTS_MARGIN)
    cuts = [0]
    for part in range(1, parts):
        middle = part * len(words) // parts
        near = range(max(cuts[-1] + _LEAST_PART, middle - _REACH), min(len(words) - _LEAST_PART, middle + _REACH) + 1)
        open_places = [at for at in near if not whole.overlaps(words[at - 1][1], words[at][0])]
        if open_places:
            cuts.append(min(open_places, key=lambda at: (_clause_border(text, words, at), abs(at - middle))))
    cuts.append(len(words))
    return [(words[a][0], words[b - 1][1]) for a, b in pairwise(cuts)]


def _clause_border(text: str, words: list[Span], at: int) -> int:
    """How badly a place before a word parts clauses: 0 well, 3 worst; "maar" stays with what it turns."""
    before, after = text[slice(*words[at - 1])], text[slice(*words[at])]
    if after.casefold() in ("maar", "alleen", "tenzij", *_CANNOT_BEGIN) or before.casefold() in _CANNOT_END:
        return 3
    return 2 - before.endswith(_CLOSES_CLAUSE) - bool(_CLAUSE.match(after))
