"""From groups of passages to topics: name, quotes, counts, and the codebook themes near each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from narratief.domain.codebook import Codebook
from narratief.domain.vectors import Array, Labels, l2_normalize
from narratief.topics.constraints import PinnedTopic
from narratief.topics.coverage import is_covered, nearest_themes, theme_counts, valence_counts
from narratief.topics.engine import RankedWords
from narratief.topics.labels import keywords, labels
from narratief.topics.material import Material
from narratief.topics.passage import Passage
from narratief.topics.process_talk import is_about_process
from narratief.topics.quotes import quotes_of
from narratief.topics.topic import NearTheme, Topic, most_told_first

_DECIMALS = 5  # of a likeness that orders passages: below it, the order of sums decides, which differs per machine


class Naming(NamedTuple):
    """What a cluster is called by the machine."""

    id: str
    label: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes the clusters of one run.

    Attributes
    ----------
    material
        What was clustered, in order.
    codebook
        Its themes tell which clusters are new.
    pinned
        What people decided, by cluster id.
    phases
        Labels of all phases in order, when known.
    """

    material: Material
    codebook: Codebook
    pinned: Mapping[str, PinnedTopic]
    phases: tuple[str, ...]

    def topics(
        self, ranked: Sequence[RankedWords], groups: Sequence[Labels], ids: Sequence[str], rows: Array
    ) -> list[Topic]:
        """Describe clusters, those that most residents speak of first.

        Parameters
        ----------
        ranked
            Words per cluster, strongest first, as BERTopic ranks them.
        groups
            Per cluster the places of its passages.
        ids
            Per cluster its id.
        rows
            The space that was clustered in (n x d): it says how typical a passage is.
        """
        words, embeddings = self.material.words, self.material.embeddings
        typical = [_most_typical_first(group, rows) for group in groups]
        chosen = [
            keywords(own, [words.lemmas[i] for i in group], words.nouns)
            for own, group in zip(ranked, typical, strict=True)
        ]
        shown = [tuple(words.shown.get(lemma, lemma) for lemma in own) for own in chosen]
        mean = l2_normalize(embeddings).mean(axis=0)
        definitions = self._definitions()
        topics = []
        for topic_id, group, keys, label in zip(ids, typical, shown, labels(shown), strict=True):
            centroid = l2_normalize(l2_normalize(embeddings[group]).mean(axis=0) - mean)
            own = [self.material.passages[i] for i in group]
            near = nearest_themes(own, centroid, self.codebook, definitions)
            topics.append(self._topic(Naming(topic_id, label, keys), own, near, about=self._is_about_process(group)))
        return sorted(topics, key=most_told_first)

    def _topic(self, naming: Naming, own: Sequence[Passage], near: tuple[NearTheme, ...], *, about: bool) -> Topic:
        """Describe one cluster; a person's name, status and theme go before the machine's."""
        pinned = self.pinned.get(naming.id)
        promoted = pinned is not None and pinned.theme in self.codebook.theme_ids
        bare = not promoted and not is_covered(own)
        return Topic(
            id=naming.id,
            label=(pinned.label if pinned else "") or naming.label,
            keywords=naming.keywords,
            members=tuple(passage.id for passage in own),
            quotes=quotes_of(own),
            residents=len({passage.resident for passage in own}),
            projects=tuple(sorted({passage.project for passage in own} - {""})),
            near=near,
            new=bare and about,
            about_process=about,
            off_topic=bare and not about,
            named=bool(pinned and pinned.label),
            status=pinned.status if pinned else None,
            theme=pinned.theme if pinned else "",
            valence=valence_counts(own, self.codebook),
            themes=theme_counts(own),
            phases={phase: n for phase in self.phases if (n := sum(p.phase == phase for p in own))},
        )

    def _is_about_process(self, group: Sequence[int]) -> bool:
        """Whether a cluster tells of the process, as far as that is known."""
        process = self.material.process
        return process is None or is_about_process(process[group])

    def _definitions(self) -> dict[str, Array]:
        """Unit embeddings of the codebook themes' definitions, seen from their own mean."""
        known = {
            theme: l2_normalize(embedding)
            for theme, embedding in self.material.definitions.items()
            if theme in self.codebook.theme_ids
        }
        if not known:
            return {}
        mean = np.stack(list(known.values())).mean(axis=0)
        return {theme: l2_normalize(embedding - mean) for theme, embedding in known.items()}


def _most_typical_first(group: Labels, rows: Array) -> list[int]:
    """Order a cluster's places by their likeness to its centroid."""
    likeness = rows[group] @ l2_normalize(rows[group].mean(axis=0))
    return [int(i) for i in group[np.lexsort((group, -np.round(likeness, _DECIMALS)))]]
