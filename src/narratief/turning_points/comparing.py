"""How stories compare, by numbers for pairs of them.

All pairs of a large project do not fit in memory (a hundred interviews give millions, each with thirty numbers), so
what is known of each story is kept, and numbers are worked out for the pairs that are asked.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from narratief.domain.vectors import Array
from narratief.turning_points.likeness import Likeness, differ, several_of
from narratief.turning_points.mentions import Mention
from narratief.turning_points.stories import Story
from narratief.turning_points.wording import weights_of

Places = npt.NDArray[np.intp]
"""Places of stories among those of a project."""
_Table = Any  # a sparse table of scipy, which has no types; it loads for a while, and the workspace starts with this
_HEAVY = 2.5  # weight of a word that few texts have
_NGRAMS, _MOST_SAID = (4, 5), 0.2
"""Letters in a row by which forms and compounds are compared, and share of stories in which they tell nothing."""


class Compared:
    """Stories of a project, and what is needed to compare any of them.

    Tables that its methods give have the shape (ones, others), for the places of stories that they are asked for.
    """

    def __init__(self, stories: Sequence[Story], core: Collection[int] | None = None) -> None:
        """Prepare what is the same for all pairs.

        Parameters
        ----------
        core
            Places of stories; what events two stories name is compared only where one of them is among these. All of
            them when None.
        """
        self.stories = stories
        self.interviews = np.array([story.interview for story in stories])
        self._words = [story.words | story.asked_words for story in stories]
        self._weights = weights_of(self._words)
        heard = sorted(word for word, weight in self._weights.items() if weight > 0)
        self._columns = {word: at for at, word in enumerate(heard)}
        self._each = np.array([self._weights[word] for word in heard])
        self._all = self._having(self._words)
        self._told = self._having([story.words for story in stories])
        self._asked = self._having([story.asked_words for story in stories])
        self._size = 2 + np.asarray(self._all @ self._each, float)
        self._spelled = _spelled(stories)
        self._alike, self._apart = _named_alike(stories, frozenset(range(len(stories)) if core is None else core))
        marks = [story.marks for story in stories]
        families = sorted(frozenset().union(*(each.named for each in marks)))
        self._named = _any([each.named for each in marks], families)
        self._asking = _any([each.asked for each in marks], families)
        self._said = _any([each.said for each in marks], families)
        self._marks = {
            kind: _any([getattr(each, kind) for each in marks])
            for kind in ("nouns", "ordinals", "months", "days", "venues")
        }
        self._tells = np.array([story.tells for story in stories])
        self._place = np.array([story.place for story in stories])
        self._answers = np.array([len(story.answers) for story in stories], float)
        self._length = np.array([sum(len(answer.text) for answer in story.answers) for story in stories])
        self._denies = np.array([story.answers[0].denies for story in stories], float)

    def shared(self, ones: Places, others: Places) -> Array:
        """Weight of the words that two stories share, those of their questions included."""
        return _product(self._all, self._each, ones, others)

    def alike(self, ones: Places, others: Places) -> Array:
        """How like the likest two events are that two stories name; zero when they name none of one kind."""
        return _part(self._alike, ones, others)

    def apart(self, ones: Places, others: Places) -> Array:
        """1 where two stories name events of one kind that all surely differ, else 0."""
        return _part(self._apart, ones, others)

    def numbers(self, ones: Places, others: Places) -> Iterator[Array]:
        """Yield what tells whether two stories are of one event, a table at a time, in the order of the weights."""
        shared, alike = self.shared(ones, others), self.alike(ones, others)
        cosine = shared / np.sqrt(self._size[ones, None] * self._size[None, others])
        yield shared
        yield _product(self._told, self._each, ones, others)
        yield _product(self._asked, self._each, ones, others)
        yield cosine
        yield self._heaviest(ones, others)
        yield _product(self._all, (self._each > _HEAVY).astype(float), ones, others)
        yield np.asarray((self._spelled[ones] @ self._spelled[others].T).toarray(), float)
        yield from self._marked(ones, others)
        yield alike
        yield self.apart(ones, others)
        lively = float(np.mean(self._tells > 0)) if len(self.stories) else 0.0
        yield np.full_like(shared, lively)
        yield lively * alike
        yield lively * cosine
        yield np.abs(self._place[ones, None] - self._place[None, others])
        yield np.minimum(self._tells[ones, None], self._tells[None, others])
        yield np.maximum(self._tells[ones, None], self._tells[None, others])
        yield self._answers[ones, None] + self._answers[None, others]
        yield self._denies[ones, None] + self._denies[None, others]
        yield np.log(self._length[ones, None] + self._length[None, others])

    def _marked(self, ones: Places, others: Places) -> Iterator[Array]:
        """Yield what the marks of two stories tell (`Marks`)."""
        named, asked, said = self._named, self._asking, self._said
        yield _both(named[ones], named[others])
        yield _both(asked[ones], asked[others])
        yield np.maximum(_both(said[ones], asked[others]), _both(asked[ones], said[others]))
        yield _none_shared(named[ones], named[others])
        nouns = self._marks["nouns"]
        yield _both(nouns[ones], nouns[others])
        for kind in ("ordinals", "months", "days", "venues"):
            table = self._marks[kind]
            yield _both(table[ones], table[others])
            yield _none_shared(table[ones], table[others])

    def _heaviest(self, ones: Places, others: Places) -> Array:
        """Weight of the heaviest word that two stories share."""
        rows, columns = _by_word(self._words[at] for at in ones), _by_word(self._words[at] for at in others)
        heaviest = np.zeros((len(ones), len(others)))
        for word in sorted(rows.keys() & columns.keys(), key=lambda word: (self._weights[word], word)):
            heaviest[np.ix_(rows[word], columns[word])] = self._weights[word]
        return heaviest

    def _having(self, words: Sequence[frozenset[str]]) -> _Table:
        """Which story has which word, words without weight left out: sparse, shape (stories, words)."""
        from scipy.sparse import csr_array

        own = [sorted(self._columns[word] for word in each if word in self._columns) for each in words]
        ends = np.cumsum([0, *map(len, own)])
        places = np.array([place for each in own for place in each], int)
        return csr_array((np.ones(len(places)), places, ends), shape=(len(words), len(self._columns)))


def _product(having: _Table, weights: Array, ones: Places, others: Places) -> Array:
    """Weight of the words that two stories both have."""
    return np.asarray((having[ones] * weights[None, :] @ having[others].T).toarray(), float)


def _part(table: _Table, ones: Places, others: Places) -> Array:
    """Part of a sparse table of pairs."""
    return np.asarray(table[ones][:, others].toarray(), float)


def _named_alike(stories: Sequence[Story], core: Collection[int]) -> tuple[_Table, _Table]:
    """How like the likest two events are that two stories name, and 1 where all of one kind surely differ: sparse."""
    from scipy.sparse import csr_array

    everything = [mention for story in stories for mention in story.mentions]
    likeness = Likeness(weights_of(mention.story for mention in everything), several_of(everything))
    by_family: defaultdict[str, defaultdict[int, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for at, story in enumerate(stories):
        for mention in story.mentions:
            by_family[mention.family][at].append(mention)
    alike = apart = csr_array((len(stories), len(stories)))
    for naming in by_family.values():
        found, differing = _Pairs(), _Pairs()
        for one, other in combinations(naming, 2):
            if one not in core and other not in core:
                continue
            pairs = [(here, there) for here in naming[one] for there in naming[other]]
            if (most := max(likeness.of(*pair) for pair in pairs)) > 0:
                found.add(one, other, most)
            if all(differ(*pair) for pair in pairs):
                differing.add(one, other, 1.0)
        alike, apart = alike.maximum(found.table(len(stories))), apart.maximum(differing.table(len(stories)))
    return alike, apart


class _Pairs:
    """Values of pairs of stories, which are the same both ways, in as little memory as they take."""

    def __init__(self) -> None:
        self._ones, self._others, self._values = array("l"), array("l"), array("d")

    def add(self, one: int, other: int, value: float) -> None:
        """Keep the value of a pair."""
        self._ones.append(one)
        self._others.append(other)
        self._values.append(value)

    def table(self, size: int) -> _Table:
        """Make a sparse table of them."""
        from scipy.sparse import csr_array

        ones, others, values = (np.array(each) for each in (self._ones, self._others, self._values))
        there = np.concatenate([ones, others]), np.concatenate([others, ones])
        return csr_array((np.tile(values, 2), there), shape=(size, size))


def _by_word(words: Iterable[frozenset[str]]) -> dict[str, list[int]]:
    """Places of the stories that have each word."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(words):
        for word in own:
            having[word].append(at)
    return having


def _spelled(stories: Sequence[Story]) -> _Table:
    """Weighed runs of letters of each story, sparse: their cosine sees compounds and other forms of one word."""
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [" ".join(f"{answer.question} {answer.text}" for answer in story.answers) for story in stories]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=_NGRAMS, sublinear_tf=True, max_df=_MOST_SAID)
    try:
        return csr_array(vectorizer.fit_transform(texts))
    except ValueError:  # a handful of stories that are all alike leaves no run of letters
        return csr_array((len(stories), 1))


def _any(sets: Sequence[frozenset[Any]], marks: Iterable[Any] | None = None) -> Array:
    """Which story has which mark: shape (stories, marks); the marks are those of the stories when none are given."""
    every = frozenset().union(*sets) if marks is None else marks
    columns = {mark: at for at, mark in enumerate(every)}
    table = np.zeros((len(sets), len(columns)))
    for row, own in enumerate(sets):
        table[row, [columns[mark] for mark in own]] = 1
    return table


def _both(one: Array, other: Array) -> Array:
    """1 where the first story has a mark that the second has, else 0."""
    return np.asarray((one @ other.T) > 0, float)


def _none_shared(one: Array, other: Array) -> Array:
    """1 where two stories both have marks and none in common, else 0."""
    have = (one.sum(axis=1) > 0)[:, None] & (other.sum(axis=1) > 0)[None, :]
    return np.asarray(have & ~((one @ other.T) > 0), float)
