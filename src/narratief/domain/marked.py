"""Words that a person marked in the privacy step: they hold in every transcript of the project that is read later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratief.domain.entities import Detector, Entity, EntityType

PERSON_PRIORITY = 200
"""Above every rule, and above names in speaker labels: somebody read the words and decided."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of a project that people decided about.

    Attributes
    ----------
    keep
        Words that were wrongly taken, and stay in the text.
    hide
        Words that were missed, with what they are. They stand for a person: keep this nowhere but in memory.
    """

    keep: tuple[str, ...] = ()
    hide: tuple[tuple[EntityType, str], ...] = ()

    def on(self, detectors: Sequence[Detector]) -> tuple[Detector, ...]:
        """Detectors that find what these find, less the words to keep, and the words to hide."""
        if not self.keep and not self.hide:
            return tuple(detectors)
        return (*(self._without_kept(detector) for detector in detectors), self.find_hidden)

    def _without_kept(self, detector: Detector) -> Detector:
        kept = {word.casefold() for word in self.keep}

        def detect(text: str) -> Iterable[Entity]:
            return [each for each in detector(text) if text[each.start : each.end].casefold() not in kept]

        return detect

    def find_hidden(self, text: str) -> list[Entity]:
        """Find the words to hide in a turn as whole words, perhaps with an s behind them.

        One word is found as it was written, as a name may also be a plain word; several, and any in a turn without
        capitals, are found in whatever case.
        """
        bare = text == text.lower()
        return [
            Entity(match.start(), match.end(), kind, PERSON_PRIORITY)
            for kind, words in self.hide
            for match in _whole(words, any_case=bare or " " in words).finditer(text)
        ]


def _whole(words: str, *, any_case: bool) -> re.Pattern[str]:
    """Pattern of whole words, however much white space is between them, perhaps with an s behind them."""
    spaced = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){spaced}(?=s?(?!\w))", re.IGNORECASE if any_case else 0)
