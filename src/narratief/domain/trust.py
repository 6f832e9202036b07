"""How far the numbers of a project can be trusted: what was read and looked at, who agrees, how sure scores are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from narratief.domain.calibration import Calibration, calibration

ENOUGH = 20
"""Suggestions that people must have judged before the project's own calibration says more than the model's.

Chosen, not measured: with fewer, two or three wrong ones would decide the figure.
"""
SHARES_FROM = 5
"""Below this number of interviews nothing is given as a percentage: one resident would be a fifth or more.

Chosen, not measured.
"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of coders who coded the same fragments without seeing each other's codes.

    Attributes
    ----------
    alpha
        Krippendorff's, mean over themes and pairs of coders; None when it is undefined.
    fragments
        Number of fragments that all of them coded.
    people
        Number of people among the coders.
    """

    alpha: float | None
    fragments: int
    people: int


@dataclass(frozen=True, slots=True)
class Trust:
    """What stands beside every number that is published.

    Attributes
    ----------
    interviews
        Interviews that were read and in which a resident speaks.
    answers
        Turns of residents in them.
    fragments, coded, confirmed
        Fragments of these interviews, those with a theme that nobody rejected, and those with a theme that a person
        stands behind.
    judged
        Per suggestion of the machine that a person judged: its score, and whether it was kept.
    with_machine, among_people
        Agreement in a sample that was coded blind: of people with the machine, and of people with each other; None
        when there was no such sample.
    model_error
        Expected calibration error of the codes that the model gave on interviews that nothing of it was chosen by;
        None when unknown.
    """

    interviews: int
    answers: int
    fragments: int
    coded: int
    confirmed: int
    judged: tuple[tuple[float, bool], ...] = ()
    with_machine: Agreement | None = None
    among_people: Agreement | None = None
    model_error: float | None = None

    @property
    def kept(self) -> int:
        """Number of judged suggestions that people kept."""
        return sum(kept for _, kept in self.judged)

    @property
    def own_calibration(self) -> Calibration | None:
        """Calibration on this project's own judged suggestions; None when there are too few."""
        return calibration(self.judged) if len(self.judged) >= ENOUGH else None

    @property
    def error(self) -> float | None:
        """Expected calibration error: the project's own where it can be measured, else the model's."""
        own = self.own_calibration
        return own.ece if own else self.model_error

    @property
    def shares(self) -> bool:
        """Whether there are enough interviews to speak of percentages."""
        return self.interviews >= SHARES_FROM


def pooled_trust(trusts: Sequence[Trust]) -> Trust:
    """Pool projects: what is counted is added up, agreement is averaged over fragments.

    Agreement is None as soon as one project has none, so that a part never speaks for the whole.
    """
    if len(trusts) == 1:
        return trusts[0]
    errors = [trust.model_error for trust in trusts if trust.model_error is not None]
    return Trust(
        interviews=sum(trust.interviews for trust in trusts),
        answers=sum(trust.answers for trust in trusts),
        fragments=sum(trust.fragments for trust in trusts),
        coded=sum(trust.coded for trust in trusts),
        confirmed=sum(trust.confirmed for trust in trusts),
        judged=tuple(each for trust in trusts for each in trust.judged),
        with_machine=_mean([trust.with_machine for trust in trusts]),
        among_people=_mean([trust.among_people for trust in trusts]),
        model_error=max(errors, default=None),
    )


def _mean(found: Sequence[Agreement | None]) -> Agreement | None:
    """Average agreements, each weighed by its fragments."""
    known = [each for each in found if each is not None]
    if not known or len(known) < len(found):
        return None
    fragments = sum(each.fragments for each in known)
    people = min(each.people for each in known)
    if any(each.alpha is None for each in known) or not fragments:
        return Agreement(None, fragments, people)
    total = sum((each.alpha or 0.0) * each.fragments for each in known)
    return replace(known[0], alpha=total / fragments, fragments=fragments, people=people)
