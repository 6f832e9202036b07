"""Dutch sentences that the charts and their descriptions share."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.coverage import pooled_coverage
from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.publish.results import is_draft

DRAFT = "Concept: de thema's zijn door de computer toegekend; een onderzoeker moet ze nog nakijken."
LONGEST_LINE = 84
"""Most characters of the line below a title: chosen, not measured, to be no wider than the narrowest chart."""
ALT_WORDS = 60
"""Most words of a description: what a screen reader says in half a minute; the table behind the chart has the rest."""
IN_TABLE = "Alle aantallen staan in de tabel."


def residents_spoken(results: Sequence[ProjectResult]) -> str:
    """Say how many residents were spoken to, about which projects, and how many of the interviews were reviewed."""
    spoken = counted(sum(result.residents for result in results), "bewoner is gesproken", "bewoners zijn gesproken")
    about = results[0].title if len(results) == 1 else f"{len(results)} projecten"
    coverage = pooled_coverage([result.coverage for result in results])
    looked = "" if coverage.complete else f" {counted(coverage.reviewed, 'gesprek is', 'gesprekken zijn')} nagekeken."
    return f"{spoken} over {about}.{looked}"


def subtitle(results: Sequence[ProjectResult], extra: str = "") -> str:
    """Say in the one line below a title whether it is a draft and who was spoken to.

    Parameters
    ----------
    extra
        A sentence on how to read the chart, left out where it does not fit.
    """
    spoken = counted(sum(result.residents for result in results), "bewoner", "bewoners")
    coverage = pooled_coverage([result.coverage for result in results])
    reviewed = counted(coverage.reviewed, "gesprek", "gesprekken") if coverage.reviewed else "niet"
    looked = "" if coverage.complete else f"; {reviewed} nagekeken"
    draft = "Concept: " if is_draft(results) else ""
    projects = counted(len(results), "project", "projecten")
    about = [results[0].title] if len(results) == 1 else []
    lines = [f"{draft}{spoken} over {each}{looked}." for each in (*about, projects)]
    fitting = [line for line in lines if len(line) <= LONGEST_LINE] or lines[-1:]
    whole = f"{fitting[0]} {extra}"
    return whole if extra and len(whole) <= LONGEST_LINE else fitting[0]


def brief_alt(*sentences: str, rest: str = IN_TABLE) -> str:
    """Describe a chart in at most `ALT_WORDS` words: the sentences that fit, whole, and where all numbers are.

    Parameters
    ----------
    rest
        Sentence on where all numbers are.
    """
    kept: list[str] = []
    left = ALT_WORDS - len(rest.split())
    for sentence in sentences:
        words = len(sentence.split())
        if words <= left:
            kept.append(sentence)
            left -= words
    return " ".join((*kept, rest))


def most_told(told: Sequence[tuple[int, int, str]]) -> str:
    """Name what most residents tell; empty when nobody tells anything.

    Parameters
    ----------
    told
        Of each: how many told it, of how many, and what it is.
    """
    heard = [each for each in told if each[0]]
    if not heard:
        return ""
    number, of, what = max(heard, key=lambda each: each[0])
    return f"Het vaakst verteld: {what} ({number} van {of})."
