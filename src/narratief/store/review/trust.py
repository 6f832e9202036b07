"""What stands beside a project's numbers, out of the store: coverage, agreement, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from narratief.domain.code import MACHINE
from narratief.domain.trust import Agreement, Trust
from narratief.metrics.agreement import mean_alpha
from narratief.nlp.figures import calibration_error
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.project_state import project_state
from narratief.store.review.review_state import CurrentCode, InterviewState
from narratief.store.review.samples import Comparison, compare
from narratief.store.schema import Assignment, Sample


def project_trust(session: Session, project_id: int) -> Trust:
    """Work out how far the numbers of a project can be trusted, without what the numbers are made from."""
    states = list(project_state(session, project_id).interviews.values())
    return trust_of(session, project_id, states, set(codebook_of(session, project_id).theme_ids))


def trust_of(session: Session, project_id: int, states: Sequence[InterviewState], themes: set[str]) -> Trust:
    """Work out how far the numbers of a project can be trusted.

    Parameters
    ----------
    states
        Of the interviews that are published about.
    themes
        Ids of the codebook that counts.
    """
    codes = [code for state in states for code in state.codes if code.theme in themes]
    read = [state.interview for state in states if state.interview.resident_turns]
    blind = _last_blind(session, project_id)
    return Trust(
        interviews=len(read),
        answers=sum(len(interview.resident_turns) for interview in read),
        fragments=sum(len(state.fragments) for state in states),
        coded=len({code.fragment.id for code in codes if code.counts}),
        confirmed=len({code.fragment.id for code in codes if code.settled}),
        judged=tuple((code.score, code.settled) for code in codes if _is_judged(code)),
        with_machine=_with_machine(blind) if blind else None,
        among_people=_among_people(blind) if blind else None,
        model_error=calibration_error(),
    )


def _is_judged(code: CurrentCode) -> bool:
    """Tell whether a person looked at a suggestion of the machine and decided, and nobody disputes it."""
    looked = code.by_machine and code.status != "machine"
    return looked and not (code.contested or code.in_bulk or code.unasked)


def _last_blind(session: Session, project_id: int) -> Comparison | None:
    """Compare the newest sample that was coded blind and finished; one that two people finished goes before others."""
    finished = func.count(Assignment.id)
    query = (
        select(Sample.id, finished)
        .join(Assignment, Assignment.sample_id == Sample.id)
        .where(Sample.project_id == project_id, Assignment.finished_at.isnot(None))
        .group_by(Sample.id)
    )
    found = [(min(people, 2), number) for number, people in session.execute(query)]
    return compare(session, max(found)[1]) if found else None


def _among_people(blind: Comparison) -> Agreement | None:
    """Average agreement over all pairs of people; None when fewer than two coded."""
    people = [coder for coder in blind.labels if coder != MACHINE]
    return _mean(blind, list(combinations(people, 2)), len(people)) if len(people) > 1 else None


def _with_machine(blind: Comparison) -> Agreement | None:
    """Average agreement of each person with the machine."""
    people = [coder for coder in blind.labels if coder != MACHINE]
    return _mean(blind, [(coder, MACHINE) for coder in people], len(people)) if people else None


def _mean(blind: Comparison, pairs: Sequence[tuple[str, str]], people: int) -> Agreement:
    """Average Krippendorff's alpha over pairs of coders."""
    used = sorted({theme for labels in blind.labels.values() for each in labels for theme in each})
    found = [mean_alpha(blind.labels[one], blind.labels[other], used) for one, other in pairs]
    known = [value for value in found if value is not None]
    return Agreement(sum(known) / len(known) if known else None, len(blind.items), people)
