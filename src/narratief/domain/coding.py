"""What the machine made of an interview."""

from __future__ import annotations

from typing import NamedTuple

from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.domain.vectors import Array


class Coding(NamedTuple):
    """Fragments of an interview with the machine's codes on them.

    Attributes
    ----------
    fragments
        Of the residents' turns, in order.
    codes
        On them.
    mid_layer_embeddings
        From a middle layer, by the fragments' index (n x width): added themes are found from them; None when not kept.
    """

    fragments: tuple[Fragment, ...]
    codes: tuple[Code, ...]
    mid_layer_embeddings: Array | None = None
