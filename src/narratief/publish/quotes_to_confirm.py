"""Which quotes of a project a person must confirm before a publication prints them, the best of each theme first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from narratief.domain.dutch import counted
from narratief.domain.fragment import Fragment
from narratief.domain.result import ProjectResult
from narratief.publish.for_print import waiting
from narratief.publish.report.case import case_of
from narratief.store.review.result import results_of
from narratief.store.review.turning_points import timeline_for
from narratief.synthesis.synthesise import project_synthesis
from narratief.turning_points.model import Timeline


@dataclass(frozen=True, slots=True)
class QuotesToConfirm:
    """Quotes that publications of a project can print.

    Attributes
    ----------
    few
        Whether so few residents were spoken to that each quote must be confirmed.
    fragments
        What they can print, the best first; where enough were spoken to, only what a person refused.
    labels
        Fragment id → labels of its themes; empty for words about a moment or an expectation.
    """

    few: bool
    fragments: tuple[Fragment, ...]
    labels: Mapping[str, tuple[str, ...]]

    @property
    def asked(self) -> tuple[Fragment, ...]:
        """Those that wait for a person."""
        return waiting(self.fragments)


def quotes_to_confirm(session: Session, project_id: int) -> QuotesToConfirm:
    """Collect what publications of a project can print now: of confirmed themes, moments and expectations."""
    result, whole = results_of(session, project_id, confirmed_only=True)
    counted_only = result.counted()
    if result.few:
        fragments = case_of(counted_only, timeline_for(session, project_id, whole), confirmed=True).citable
    else:
        fragments = tuple(each for each in result.fragments if each.printing == "refused")
    labels: dict[str, tuple[str, ...]] = {}
    place: dict[str, tuple[int, int]] = {}
    found = (each for goal in project_synthesis(counted_only).goals for each in goal.themes)
    for number, findings in enumerate(found):
        for rank, quote in enumerate(findings.quotes):
            labels[quote.fragment] = (*labels.get(quote.fragment, ()), findings.theme.label)
            place[quote.fragment] = min(place.get(quote.fragment, (rank, number)), (rank, number))
    last = (len(fragments), 0)
    ordered = sorted(
        (each for each in fragments if not each.withheld),
        key=lambda each: (place.get(each.id, last), each.interview, each.start),
    )
    return QuotesToConfirm(result.few, tuple(ordered), labels)


def waiting_in_words(results: Iterable[ProjectResult], timelines: Mapping[str, Timeline]) -> tuple[str, ...]:
    """Say per project how many quotes a publication of it leaves out because they wait for a person.

    Parameters
    ----------
    results
        With confirmed codes only.
    timelines
        Project name → turning points as people left them.
    """
    told = []
    for result in results:
        number = len(case_of(result.counted(), timelines[result.name], confirmed=True).asked) if result.few else 0
        if number:
            quotes = counted(number, "citaat wacht op bevestiging en staat", "citaten wachten op bevestiging en staan")
            told.append(
                f"{result.title}: {quotes} er niet in, omdat u met weinig bewoners sprak. "
                f"Zie Uitkomsten, Exporteren in de werkomgeving, of 'narratief review {result.name}'."
            )
    return tuple(told)
