"""The choice between sentences that say the same, so that no two articles read alike."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence


class Variety:
    """Chooses sentences for the articles of one edition, and remembers which it used.

    What is taken follows from what was told, never from chance: the same project gives the same article. What an
    earlier article of the edition has comes back only when nothing else is left.
    """

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()

    def choose(self, options: Sequence[str], told: str) -> str:
        """Choose one of the options.

        Parameters
        ----------
        told
            Anything that differs with what was told, such as the ids of fragments.
        """
        first = int.from_bytes(hashlib.sha256(f"{told}\0{options[0]}".encode()).digest()[:4], "big")
        turned = [options[(first + at) % len(options)] for at in range(len(options))]
        chosen = min(turned, key=lambda option: self._used[option])
        self._used[chosen] += 1
        return chosen
