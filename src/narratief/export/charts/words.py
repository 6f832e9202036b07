"""Dutch phrases that the charts and their descriptions share."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.export.results import is_draft
from narratief.synthesis.result import ProjectResult
from narratief.synthesis.wording import counted

DRAFT = "Concept: de thema's zijn door de computer toegekend; een onderzoeker moet ze nog nakijken."


def residents_spoken(results: Sequence[ProjectResult]) -> str:
    """Say how many residents were spoken to, and about which projects."""
    number = sum(result.residents for result in results)
    spoken = counted(number, "bewoner is gesproken", "bewoners zijn gesproken")
    about = results[0].title if len(results) == 1 else f"{len(results)} projecten"
    return f"{number} {spoken.partition(' ')[2]} over {about}."


def subtitle(results: Sequence[ProjectResult], extra: str = "") -> list[str]:
    """Lines below a title: who was spoken to, how to read the chart, and that it is a draft when it is."""
    lines = [residents_spoken(results)]
    if extra:
        lines.append(extra)
    if is_draft(results):
        lines.append(DRAFT)
    return lines


def told_by(what: str, told: int, of: int) -> str:
    """Say how many residents told of something."""
    return f"{what}: {'niemand' if told == 0 else told} van {of}" if told else f"{what}: door niemand verteld"
