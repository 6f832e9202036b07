"""BERTopic on vectors that are given, with a division of our own and Dutch lemmas; no PyTorch, UMAP or hdbscan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from bertopic import BERTopic

Array = npt.NDArray[np.float32]
_RANKED = 100
_EMPTY = "emptydoc"  # what BERTopic makes of a text without words


class Divider(Protocol):
    """What BERTopic asks of a cluster model: after `fit`, `labels_` has a number per row, -1 for none."""

    labels_: Sequence[int] | npt.NDArray[np.int64]

    def fit(self, vectors: Array) -> Divider:
        """Divide the rows."""
        ...


def fit(lemmas: Sequence[Sequence[str]], vectors: Array, divider: Divider) -> BERTopic:
    """Run BERTopic.

    Parameters
    ----------
    lemmas
        Content words per text: what class-based TF-IDF counts, once per text.
    vectors
        One row per text, in the space in which the texts are divided.
    divider
        Divides them.
    """
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    model = BERTopic(
        language="dutch",
        top_n_words=_RANKED,
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=divider,
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        calculate_probabilities=False,
    )
    documents = [" ".join(dict.fromkeys(words)) or _EMPTY for words in lemmas]
    model.fit_transform(documents, np.asarray(vectors, dtype=np.float64))
    return model


def ranked_words(model: BERTopic) -> Mapping[int, list[tuple[str, float]]]:
    """Give each topic's words with their class-based TF-IDF, strongest first."""
    return {
        topic: [(word, float(weight)) for word, weight in words if word and word != _EMPTY]
        for topic, words in model.get_topics().items()
    }
