"""Names of clusters: the keywords that BERTopic's class-based TF-IDF sets apart, fit to be read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

KEYWORDS = 8
LABEL_WORDS = 3
NAMELESS = "zonder trefwoorden"
_OTHER_THAN_NOUN = 0.5
_SAME_STEM = 5


def keywords(
    ranked: Sequence[tuple[str, float]], texts: Sequence[Collection[str]], nouns: Collection[str]
) -> tuple[str, ...]:
    """Choose a cluster's keywords.

    Parameters
    ----------
    ranked
        Lemmas with their weight in this cluster (class-based TF-IDF).
    texts
        The lemmas of each of its texts: a word counts for more when more texts have it, and not when only one has.
    nouns
        Lemmas that are nouns; these go first, since "uitnodiging" names a cluster better than "krijgen".

    Returns
    -------
    tuple of str
        At most eight lemmas, strongest first, without forms of the same word.
    """
    spread = Counter(lemma for text in texts for lemma in set(text))
    least = 1 if len(texts) < 4 else 2
    weighed = [
        (weight * math.sqrt(spread[lemma]) * (1.0 if lemma in nouns else _OTHER_THAN_NOUN), lemma)
        for lemma, weight in ranked
        if weight > 0 and spread[lemma] >= least
    ]
    chosen: list[str] = []
    for _, lemma in sorted(weighed, key=lambda pair: (-round(pair[0], 9), pair[1])):
        if not any(_same_word(lemma, other) for other in chosen):
            chosen.append(lemma)
        if len(chosen) == KEYWORDS:
            break
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


def _same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SAME_STEM and long.startswith(short[: max(_SAME_STEM, len(short) - 2)])
