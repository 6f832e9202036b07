"""Dutch sentences that the charts and their descriptions share."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.domain.trust import pooled_trust
from narratief.publish.charts.style import wrapped
from narratief.publish.results import is_draft
from narratief.synthesis.trust_words import HEADING, brief, explained

DRAFT = "Concept: de thema's zijn door de computer toegekend; een onderzoeker moet ze nog nakijken."
_LONGEST_LINE = 84
"""Most characters of a line below a title: chosen, not measured, to be no wider than the narrowest chart."""


def residents_spoken(results: Sequence[ProjectResult]) -> str:
    """Say how many residents were spoken to, and about which projects."""
    spoken = counted(sum(result.residents for result in results), "bewoner is gesproken", "bewoners zijn gesproken")
    about = results[0].title if len(results) == 1 else f"{len(results)} projecten"
    return f"{spoken} over {about}."


def subtitle(results: Sequence[ProjectResult], extra: str = "") -> list[str]:
    """Lines below a title: who was spoken to, how to read the chart, whether it is a draft, how far to trust it."""
    lines = [residents_spoken(results)]
    if extra:
        lines += wrapped(extra, _LONGEST_LINE).split("|")
    if is_draft(results):
        lines.append(DRAFT)
    return [*lines, *trust_lines(results)]


def trust_lines(results: Sequence[ProjectResult]) -> list[str]:
    """Lines on how far the numbers can be trusted; the text beside the charts explains them."""
    return wrapped(brief(pooled_trust([result.trust for result in results])), _LONGEST_LINE).split("|")


def told_of(what: str, told: int, of: int) -> str:
    """Say how many residents told of something."""
    return f"{what}: {told} van {of}" if told else f"{what}: door niemand verteld"


def trust_in_words(results: Sequence[ProjectResult]) -> str:
    """Explain how far the numbers can be trusted, for readers who cannot see the chart."""
    trust = pooled_trust([result.trust for result in results])
    return " ".join((f"{HEADING}", *explained(trust)))
