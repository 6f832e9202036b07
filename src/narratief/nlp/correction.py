"""A light correction on top of the shipped head: what was learned from people's decisions, and how it is kept."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np

from narratief.domain.errors import InputError
from narratief.domain.vectors import Array
from narratief.nlp.classifier_head import ClassifierHead


@dataclass(frozen=True, slots=True)
class Correction:
    """What was learned, per theme.

    Attributes
    ----------
    themes
        Ids, in the order of the rows.
    scale, shift
        How the calibrated logit is stretched and moved (themes,).
    weights
        What each number of the encoder's mean state adds (themes x width).
    """

    themes: tuple[str, ...]
    scale: Array
    shift: Array
    weights: Array

    def to_bytes(self) -> bytes:
        """Write it without pickling, as the store keeps it."""
        out = io.BytesIO()
        names = np.array(self.themes, dtype="U")
        np.savez_compressed(out, themes=names, scale=self.scale, shift=self.shift, weights=self.weights)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Correction:
        """Read what `to_bytes` wrote.

        Raises
        ------
        InputError
            When it is something else.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                names = tuple(str(name) for name in arrays["themes"])
                return cls(names, *(arrays[part].astype(np.float64) for part in ("scale", "shift", "weights")))
        except (ValueError, KeyError, OSError, EOFError) as error:
            message = "Deze versie van de herkenning is niet te lezen."
            raise InputError("herkenning", message, "Gebruik een andere versie.") from error

    def apply_to(self, head: ClassifierHead) -> ClassifierHead:
        """Make a head with the correction in it; themes that it does not know are left as they are."""
        slope, offset, mean = head.slope.copy(), head.offset.copy(), head.mean.copy()
        for row, theme in enumerate(head.themes):
            if theme in self.themes:
                place = self.themes.index(theme)
                slope[row] = self.scale[place] * head.slope[row]
                offset[row] = self.scale[place] * head.offset[row] + self.shift[place]
                mean[row] = head.mean[row] + self.weights[place] / slope[row]
        return replace(head, slope=slope, offset=offset, mean=mean)
