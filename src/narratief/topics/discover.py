"""From passages and their vectors to topics: the whole of what a run does, without reading or writing anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from narratief.domain.codebook import Codebook
from narratief.domain.vectors import l2_normalize
from narratief.nlp.lemmas import Words
from narratief.topics.constrained_kmeans import NONE, Grouping
from narratief.topics.coverage import is_covered, nearest_themes, theme_counts, valence_counts
from narratief.topics.decisions import Held, Steering
from narratief.topics.engine import fit, ranked_words
from narratief.topics.identity import keep_ids
from narratief.topics.labels import keywords, labels
from narratief.topics.layout import flat, laid_on, stays
from narratief.topics.passage import Passage, in_order
from narratief.topics.quotes import quotes_of
from narratief.topics.relations import merges_of
from narratief.topics.run_history import Earlier, Past
from narratief.topics.space import Space
from narratief.topics.topic import NearTheme, Topic, Topics

if TYPE_CHECKING:
    from bertopic import BERTopic

Array = npt.NDArray[np.float32]
MAPPED = 5_000
"""Passages that the map shows; of more passages a sample, which stays the same when some are added."""
SHORTEST = 5
"""Words of a passage that can be in a cluster; "Ja, dat klopt" tells nothing by itself."""


@dataclass(frozen=True, slots=True)
class Material:
    """What is clustered.

    Attributes
    ----------
    passages
        In any order; the outcome does not depend on it.
    vectors
        The encoder's vectors, one row per passage.
    words
        The passages' content words.
    anchors
        Per codebook theme the encoder's vector of its definition.
    """

    passages: Sequence[Passage]
    vectors: Array
    words: Words
    anchors: Mapping[str, Array] = field(default_factory=dict)

    def ordered(self) -> Material:
        """Give the same material in the order of the passages' ids, which are hashes: an order by content alone."""
        order = sorted(range(len(self.passages)), key=lambda i: in_order(self.passages[i]))
        if order == list(range(len(order))):
            return self  # large vectors need not stand there twice
        words = Words(tuple(self.words.lemmas[i] for i in order), self.words.shown, self.words.nouns)
        vectors = self.vectors[order] if order else self.vectors
        return Material([self.passages[i] for i in order], vectors, words, self.anchors)


@dataclass(frozen=True, slots=True)
class Found:
    """What a run gives.

    Attributes
    ----------
    topics
        The clusters.
    past
        What the next run must know of this one and all before.
    """

    topics: Topics
    past: Past


def discover(
    material: Material,
    codebook: Codebook,
    space: Space,
    steering: Steering | None = None,
    past: Past | None = None,
    phases: Sequence[str] = (),
    seed: int = 0,
) -> Found:
    """Find topics.

    Parameters
    ----------
    space
        The space to cluster in.
    steering
        What people decided; these clusters stay as they are, and only passages that no run has seen may join them.
    past
        Earlier runs, for ids that stay the same.
    phases
        Labels of all phases in order, when known.
    """
    steering, past = steering or Steering(), past or Past()
    ordered = material.ordered()
    run = _Run(ordered, codebook, steering, past, tuple(phases))
    grouping = run.grouping(seed)
    sureness = np.array([max(passage.themes.values(), default=0.0) for passage in ordered.passages], dtype=np.float32)
    rows = space.rows(ordered.vectors, sureness)
    model = fit(ordered.words.lemmas, rows, grouping) if len(rows) else None
    return run.outcome(model, grouping, rows, seed)


class Naming(NamedTuple):
    """What a cluster is called by the machine."""

    id: str
    label: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """One run over passages in order: what holds for each of its steps."""

    material: Material
    codebook: Codebook
    steering: Steering
    past: Past
    phases: tuple[str, ...]

    def held_ids(self) -> list[str]:
        """Ids of clusters that a person decided about and that still have passages."""
        here = {passage.id for passage in self.material.passages}
        return [topic for topic, held in self.steering.held.items() if held.members & here]

    def grouping(self, seed: int) -> Grouping:
        """Make the cluster model, with what is known of each passage."""
        passages = self.material.passages
        kept = np.full(len(passages), NONE, dtype=np.int64)
        number = {member: n for n, topic in enumerate(self.held_ids()) for member in self.steering.held[topic].members}
        for place, passage in enumerate(passages):
            kept[place] = number.get(passage.id, NONE)
        before = {old.id: old.members for old in self.past.clusters}
        were_in = set().union(*(before.get(topic, frozenset()) for topic in self.held_ids())) if number else set()
        return Grouping(
            uncovered=np.array([not passage.themes for passage in passages], dtype=bool),
            blank=np.array(
                [p.id in self.steering.loose or len(p.text.split()) < SHORTEST for p in passages], dtype=bool
            ),
            kept=kept,
            joining=np.array([p.id not in self.past.seen or p.id in were_in for p in passages], dtype=bool),
            seed=seed,
            counted=self.past.counted,
        )

    def outcome(self, model: BERTopic | None, grouping: Grouping, rows: Array, seed: int) -> Found:
        """Name, order and describe the groups."""
        passages = self.material.passages
        numbers = grouping.labels_ if model is not None else np.zeros(0, dtype=np.int64)
        groups = [np.flatnonzero(numbers == n) for n in range(int(numbers.max(initial=NONE)) + 1)]
        held = self.held_ids()
        centres = (
            l2_normalize(np.stack([self.material.vectors[g].mean(axis=0) for g in groups]))
            if groups
            else np.zeros((0, 1))
        )
        members = [frozenset(passages[i].id for i in group) for group in groups]
        everyone = {passage.id for passage in passages}
        taken = {*self.steering.held, *self.steering.gone}
        ids = held + keep_ids(
            members[len(held) :], centres[len(held) :], self.past.clusters, self.past.seen, everyone, taken
        )
        topics = self._topics(model, groups, ids, rows) if model is not None else []
        on_map = [passage.id for passage in passages[:MAPPED]]
        points, whole_map = self._points(on_map, rows[:MAPPED], numbers[:MAPPED], seed)
        row_of = {topic: row for row, topic in enumerate(ids)}
        found = Topics(
            passages={passage.id: passage for passage in passages},
            topics=tuple(topics),
            left_out=tuple(passages[i].id for i in np.flatnonzero(numbers == NONE)),
            merges=merges_of([t for t in topics if t.status != "rejected"], rows, groups, row_of),
            points=points,
            phases=tuple(phase for phase in self.phases if any(p.phase == phase for p in passages)),
        )
        past = self._next_past(ids, members, centres, everyone)
        return Found(found, replace(past, points=whole_map, counted=grouping.counted))

    def _points(
        self, ids: list[str], rows: Array, labels: npt.NDArray[np.int64], seed: int
    ) -> tuple[dict[str, tuple[float, float]], Mapping[str, tuple[float, float]]]:
        """Give the map's places, and those of the last map that was laid out as a whole."""
        if not ids:
            return {}, {}
        earlier = np.array([self.past.points.get(one, (np.nan, np.nan)) for one in ids], dtype=np.float64)
        kept = stays(earlier)
        spots = laid_on(rows, labels, earlier) if kept else flat(rows, labels, seed)
        points = {one: (round(float(x), 4), round(float(y), 4)) for one, (x, y) in zip(ids, spots, strict=True)}
        return points, self.past.points if kept else points

    def _topics(self, model: BERTopic, groups: list[npt.NDArray[np.intp]], ids: list[str], rows: Array) -> list[Topic]:
        """Describe the groups, the clusters that most residents speak of first."""
        words, ranked = self.material.words, ranked_words(model)
        typical = [self._by_typicality(group, rows) for group in groups]
        chosen = [
            keywords(ranked[model.topics_[group[0]]], [words.lemmas[i] for i in group], words.nouns)
            for group in typical
        ]
        shown = [tuple(words.shown.get(lemma, lemma) for lemma in own) for own in chosen]
        middle = l2_normalize(self.material.vectors).mean(axis=0)
        anchors = self._anchors()
        topics = []
        for place, (group, keys, label) in enumerate(zip(typical, shown, labels(shown), strict=True)):
            look = self.steering.held.get(ids[place])
            centre = l2_normalize(l2_normalize(self.material.vectors[group]).mean(axis=0) - middle)
            own = [self.material.passages[i] for i in group]
            near = nearest_themes(own, centre, self.codebook, anchors)
            topics.append(self._topic(Naming(ids[place], label, keys), own, near, look))
        return sorted(topics, key=lambda t: (t.status == "rejected", -t.residents, -len(t.members), t.id))

    def _by_typicality(self, group: npt.NDArray[np.intp], rows: Array) -> list[int]:
        """Order a group's rows, the most typical first."""
        likeness = rows[group] @ l2_normalize(rows[group].mean(axis=0))
        return [int(i) for i in group[np.lexsort((group, -np.round(likeness, 5)))]]

    def _topic(self, naming: Naming, own: Sequence[Passage], near: tuple[NearTheme, ...], look: Held | None) -> Topic:
        """Describe one cluster; a person's name, status and theme go before the machine's."""
        promoted = bool(look and look.theme in self.codebook.theme_ids)
        return Topic(
            id=naming.id,
            label=(look.label if look else "") or naming.label,
            keywords=naming.keywords,
            members=tuple(passage.id for passage in own),
            quotes=quotes_of(own),
            residents=len({passage.resident for passage in own}),
            projects=tuple(sorted({passage.project for passage in own} - {""})),
            near=near,
            new=not promoted and not is_covered(own),
            named=bool(look and look.label),
            status=look.status if look else None,
            theme=look.theme if look else "",
            valence=valence_counts(own, self.codebook),
            themes=theme_counts(own),
            phases={phase: n for phase in self.phases if (n := sum(p.phase == phase for p in own))},
        )

    def _anchors(self) -> dict[str, Array]:
        """Give the codebook themes' vectors about their own middle."""
        known = {theme: vector for theme, vector in self.material.anchors.items() if theme in self.codebook.theme_ids}
        if not known:
            return {}
        middle = np.stack([l2_normalize(vector) for vector in known.values()]).mean(axis=0)
        return {theme: l2_normalize(l2_normalize(vector) - middle) for theme, vector in known.items()}

    def _next_past(self, ids: list[str], members: list[frozenset[str]], centres: Array, everyone: set[str]) -> Past:
        """Give what the next run must know: these clusters, and earlier ones that are not there now."""
        now = [Earlier(i, m, c.astype(np.float32)) for i, m, c in zip(ids, members, centres, strict=True)]
        gone = [
            Earlier(old.id, old.members, old.centre, present=False)
            for old in self.past.clusters
            if old.id not in set(ids) and old.id not in self.steering.gone
        ]
        return Past((*now, *gone), frozenset(everyone))
