"""Whether the codebook covers a cluster, and which of its themes are nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from narratief.domain.codebook import Codebook
from narratief.domain.vectors import Array
from narratief.topics.passage import Passage
from narratief.topics.topic import NearTheme

ONE_THEME = 0.3
"""Mean score of one and the same theme over a cluster's fragments from which that theme covers the cluster."""
ANY_THEME = 0.4
"""Mean of the fragments' highest score from which the codebook covers the cluster with its themes together.

Both were chosen, not measured by themselves; what they give is measured: of 35 clusters with a planted theme that the
codebook lacks 34 are flagged (docs/topics.md, "Themes that the codebook lacks").
"""
_SHOWN = 3  # themes named beside a cluster; chosen, not measured
_MEANING_WEIGHT = 0.25
"""Weight of the likeness to a theme's definition beside the share of fragments that carry the theme. Chosen, not
measured: what the tagger gave goes first, and the definition orders themes that hardly any fragment carries."""


def is_covered(passages: Sequence[Passage]) -> bool:
    """Tell whether codebook themes cover a cluster; a code that the tagger was unsure of counts for less."""
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
    passages: Sequence[Passage], centroid: Array, codebook: Codebook, definitions: Mapping[str, Array]
) -> tuple[NearTheme, ...]:
    """Rank the themes nearest to a cluster: those that its passages carry, then those whose definition is like it.

    Parameters
    ----------
    passages
        Of the cluster.
    centroid
        The cluster's mean embedding less that of all passages, unit length.
    codebook
        Its themes are ranked.
    definitions
        Per theme the embedding of its definition less the mean of all definitions, unit length.
    """
    counts = theme_counts(passages)
    near = [
        NearTheme(
            theme.id,
            theme.label,
            round(counts.get(theme.id, 0) / max(len(passages), 1), 4),
            round(float(centroid @ definitions[theme.id]) if theme.id in definitions else 0.0, 4),
        )
        for theme in codebook.themes
    ]
    return tuple(sorted(near, key=lambda each: (-(each.share + _MEANING_WEIGHT * each.nearness), each.theme))[:_SHOWN])
