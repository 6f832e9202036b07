"""What a publication prints of residents' words: none that a person refused, and of few residents none unasked.

Such words count, and are left out: quotes of them are hidden, and a report gives them no number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from narratief.domain.fragment import Fragment, unprinted
from narratief.domain.quotes import Quote, hidden
from narratief.domain.result import ProjectResult
from narratief.turning_points.model import Perspective, Timeline, TurningPoint, Voice


def for_print(result: ProjectResult, *, draft: bool) -> ProjectResult:
    """Leave words out of a project that may not be printed; every fragment, code and count stays.

    Parameters
    ----------
    draft
        Whether it is for its makers' eyes: then the words that wait for a person stay, marked as such.
    """
    if not any(unprinted(each.printing, draft=draft) for each in result.fragments):
        return result
    return replace(
        result,
        fragments=tuple(
            replace(each, printing="no") if unprinted(each.printing, draft=draft) else each for each in result.fragments
        ),
    )


def timeline_for_print(timeline: Timeline, result: ProjectResult) -> Timeline:
    """Hide quotes in turning points that a project for print leaves out.

    Parameters
    ----------
    result
        As `for_print` gives it.
    """
    left = {each.id for each in result.fragments if each.printing == "no"}
    if not left:
        return timeline
    return replace(
        timeline,
        turning_points=tuple(_point(each, left) for each in timeline.turning_points),
        others=tuple(_point(each, left) for each in timeline.others),
    )


def waiting(fragments: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """Select the fragments of which a person must say that they may be printed."""
    return tuple(each for each in fragments if each.printing == "asked" and not each.withheld)


def _point(point: TurningPoint, left: set[str]) -> TurningPoint:
    """Hide quotes of one turning point."""
    return replace(
        point,
        perspectives=tuple(
            Perspective(each.interview, tuple(_voice(voice, left) for voice in each.voices))
            for each in point.perspectives
        ),
    )


def _voice(voice: Voice, left: set[str]) -> Voice:
    """Hide quotes of one mention."""
    return replace(voice, quote=_quote(voice.quote, left), carried=tuple(_quote(each, left) for each in voice.carried))


def _quote(quote: Quote, left: set[str]) -> Quote:
    """Hide a quote when it is left out."""
    return hidden(quote) if quote.fragment in left else quote
