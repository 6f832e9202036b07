"""Names of clusters: the keywords that BERTopic's class-based TF-IDF sets apart, fit to be read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

# How many words a reader needs, and how they are weighed, was chosen by reading the names of the sample projects'
# clusters, not measured; docs/topics.md ("Measured") tells which names come out well and which do not.
KEYWORDS = 8
LABEL_WORDS = 3
NAMELESS = "zonder trefwoorden"
_OTHER_THAN_NOUN = 0.5
"""Weight of a verb or adjective against a noun's 1."""
_SAME_STEM = 5
"""Letters from which two words with one beginning are taken for forms of one word ("vergadering", "vergaderingen")."""
_FEW_TEXTS = 3
"""Texts of a cluster up to which a word that only one of them has may be a keyword like any other."""
_ENDING = 2
"""Letters that such forms may differ in at the end of the shorter one."""


def keywords(
    ranked: Sequence[tuple[str, float]], texts: Sequence[Collection[str]], nouns: Collection[str]
) -> tuple[str, ...]:
    """Choose a cluster's keywords.

    Parameters
    ----------
    ranked
        Lemmas with their weight in this cluster (class-based TF-IDF).
    texts
        The lemmas of each of its texts, the most typical text first. A word counts for more when more texts have it;
        one that only one text has is used only to come to three words, those of the most typical text first.
    nouns
        Lemmas that are nouns; these go first, since "uitnodiging" names a cluster better than "krijgen".

    Returns
    -------
    tuple of str
        At most eight lemmas, strongest first, without forms of the same word.
    """
    spread = Counter(lemma for text in texts for lemma in set(text))
    least = 2 if len(texts) > _FEW_TEXTS else 1
    first = {lemma: place for place, text in reversed(list(enumerate(texts))) for lemma in text}
    weighed = []
    for lemma, weight in ranked:
        if weight > 0 and spread[lemma]:
            rare = spread[lemma] < least
            strength = -round(weight * math.sqrt(spread[lemma]) * _worth(lemma, nouns), 9)
            weighed.append((rare, first[lemma] if rare else 0, strength, lemma))
    chosen: list[str] = []
    for rare, _, _, lemma in sorted(weighed):
        if len(chosen) == KEYWORDS or (rare and len(chosen) >= LABEL_WORDS):
            break
        if not any(_same_word(lemma, other) for other in chosen):
            chosen.append(lemma)
    return tuple(chosen)


def labels(named: Sequence[Sequence[str]]) -> list[str]:
    """Make a label of each cluster's keywords: three words, or more where two clusters would be named alike."""
    made: list[str] = []
    for words in named:
        for length in range(LABEL_WORDS, max(len(words), LABEL_WORDS) + 1):
            label = ", ".join(words[:length]) or NAMELESS
            if label not in made:
                break
        number = 2
        plain = label
        while label in made:
            label = f"{plain} ({number})"
            number += 1
        made.append(label)
    return made


def keyword_label(words: Sequence[str]) -> str:
    """Name of a cluster by its keywords alone, strongest first."""
    return ", ".join(words[:LABEL_WORDS]) or NAMELESS


def _same_word(one: str, other: str) -> bool:
    """Tell whether two lemmas are likely forms of one word."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SAME_STEM and long.startswith(short[: max(_SAME_STEM, len(short) - _ENDING)])


def _worth(lemma: str, nouns: Collection[str]) -> float:
    """Weight of a lemma by its word class."""
    return 1.0 if lemma in nouns else _OTHER_THAN_NOUN
