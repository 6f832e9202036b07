"""Which stories of different residents tell of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from narratief.domain.vectors import Array
from narratief.turning_points.likeness import ENOUGH as ALIKE
from narratief.turning_points.likeness import Likeness, differ, several_of
from narratief.turning_points.stories import Story
from narratief.turning_points.story_model import Features, Regression, load_story_model
from narratief.turning_points.wording import weights_of

Places = npt.NDArray[np.intp]

ENOUGH = -0.8
"""Mean log-odds from which stories are put together. Chosen on projects that were each scored by a model that had not
learned from it (models/turning_points/recipe/learn_stories.py)."""
SURE = 0.5
"""Mean log-odds from which that is sure; chosen on the same."""
LEAST_TOLD = -1.0
"""Log-odds of telling of an event under which a story that names none is left out; -2 to -0.5 hardly differed."""
_OF_ONE_RESIDENT = -3.0
"""Log-odds that two stories of one resident are of one event: a story that goes on later is rare."""
_NAMED = 0.5
"""Log-odds at least of stories that name one event (`likeness`); 2 found the same events."""
_NEVER = -12.0
"""Log-odds of stories that name events which surely differ: one such pair keeps small groups apart."""
TELLS_SOMETHING = 2.0
"""Weight of shared words under which stories have nothing in common: less than one word that few texts have. With 3
fewer were found, with 1 more, and more of these wrong (docs/measurements.md)."""
_HEAVY = 2.5  # weight of a word that few texts have
_NGRAMS, _MOST_SAID = (4, 5), 0.2
"""Letters in a row by which forms and compounds are compared, and share of stories in which they tell nothing."""


class Compared:
    """Stories of a project, and what takes long to compare in them: once for all who ask.

    Attributes
    ----------
    words
        Words of each story, those of its questions included.
    weights
        What each word weighs in this project.
    shared
        Weight of the words that two stories share: shape (stories, stories), as the next two.
    alike, apart
        How like the likest two events are that two stories name, and 1 where all of these surely differ.
    """

    def __init__(self, stories: Sequence[Story]) -> None:
        """Compare."""
        self.stories = stories
        self.words = [story.words | story.asked_words for story in stories]
        self.weights = weights_of(self.words)
        self.shared = _shared(self.words, self.weights)
        self.alike, self.apart = _named_alike(stories)


def linked(stories: Sequence[Story]) -> list[tuple[tuple[int, ...], float]]:
    """Put together stories of one event that several residents tell of.

    Returns
    -------
    list
        Per event the places of its stories, in order, and the mean log-odds between those of different residents.
    """
    compared = Compared(stories)
    found = grouped(stories, log_odds(compared, load_story_model().same_event), ENOUGH)
    common = (compared.shared >= TELLS_SOMETHING) | (compared.alike >= ALIKE)  # a time alone makes no event
    kept = []
    for group, odds in found:
        own = tuple(
            one
            for one in group
            if any(common[one, other] and stories[one].interview != stories[other].interview for other in group)
        )
        if own:
            kept.append((own, odds))
    return kept


def grouped(stories: Sequence[Story], odds: Array, enough: float) -> list[tuple[tuple[int, ...], float]]:
    """Group stories by the mean log-odds between groups, the likest first, as long as that is enough.

    Parameters
    ----------
    odds
        As `log_odds` gives them.
    """
    from sklearn.cluster import AgglomerativeClustering  # loads for a second, and the workspace starts with this module

    kept = [at for at, story in enumerate(stories) if (story.tells > LEAST_TOLD or story.mentions) and not story.denied]
    if len({stories[at].interview for at in kept}) < 2:
        return []
    own = odds[np.ix_(kept, kept)]
    farthest = max(own.max(), enough) + 1  # distances may not be negative
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=farthest - enough
    )
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, label in zip(kept, clustering.fit_predict(farthest - own), strict=True):
        groups[int(label)].append(at)
    return [
        (tuple(group), _between(stories, odds, group))
        for group in groups.values()
        if len({stories[at].interview for at in group}) > 1
    ]


def log_odds(compared: Compared, regression: Regression) -> Array:
    """Log-odds that two stories are of one event, for each pair: shape (stories, stories), symmetric."""
    stories = compared.stories
    ones, others = np.triu_indices(len(stories), 1)
    odds = np.zeros((len(stories), len(stories)))
    if len(ones):
        odds[ones, others] = regression.log_odds(pair_features(compared, ones, others))
    odds += odds.T
    odds[compared.alike >= ALIKE] = np.maximum(odds[compared.alike >= ALIKE], _NAMED)
    odds[compared.apart > 0] = _NEVER
    interviews = np.array([story.interview for story in stories])
    odds[interviews[:, None] == interviews[None, :]] = _OF_ONE_RESIDENT
    return odds


def pair_features(compared: Compared, ones: Places, others: Places) -> Features:
    """What tells whether two stories are of one event, for pairs of their places (`ones` with `others`)."""
    stories, words, weights, shared = compared.stories, compared.words, compared.weights, compared.shared
    size = 2 + shared.diagonal()
    marks = [story.marks for story in stories]
    families = sorted(frozenset().union(*(each.named for each in marks)))
    named, asked, said = (
        _any(sets, families) for sets in ([m.named for m in marks], [m.asked for m in marks], [m.said for m in marks])
    )
    tells = np.array([story.tells for story in stories])
    place = np.array([story.place for story in stories])
    length = np.array([sum(len(answer.text) for answer in story.answers) for story in stories])
    denies = np.array([story.answers[0].denies for story in stories], float)
    tables: list[Array] = [
        shared,
        _shared([story.words for story in stories], weights),
        _shared([story.asked_words for story in stories], weights),
        shared / np.sqrt(size[:, None] * size[None, :]),
        _heaviest(words, weights),
        _shared(words, {word: float(weight > _HEAVY) for word, weight in weights.items()}),
        _spelled_alike(stories),
        _both(named, named),
        _both(asked, asked),
        np.maximum(_both(said, asked), _both(asked, said)),
        _apart(named),
        _both(nouns := _any([each.nouns for each in marks]), nouns),
    ]
    for kind in ("ordinals", "months", "days", "venues"):
        table = _any([getattr(each, kind) for each in marks])
        tables += [_both(table, table), _apart(table)]
    alike, apart = compared.alike, compared.apart
    lively = float(np.mean(tells > 0)) if len(stories) else 0.0
    tables += [
        alike,
        apart,
        np.full_like(shared, lively),
        lively * alike,
        lively * tables[3],
        np.abs(place[:, None] - place[None, :]),
        np.minimum(tells[:, None], tells[None, :]),
        np.maximum(tells[:, None], tells[None, :]),
        np.add.outer(*[np.array([len(story.answers) for story in stories], float)] * 2),
        denies[:, None] + denies[None, :],
        np.log(np.add.outer(length, length)),
    ]
    numbers = np.stack([table[ones, others] for table in tables], axis=1)
    return Features((), (), numbers)


def _between(stories: Sequence[Story], odds: Array, group: Sequence[int]) -> float:
    """Mean log-odds between the stories of a group that are of different residents."""
    pairs = [odds[one, other] for one in group for other in group if stories[one].interview != stories[other].interview]
    return float(np.mean(pairs))


def _named_alike(stories: Sequence[Story]) -> tuple[Array, Array]:
    """How like the likest two events are that two stories name, and 1 where all of one kind surely differ."""
    everything = [mention for story in stories for mention in story.mentions]
    likeness = Likeness(weights_of(mention.story for mention in everything), several_of(everything))
    alike, apart = np.zeros((2, len(stories), len(stories)))
    naming: defaultdict[str, list[int]] = defaultdict(list)
    for at, story in enumerate(stories):
        for family in {mention.family for mention in story.mentions}:
            naming[family].append(at)
    for family, places in naming.items():
        for one, other in combinations(places, 2):
            pairs = [
                (here, there)
                for here in stories[one].mentions
                for there in stories[other].mentions
                if here.family == there.family == family
            ]
            likest = max(likeness.of(here, there) for here, there in pairs)
            alike[one, other] = alike[other, one] = max(alike[one, other], likest)
            if all(differ(here, there) for here, there in pairs):
                apart[one, other] = apart[other, one] = 1
    return alike, apart


def _table(words: Sequence[frozenset[str]], weights: Mapping[str, float]) -> tuple[Array, Array]:
    """Which story has which word, shape (stories, words), and the words' weights; words without weight left out."""
    columns = {word: at for at, word in enumerate(sorted(word for word, weight in weights.items() if weight > 0))}
    table = np.zeros((len(words), len(columns)), np.float32)
    for row, own in enumerate(words):
        table[row, [columns[word] for word in own if word in columns]] = 1
    return table, np.array([weights[word] for word in columns], np.float32)


def _shared(words: Sequence[frozenset[str]], weights: Mapping[str, float]) -> Array:
    """Weight of the words that two stories share: shape (stories, stories)."""
    table, each = _table(words, weights)
    return np.asarray((table * each) @ table.T, float)


def _heaviest(words: Sequence[frozenset[str]], weights: Mapping[str, float]) -> Array:
    """Weight of the heaviest word that two stories share."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(words):
        for word in own:
            having[word].append(at)
    heaviest = np.zeros((len(words), len(words)))
    for word in sorted((word for word, own in having.items() if len(own) > 1), key=lambda word: weights[word]):
        heaviest[np.ix_(having[word], having[word])] = weights[word]
    return heaviest


def _spelled_alike(stories: Sequence[Story]) -> Array:
    """Cosine of the runs of letters of two stories: it sees compounds and other forms of one word."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [" ".join(f"{answer.question} {answer.text}" for answer in story.answers) for story in stories]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=_NGRAMS, sublinear_tf=True, max_df=_MOST_SAID)
    try:
        table = vectorizer.fit_transform(texts)
    except ValueError:  # a handful of stories that are all alike leaves no run of letters
        return np.zeros((len(stories), len(stories)))
    return np.asarray((table @ table.T).toarray(), float)


def _any(sets: Sequence[frozenset[Any]], marks: Iterable[Any] | None = None) -> Array:
    """Which story has which mark: shape (stories, marks); the marks are those of the stories when none are given."""
    every = frozenset().union(*sets) if marks is None else marks
    columns = {mark: at for at, mark in enumerate(every)}
    table = np.zeros((len(sets), len(columns)))
    for row, own in enumerate(sets):
        table[row, [columns[mark] for mark in own]] = 1
    return table


def _both(one: Array, other: Array) -> Array:
    """1 where the first story has a mark in the one table that the second has in the other, else 0."""
    return np.asarray((one @ other.T) > 0, float)


def _apart(table: Array) -> Array:
    """1 where two stories both have marks and none in common, else 0."""
    has = table.sum(axis=1) > 0
    return np.asarray((has[:, None] & has[None, :]) & ~((table @ table.T) > 0), float)
