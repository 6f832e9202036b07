"""How good clusters are: agreement with themes, coherence of keywords, stability, and how much is left out."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

LEFT_OUT = -1
_WINDOW = 10
_WORDS = 10


@dataclass(frozen=True, slots=True)
class Quality:
    """Scores of one way of clustering.

    Attributes
    ----------
    clusters
        Number of clusters.
    ami
        Adjusted mutual information with the true themes, texts that are left out counting as a cluster of their own.
    ami_placed
        The same over the texts that are in a cluster.
    coherence
        c_npmi of the keywords, -1..1; None when no two keywords ever occur.
    stability
        Mean adjusted Rand index with the clusters of bootstrap samples; None when it was not measured.
    left_out
        Share of texts in no cluster.
    """

    clusters: int
    ami: float
    ami_placed: float
    coherence: float | None
    stability: float | None
    left_out: float


def quality(
    themes: Sequence[str],
    labels: Sequence[int],
    keywords: Sequence[Sequence[str]],
    tokens: Sequence[Sequence[str]],
    stability: float | None = None,
) -> Quality:
    """Score a clustering of texts with one theme each.

    Parameters
    ----------
    themes
        True theme per text.
    labels
        Cluster per text; -1 when left out.
    keywords
        Per cluster its keywords, strongest first.
    tokens
        Per text its words, in the form in which the keywords are given.
    """
    given = np.asarray(labels)
    placed = given != LEFT_OUT
    true = np.asarray(themes)
    return Quality(
        clusters=len(set(given[placed].tolist())),
        ami=float(adjusted_mutual_info_score(true, given)),
        ami_placed=float(adjusted_mutual_info_score(true[placed], given[placed])) if placed.any() else 0.0,
        coherence=c_npmi(keywords, tokens),
        stability=stability,
        left_out=float(1 - placed.mean()) if len(given) else 0.0,
    )


def c_npmi(keywords: Sequence[Sequence[str]], tokens: Iterable[Sequence[str]]) -> float | None:
    """Coherence of keywords: mean normalised pointwise mutual information of each pair of a cluster's top ten.

    Probabilities are shares of windows of ten words that hold the words, as in Röder, Both & Hinneburg (2015),
    "Exploring the space of topic coherence measures"; a pair that never occurs together counts -1.

    Returns
    -------
    float or None
        Mean over clusters of their pairs' mean, -1..1; None when no cluster has two keywords.
    """
    wanted = {word for words in keywords for word in words[:_WORDS]}
    single: Counter[str] = Counter()
    double: Counter[tuple[str, str]] = Counter()
    windows = 0
    for text in tokens:
        for start in range(max(1, len(text) - _WINDOW + 1)):
            inside = sorted(wanted.intersection(text[start : start + _WINDOW]))
            single.update(inside)
            double.update(itertools.combinations(inside, 2))
            windows += 1
    means = []
    for words in keywords:
        pairs = [
            _npmi(a, b, single, double, windows) for a, b in itertools.combinations(sorted(set(words[:_WORDS])), 2)
        ]
        if pairs:
            means.append(sum(pairs) / len(pairs))
    return sum(means) / len(means) if means else None


def _npmi(a: str, b: str, single: Counter[str], double: Counter[tuple[str, str]], windows: int) -> float:
    both = double[a, b]
    if not both or not windows:
        return -1.0
    if both == windows:
        return 1.0
    return math.log(both * windows / (single[a] * single[b])) / -math.log(both / windows)


def bootstrap_stability(
    cluster: Callable[[np.ndarray], Sequence[int]], size: int, samples: int = 10, seed: int = 0
) -> float:
    """Measure how much clusters depend on which texts happened to be there.

    Parameters
    ----------
    cluster
        Clusters the texts with the given (sorted, distinct) positions and gives a label for each; -1 is left out.
    size
        Number of texts.
    samples
        Number of bootstrap samples: as many texts drawn with replacement, each then taken once.

    Returns
    -------
    float
        Mean adjusted Rand index of each sample's labels with those of all texts, over the sample's texts.
    """
    whole = np.asarray(cluster(np.arange(size)))
    generator = np.random.default_rng(seed)
    scores = []
    for _ in range(samples):
        drawn = np.unique(generator.integers(0, size, size))
        scores.append(adjusted_rand_score(whole[drawn], np.asarray(cluster(drawn))))
    return float(np.mean(scores))
