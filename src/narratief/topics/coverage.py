"""Whether the codebook covers a cluster, and which of its themes are nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from narratief.domain.codebook import Codebook
from narratief.topics.passage import Passage
from narratief.topics.topic import NearTheme

Array = npt.NDArray[np.float32]

ONE_THEME = 0.3
"""Mean score of one and the same theme over a cluster's fragments from which that theme covers the cluster."""
ANY_THEME = 0.4
"""Mean of the fragments' highest score from which the codebook covers the cluster with its themes together."""
_SHOWN = 3


def is_covered(passages: Sequence[Passage]) -> bool:
    """Tell whether codebook themes cover a cluster's passages; a code that the tagger was unsure of counts for less."""
    sums: Counter[str] = Counter()
    for passage in passages:
        sums.update(passage.themes)
    highest = sum(max(passage.themes.values(), default=0.0) for passage in passages)
    return max(sums.values(), default=0.0) >= ONE_THEME * len(passages) or highest >= ANY_THEME * len(passages)


def theme_counts(passages: Sequence[Passage]) -> dict[str, int]:
    """Count passages per theme, most frequent first."""
    counts = Counter(theme for passage in passages for theme in passage.themes)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def valence_counts(passages: Sequence[Passage], codebook: Codebook) -> dict[str, int]:
    """Count passages with a positive theme, with a negative one, and without a theme."""
    valence = {theme.id: theme.valence for theme in codebook.themes}
    found = [{valence[theme] for theme in passage.themes if theme in valence} for passage in passages]
    return {
        "positive": sum("positive" in kinds for kinds in found),
        "negative": sum("negative" in kinds for kinds in found),
        "none": sum(not kinds for kinds in found),
    }


def nearest_themes(
    passages: Sequence[Passage], centre: Array, codebook: Codebook, anchors: Mapping[str, Array]
) -> tuple[NearTheme, ...]:
    """Give the themes nearest to a cluster: those that its passages carry, then those whose definition is like it.

    Parameters
    ----------
    centre
        The cluster's mean vector, seen from the middle of all passages, unit length.
    anchors
        Per theme the vector of its definition, seen from the middle of all definitions, unit length.
    """
    counts = theme_counts(passages)
    near = [
        NearTheme(
            theme.id,
            theme.label,
            round(counts.get(theme.id, 0) / max(len(passages), 1), 4),
            round(float(centre @ anchors[theme.id]) if theme.id in anchors else 0.0, 4),
        )
        for theme in codebook.themes
    ]
    return tuple(sorted(near, key=lambda each: (-(each.share + 0.25 * each.nearness), each.theme))[:_SHOWN])
