"""Words that may stand in a label: content words of residents' talk, as lemmas, without fillers and pseudonyms."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.lang.nl.stop_words import STOP_WORDS
from spacy.language import Language

from narratief.domain.windows import with_giant_words_cut

PARSED = 4_000
"""Texts that go through the spaCy pipeline; in larger collections the other texts' words are looked up in what these
gave, so that parsing takes no longer however many texts there are (docs/topics.md, "Size"). Chosen, not measured."""

Parsed = tuple[tuple[str, str, str], ...]
"""A text's words: form in lower case, lemma in lower case, word class."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NO_WORDS = re.compile(r"\[[A-Z]{2,}(?:-\d+)?\]|\S{1,200}@\S+|https?://\S+|www\.\S+")  # pseudonyms, addresses
_INSIDE = re.compile(r"(?<=[\w,;] )([^\W\d_]+(?:['’-][^\W\d_]+)*)")  # a word right after another one
_SHORTEST = 3  # letters of a content word; chosen, not measured: shorter ones are mostly fillers and abbreviations
_CONTENT = frozenset({"NOUN", "VERB", "ADJ"})  # word classes of Universal Dependencies that carry content; no names
_NEEDED = frozenset({"tok2vec", "transformer", "morphologizer", "tagger", "attribute_ruler", "lemmatizer"})


@dataclass(frozen=True, slots=True)
class Words:
    """The content words of texts.

    Attributes
    ----------
    lemmas
        Per text its content lemmas, in order.
    shown
        Per lemma how it is written in a label: its most frequent form.
    nouns
        The lemmas that are mostly nouns: these name a cluster best.
    """

    lemmas: tuple[tuple[str, ...], ...]
    shown: Mapping[str, str]
    nouns: frozenset[str]


@cache
def stop_words() -> frozenset[str]:
    """Dutch function words, spoken fillers and words too general to name anything, in lower case."""
    lines = (files("narratief.nlp") / "data" / "stopwoorden.txt").read_text("utf-8").splitlines()
    own = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset({*own, *(word.lower() for word in STOP_WORDS)})


def parse(texts: Sequence[str], nlp: Language) -> list[Parsed]:
    """Run the pipeline over texts, only as far as lemmas and word classes need it."""
    unneeded = [name for name in nlp.pipe_names if name not in _NEEDED]
    return [
        tuple((token.lower_, token.lemma_.lower() or token.lower_, token.pos_ or "NOUN") for token in doc)
        for doc in nlp.pipe([with_giant_words_cut(text) for text in texts], disable=unneeded)
    ]


def words_of(texts: Sequence[str], parse_all: Callable[[Sequence[str]], Sequence[Parsed]]) -> Words:
    """Collect the content words of texts, which may hold pseudonyms such as ``[PERSOON-1]``.

    The outcome does not depend on the order of the texts.

    Parameters
    ----------
    texts
        Any number of texts.
    parse_all
        Reads the words of texts, as `parse` does.
    """
    clean = [_NO_WORDS.sub(" ", text) for text in texts]
    table = _Table.learn(parse_all(_drawn(set(clean), PARSED)), _names(clean))
    found: dict[str, str | None] = {}  # per word as it is written: many are said a thousand times
    lemmas = tuple(tuple(table.content(_WORD.findall(text), found)) for text in clean)
    return Words(lemmas, table.shown(clean), table.nouns())


@dataclass(frozen=True, slots=True)
class _Table:
    """What each word form most often is.

    Attributes
    ----------
    lemma, kind
        Per lower-case word form its most frequent lemma and word class.
    """

    lemma: Mapping[str, str]
    kind: Mapping[str, str]

    @classmethod
    def learn(cls, texts: Iterable[Parsed], names: Collection[str]) -> _Table:
        """Count lemmas and word classes over texts; on a tie the alphabet decides. Names are proper nouns."""
        lemmas: dict[str, Counter[str]] = {}
        kinds: dict[str, Counter[str]] = {}
        for words in texts:
            for form, lemma, kind in words:
                lemmas.setdefault(form, Counter())[lemma] += 1
                kinds.setdefault(form, Counter())[kind] += 1
        return cls(
            {form: _commonest(counts) for form, counts in lemmas.items()},
            {form: _commonest(counts) for form, counts in kinds.items()} | dict.fromkeys(names, "PROPN"),
        )

    def content(self, forms: Iterable[str], known: dict[str, str | None]) -> Iterable[str]:
        """Look up the lemmas of those word forms that carry content; `known` holds what was found out before."""
        for word in forms:
            if word not in known:
                known[word] = self._content(word)
            lemma = known[word]
            if lemma is not None:
                yield lemma

    def _content(self, word: str) -> str | None:
        """Lemma of a word that carries content, else None."""
        form = word.lower()
        lemma = self.lemma.get(form, form)
        unknown = "NOUN" if word.islower() else "PROPN"
        carries = self.kind.get(form, unknown) in _CONTENT and min(len(form), len(lemma)) >= _SHORTEST
        return lemma if carries and form not in stop_words() and lemma not in stop_words() else None

    def shown(self, texts: Iterable[str]) -> dict[str, str]:
        """Choose how each lemma is written: the most frequent of its forms in these texts, of a verb the lemma itself.

        The lemma of a verb may be wrong; it is used only where someone said it.
        """
        forms: dict[str, Counter[str]] = {}
        for text in texts:
            for word in _WORD.findall(text):
                form = word.lower()
                forms.setdefault(self.lemma.get(form, form), Counter())[form] += 1
        return {
            lemma: lemma if lemma in counts and self.kind.get(lemma) == "VERB" else _commonest(counts)
            for lemma, counts in forms.items()
        }

    def nouns(self) -> frozenset[str]:
        """Lemmas of word forms that are mostly nouns."""
        return frozenset(self.lemma[form] for form, kind in self.kind.items() if kind == "NOUN")


def _names(texts: Iterable[str]) -> set[str]:
    """Collect the words, in lower case, that are mostly written with a capital where no sentence starts."""
    written: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for match in _INSIDE.finditer(text):
            written[match[1].lower()] += 1
            capital[match[1].lower()] += match[1][0].isupper()
    return {form for form, count in capital.items() if count * 2 > written[form]}


def _commonest(counts: Counter[str]) -> str:
    """Most frequent word; on a tie the first of the alphabet."""
    return min(counts, key=lambda word: (-counts[word], word))


def _drawn(texts: Collection[str], most: int) -> list[str]:
    """Draw at most so many texts, in order; nearly the same ones when a few are added, so few are parsed anew."""
    if len(texts) > most:
        texts = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())[:most]
    return sorted(texts)
