"""How far the numbers of a report can be trusted, explained once: in an annex, in plain words."""

from __future__ import annotations

from narratief.domain.trust import Trust
from narratief.publish.report.model import Block, Bullets, Heading, words
from narratief.synthesis.trust_words import ANCHOR, HEADING, explained


def explanation(trust: Trust, level: int = 2, *, scores: bool = True) -> list[Block]:
    """Explain coverage, agreement and calibration under a heading of the given level; the first is that of an annex.

    Parameters
    ----------
    scores
        Whether scores of the machine matter to its readers; they do not where people confirmed every theme.
    """
    heading = f"Bijlage 1: {HEADING[:1].lower()}{HEADING[1:]}" if level == 1 else HEADING
    return [Heading(level, heading, ANCHOR), Bullets(tuple(words(part) for part in explained(trust, scores=scores)))]
