"""Titles of clusters: a whole clause in a resident's words that says what this cluster is about and the others are not.

A clause of the most typical passages is weighed by three things: how much nearer it lies to the middle of its own
cluster than to that of any other, how much its words are those of other passages in the cluster and of few elsewhere,
and how well it can be understood by itself. A cluster in which no clause does well enough on all three has no title.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from narratief.domain.entities import PSEUDONYM
from narratief.domain.standing_alone import opening_stands
from narratief.domain.vectors import Array, l2_normalize
from narratief.nlp.clauses import Clause
from narratief.nlp.lemmas import stop_words
from narratief.topics.material import Material
from narratief.topics.space import Space
from narratief.topics.topic import Topic, Topics

SHORTEST, LONGEST = 4, 12
"""Words of a title."""
_CORE, _LEAST_CORE = 0.6, 12
"""Share of a cluster's passages, most typical first, that titles are taken from and that its middle is made of; so many
at least, where it has them."""
_MOST_CORE = 25  # passages of a large cluster that are looked at
_STEEPNESS = 8.0  # of the likeness that counts: a tenth nearer than to any other cluster gives 0.69
_DOUBT = 2.0  # other passages elsewhere that a word is taken to be in beside those that have it
_WELL_SPREAD = 0.25  # share of a cluster's other passages from which a word that they have counts in full
_WORDLESS = 0.5  # what is left of a title none of whose words another passage of the cluster has
_FULL_WORDS = 4  # words that carry meaning, and two, from which a title says something
_NEARER = 0.45  # closeness at least: about as near to its own cluster's middle as to any other's
_LEAST = 0.1  # score of a title at least
_LEANING = 0.75  # what each word that stands for something said before leaves of a title
_SAYS = re.compile(r"\b(?:zeg|zei|zegt|zeiden|vraag|vroeg|vroegen)\b", re.IGNORECASE)
_SAYING = 0.7  # what is left of a title that tells who said something

_PAUSING = 0.85  # what each comma leaves of it: a plain clause is read at once

ClauseFinder = Callable[[Sequence[str]], Sequence[Sequence[Clause]]]
Embedder = Callable[[Sequence[str]], Array]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A clause that may become a title.

    Attributes
    ----------
    cluster
        Place of its cluster.
    passage
        Place of its passage among those that were looked at in all clusters.
    text
        Its words.
    lemmas
        What its words mean, without those too general to name anything.
    leans
        Number of its words that stand for what was said before.
    sureness
        That of the passage's surest theme.
    """

    cluster: int
    passage: int
    text: str
    lemmas: frozenset[str]
    leans: int
    sureness: float


def with_titles(found: Topics, material: Material, space: Space, clauses: ClauseFinder, embed: Embedder) -> Topics:
    """Give each cluster that no person named a title, where one can be found.

    Parameters
    ----------
    found
        What a run found of this material.
    clauses
        Finds the main clauses of texts.
    embed
        Embeds texts as the material's embeddings were.
    """
    place = {passage.id: at for at, passage in enumerate(material.passages)}
    groups = [[place[member] for member in topic.members] for topic in found.topics]
    cores = [group[: min(max(_LEAST_CORE, round(_CORE * len(group))), _MOST_CORE)] for group in groups]
    candidates = _candidates(found.topics, cores, material, clauses)
    if not candidates:
        return found
    near = _nearness(candidates, cores, material, space, embed([each.text for each in candidates]))
    told = _Telling.count(groups, material)
    scores = [
        _standing(each) * (_WORDLESS + (1 - _WORDLESS) * told.of(each.lemmas, each.cluster)) * float(closeness) ** 2
        if closeness >= _NEARER
        else 0.0
        for each, closeness in zip(candidates, near, strict=True)
    ]
    chosen = _choose(candidates, scores)
    return replace(found, topics=tuple(_titled(topic, chosen.get(at, "")) for at, topic in enumerate(found.topics)))


def _candidates(
    topics: Sequence[Topic], cores: Sequence[Sequence[int]], material: Material, clauses: ClauseFinder
) -> list[_Candidate]:
    """Clauses of the typical passages of clusters that a title could be, of clusters that have no name yet."""
    looked_at = [(n, at) for n, core in enumerate(cores) for at in core]
    passages = [material.passages[at] for _, at in looked_at]
    found = clauses([passage.words for passage in passages])
    made = []
    for place, ((number, _), passage, own) in enumerate(zip(looked_at, passages, found, strict=True)):
        for clause in own if not topics[number].named else ():
            text = passage.words[slice(*clause.span)]
            lemmas = frozenset(clause.lemmas) - stop_words()
            if lemmas and SHORTEST <= len(text.split()) <= LONGEST and not PSEUDONYM.search(text):
                sureness = max(passage.themes.values(), default=0.0)
                made.append(_Candidate(number, place, text, lemmas, clause.leans, sureness))
    return made


def _nearness(
    candidates: Sequence[_Candidate],
    cores: Sequence[Sequence[int]],
    material: Material,
    space: Space,
    embeddings: Array,
) -> Array:
    """How much nearer each clause lies to its own cluster's middle than to that of any other, 0..1 (n,)."""
    flat = [at for core in cores for at in core]
    sureness = [max(material.passages[at].themes.values(), default=0.0) for at in flat]
    both = np.vstack([material.embeddings[flat], embeddings])
    rows = space.rows(both, np.array([*sureness, *(each.sureness for each in candidates)], dtype=np.float32))
    bounds = np.cumsum([0, *(len(core) for core in cores)])
    sums = np.stack([rows[a:b].sum(axis=0) for a, b in pairwise(bounds)])
    clauses, own = rows[len(flat) :], np.array([each.cluster for each in candidates])
    likeness = clauses @ l2_normalize(sums).T
    without_own_passage = l2_normalize(sums[own] - rows[[each.passage for each in candidates]])
    mine = (clauses * without_own_passage).sum(axis=1)
    likeness[np.arange(len(candidates)), own] = -1.0
    margin = mine - likeness.max(axis=1)
    closeness: Array = 1.0 / (1.0 + np.exp(-_STEEPNESS * margin))
    return closeness


@dataclass(frozen=True, slots=True)
class _Telling:
    """In how many passages each word stands, in each cluster and in all; and how many passages each cluster has."""

    inside: Sequence[Mapping[str, int]]
    everywhere: Mapping[str, int]
    sizes: Sequence[int]

    @classmethod
    def count(cls, groups: Sequence[Sequence[int]], material: Material) -> _Telling:
        """Count over all passages, those in no cluster too."""
        words = [frozenset(own) for own in material.words.lemmas]
        inside = [Counter(lemma for at in group for lemma in words[at]) for group in groups]
        return cls(inside, Counter(lemma for own in words for lemma in own), [len(group) for group in groups])

    def of(self, lemmas: frozenset[str], cluster: int) -> float:
        """Chance that words tell which cluster is meant, 0..1: each by the other passages that have it."""
        missed = 1.0
        for lemma in lemmas:
            here, all_of_them = self.inside[cluster].get(lemma, 0) - 1, self.everywhere.get(lemma, 0) - 1
            if here > 0:
                spread = here / (_WELL_SPREAD * max(self.sizes[cluster] - 1, 1))
                missed *= 1.0 - here / (all_of_them + _DOUBT) * min(1.0, math.sqrt(spread))
        return 1.0 - missed


def _standing(each: _Candidate) -> float:
    """How well a clause can be understood by who reads nothing else, 0..1."""
    said = _SAYING if _SAYS.search(each.text) else 1.0
    meaning = min(1.0, (len(each.lemmas) + 2) / _FULL_WORDS)
    plain = _PAUSING ** each.text.count(",")
    return opening_stands(each.text) * _LEANING**each.leans * said * meaning * plain


def _choose(candidates: Sequence[_Candidate], scores: Sequence[float]) -> dict[int, str]:
    """Best clause of each cluster, none for two; on a tie the longer one, then the alphabet decides."""
    chosen: dict[int, str] = {}
    order = sorted(
        range(len(scores)), key=lambda at: (-round(scores[at], 6), -len(candidates[at].text), candidates[at].text)
    )
    for at in order:
        each = candidates[at]
        title = each.text[0].upper() + each.text[1:]
        if scores[at] >= _LEAST and each.cluster not in chosen and title not in chosen.values():
            chosen[each.cluster] = title
    return chosen


def _titled(topic: Topic, title: str) -> Topic:
    """A cluster with its title."""
    return replace(topic, label=title, title=title) if title else topic
