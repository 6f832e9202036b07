"""BERTopic on given embeddings, with a cluster model of our own and Dutch lemmas; no PyTorch, UMAP or hdbscan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from narratief.domain.vectors import Array, Labels
from narratief.topics.carried import make_bertopic_importable

if TYPE_CHECKING:
    from bertopic import BERTopic

RankedWords = Sequence[tuple[str, float]]
"""Words of a topic with their class-based TF-IDF, strongest first."""
_RANKED = 100
"""Words that BERTopic ranks per topic. Chosen, not measured: `labels.keywords` picks eight of them, after leaving out
forms of the same word and words that a single text has."""
_EMPTY = "emptydoc"  # what BERTopic makes of a text without words


class ClusterModel(Protocol):
    """What BERTopic asks of a cluster model: after `fit`, `labels_` has a number per row, -1 for none."""

    labels_: Labels

    def fit(self, vectors: Array, y: object = None) -> ClusterModel:
        """Cluster the rows (n x d)."""
        ...


def fit_bertopic(lemmas: Sequence[Sequence[str]], rows: Array, cluster_model: ClusterModel) -> BERTopic:
    """Run BERTopic.

    Parameters
    ----------
    lemmas
        Content words per text: what class-based TF-IDF counts, once per text.
    rows
        One per text, in the space that is clustered in (n x d).
    cluster_model
        Clusters them.
    """
    make_bertopic_importable()
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    model = BERTopic(
        language="dutch",
        top_n_words=_RANKED,
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=cluster_model,
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        calculate_probabilities=False,
    )
    documents = [" ".join(dict.fromkeys(words)) or _EMPTY for words in lemmas]
    model.fit_transform(documents, np.asarray(rows, dtype=np.float64))
    return model


def ranked_words(model: BERTopic) -> Mapping[int, RankedWords]:
    """Words of each of BERTopic's topics, without the stand-in for empty texts."""
    return {
        topic: [(word, float(weight)) for word, weight in words if word and word != _EMPTY]
        for topic, words in model.get_topics().items()
    }
