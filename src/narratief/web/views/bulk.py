"""What is sure enough to decide at one press: how often such suggestions are wrong, and a sample to look at."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.codebook import Codebook
from narratief.domain.dutch import counted, number
from narratief.domain.trust import ENOUGH, Trust
from narratief.store.review.bulk import Suggestion, is_sure

SAMPLE = 20
ACCEPT_FROM = (0.8, 0.85, 0.9, 0.95, 0.98)
REJECT_TO = (0.25, 0.3, 0.35, 0.4)


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One suggestion of the sample as a reader sees it."""

    key: str
    words: str
    question: str
    theme: str
    score: str
    file: str
    path: str


def sample(
    suggestions: Sequence[Suggestion], codebook: Codebook, project_id: int, threshold: float
) -> list[SampleLine]:
    """Draw at most twenty suggestions at random; the same ones as long as nothing changes."""
    seed = f"{project_id} {threshold} {len(suggestions)}"
    drawn = random.Random(seed).sample(list(suggestions), min(SAMPLE, len(suggestions)))  # noqa: S311 - no secret
    return [
        SampleLine(
            each.key,
            each.code.fragment.text,
            each.code.fragment.question,
            codebook.theme(each.code.theme).label,
            number(each.code.score, 2),
            each.code.fragment.interview,
            f"/projecten/{project_id}/gesprekken/{each.interview_id}#r{each.span[0]}",
        )
        for each in drawn
    ]


def measured_error(suggestions: Sequence[Suggestion], trust: Trust, threshold: float, *, accept: bool) -> list[str]:
    """Say how many of these suggestions are likely to be decided wrongly: by the scores, and by people so far."""
    told = []
    scores = [each.code.score for each in suggestions]
    expected = sum((1 - score) if accept else score for score in scores)
    if scores:
        told.append(
            f"Volgens de scores zelf gaat het bij ongeveer {round(expected)} van deze {len(scores)} voorstellen mis."
        )
    if trust.model_error is not None:
        off = number(trust.model_error, 2)
        told.append(
            f"Op gesprekken die de computer niet kende, zaten de scores er gemiddeld {off} naast (dat is gemeten)."
        )
    alike = [kept for score, kept in trust.judged if is_sure(score, threshold, accept=accept)]
    wrong = sum(kept != accept for kept in alike)
    if len(alike) >= ENOUGH:
        told.append(
            f"Mensen keken in dit project {len(alike)} voorstellen met zo'n score één voor één na. "
            f"Bij {wrong} daarvan oordeelden zij anders dan u nu in één keer wilt doen."
        )
    else:
        looked = counted(len(alike), "voorstel", "voorstellen")
        told.append(
            f"Mensen keken in dit project pas {looked} met zo'n score één voor één na. "
            f"Dat is te weinig om te zeggen hoe vaak het misgaat: daarvoor zijn er {ENOUGH} nodig."
        )
    return told
