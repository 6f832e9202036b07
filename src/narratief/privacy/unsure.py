"""What was left standing with a capital, for a person to look at: whole names, the likeliest to be missed first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narratief.domain.entities import PSEUDONYM
from narratief.domain.surroundings import sentence_around
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.kept_names import is_kept, is_people
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import Token, Words, split_words

_MOST_PREFIXES = 3
"""Words between a first name and a surname at most: "van der ’t"."""

_PREPOSITIONS = ("in", "op", "uit", "la", "do", "da")
"""Of the particles those that are mostly something else, unless another follows ("in ’t Veld", "op den Dries")."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words with a capital that stayed.

    Attributes
    ----------
    words
        As they stand in the text, a whole name as one.
    times
        How often.
    sentence
        The first sentence that they stand in.
    doubt
        2 where they may well be a person's name, 1 where no list knows them, 0 where a list says what they are.
    """

    words: str
    times: int
    sentence: str
    doubt: int


def unsure_words(texts: Iterable[str]) -> list[Unsure]:
    """Find what stayed with a capital in turns, most doubtful first, then most frequent.

    Words that only have a capital because they begin a sentence are left out, unless they are a first name.

    Parameters
    ----------
    texts
        Words of each turn, pseudonymised.
    """
    found: dict[str, Unsure] = {}
    for text in texts:
        blank = PSEUDONYM.sub(lambda match: "x" * len(match.group()), text)
        words = split_words(blank)
        for run in _runs(words):
            said = text[run[0].start : run[-1].end]
            known = found.get(said)
            if known:
                found[said] = Unsure(said, known.times + 1, known.sentence, known.doubt)
            else:
                found[said] = Unsure(said, 1, sentence_around(text, run[0].start, run[-1].end), _doubt(run, said))
    return sorted(found.values(), key=lambda each: (-each.doubt, -each.times))


def _runs(words: Words) -> Iterator[list[Token]]:
    """Give words with a capital that follow each other, with the particles of surnames between them."""
    tokens, at = words.tokens, 0
    while at < len(tokens):
        end = _run_end(words, at) if tokens[at].capital else at
        run = list(tokens[at:end])
        if run and run[0].first and not _is_first_name(run[0]):
            run = run[1:] if lexicon().is_word(run[0].lower) or len(run) == 1 else run
        elif len(run) > 1 and run[0].lower in lexicon().common and run[0].lower not in cue("name_prefixes"):
            run = run[1:]  # "😀 En Kees": a sentence that the marks do not tell
        while run and not run[0].capital:
            run = run[1:]
        if run and any(len(token.text) > 1 for token in run):
            yield run
        at = max(end, at + 1)


def _run_end(words: Words, at: int) -> int:
    """Index after the last word of a name that begins at an index."""
    end = at + 1
    while words.joined(end):
        after = end
        while after < end + _MOST_PREFIXES and words.joined(after) and words.lower(after) in cue("name_prefixes"):
            after += 1
        if after == end + 1 and words.lower(end) in _PREPOSITIONS:
            break
        if not (after < len(words.tokens) and words.joined(after) and words.tokens[after].capital):
            break
        end = after + 1
    return end


def _doubt(run: Sequence[Token], said: str) -> int:
    """Judge how likely a name was missed."""
    known = lexicon()
    capitals = [token for token in run if token.capital]
    if is_kept(said) or all(is_people(token.lower) or is_kept(token.text) for token in capitals):
        return 0
    if any(map(_is_first_name, capitals)):
        return 2
    if said.lower() in known.places or all(t.lower in known.places or known.is_word(t.lower) for t in capitals):
        return 0
    return 2 if len(run) > 1 else 1


def _is_first_name(token: Token) -> bool:
    """Tell whether a word is a first name and no ordinary word."""
    known = lexicon()
    return known.is_first_name(token.lower) and not known.is_word(token.lower)
