"""The form of a cluster: all that can be done with it."""

from __future__ import annotations

from narratief.web.forms import FormModel


class ClusterForm(FormModel):
    """What to do with a cluster.

    Attributes
    ----------
    act
        "hernoemen", "samenvoegen", "splitsen", "verplaatsen", "verwerpen" or "thema".
    label
        Name of the cluster, of the new cluster, or of the theme.
    fragment
        Ids of the fragments that are split off, moved, or given the theme.
    other
        Ids of the clusters that this one is merged with.
    to
        Id of the cluster that fragments move to; None for no cluster.
    goal, valence, definition
        Of the theme that is made of it.
    """

    act: str = ""
    label: str = ""
    fragment: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    to: str | None = None
    goal: str = ""
    valence: str = ""
    definition: str = ""
