"""Learning from people's decisions: a light correction on top of the shipped tagger, in seconds, without PyTorch.

The outcome is again a head, so nothing else has to know of it. One in four fragments is never learned from, and it is
always the same ones, so that the score on them is honest for every version, also for one that was learned from more
decisions later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from narratief.domain.errors import InputError
from narratief.nlp.classifier_head import ClassifierHead
from narratief.nlp.correction import Correction
from narratief.nlp.encoder import Encoder
from narratief.nlp.fit_correction import Samples, Score, best_penalty, evaluate_head, fit_correction
from narratief.nlp.judged import MIN_DECISIONS, Judged
from narratief.nlp.theme_logits import theme_logits


@dataclass(frozen=True, slots=True)
class Learned:
    """A correction, with the score before and after on held-out decisions.

    Attributes
    ----------
    correction
        What was learned.
    before, after
        Scores of the tagger in use, and of the one with this correction.
    penalty
        The pull towards the shipped tagger that fitted best.
    learned_from
        Number of decisions it was learned from.
    unknown
        Themes with decisions that the shipped head does not know: these are recognised by their definition.
    """

    correction: Correction
    before: Score
    after: Score
    penalty: float
    learned_from: int
    unknown: tuple[str, ...]


def learn(
    judged: Sequence[Judged], head: ClassifierHead, encoder: Encoder, present: Correction | None = None
) -> Learned:
    """Learn a correction anew from all decisions.

    Parameters
    ----------
    judged
        Fragments with decisions.
    head, encoder
        The shipped ones.
    present
        The correction in use, for the score before.

    Raises
    ------
    InputError
        When there are too few decisions to learn from and to measure on.
    """
    known = set(head.themes)
    usable = [each for each in judged if (each.yes | each.no) & known]
    held = np.array([each.held_out for each in usable], dtype=bool)
    decisions = sum(len((each.yes | each.no) & known) for each in usable)
    if decisions < MIN_DECISIONS or not held.any() or held.all():
        message = f"Er zijn nog te weinig beslissingen om van te leren ({decisions})."
        raise InputError("leren", message, f"Kijk er eerst meer na; er zijn er minstens {MIN_DECISIONS} nodig.")
    samples = _samples(usable, head, encoder)
    own, other = samples.part(~held), samples.part(held)
    penalty = best_penalty(own, head)
    correction = fit_correction(own, head, penalty)
    unknown = {theme for each in judged for theme in each.yes | each.no} - known
    return Learned(
        correction,
        evaluate_head(other, head, present.apply_to(head) if present else head),
        evaluate_head(other, head, correction.apply_to(head)),
        penalty,
        int((~np.isnan(own.truth)).sum()),
        tuple(sorted(unknown)),
    )


def _samples(judged: Sequence[Judged], head: ClassifierHead, encoder: Encoder) -> Samples:
    """Run the encoder once over all turns and read each fragment in its own; everything after that is arithmetic."""
    turns = list(dict.fromkeys((each.turn or each.text, each.question) for each in judged))
    whole = dict(zip(turns, encoder.encode(*(list(part) for part in zip(*turns, strict=True))), strict=True))
    encoded = [
        whole[each.turn or each.text, each.question].part(each.start, each.start + len(each.text)) for each in judged
    ]
    truth = np.full((len(judged), len(head.themes)), np.nan)
    for place, each in enumerate(judged):
        for row, theme in enumerate(head.themes):
            if theme in each.yes or theme in each.no:
                truth[place, row] = float(theme in each.yes)
    means = np.stack([one.states.mean(axis=0) for one in encoded]).astype(np.float64)
    logits = [theme_logits(head, one, each.text) for one, each in zip(encoded, judged, strict=True)]
    return Samples(means, np.stack(logits).astype(np.float64), truth)
