"""From lines to who says what, with labels when there are any and without when there are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from narratief.domain.errors import InputError
from narratief.domain.interview import Utterance
from narratief.files.limits import MAX_SPEAKERS
from narratief.transcripts.bounds import too_large
from narratief.transcripts.document import Paragraph, tidy
from narratief.transcripts.labelled import labelled_turns, one_sided_turns, split_at_labels
from narratief.transcripts.labels import LabelledLine, is_letter, label_words
from narratief.transcripts.preamble import named_interviewers, speech_begins
from narratief.transcripts.speakers import find_speakers
from narratief.transcripts.unlabelled import INTERVIEWER, RESIDENT, unlabelled_turns
from narratief.transcripts.vocabulary import INTERVIEWER_LETTERS, INTERVIEWER_WORDS, RESIDENT_WORDS


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What was said by whom, roles not yet known.

    Attributes
    ----------
    utterances
        In order.
    named_interviewers
        Names that the header of the transcript gives for the interviewer.
    warnings
        Dutch sentences on what was unsure.
    confidence
        0..1, how sure it is who says what.
    """

    utterances: tuple[Utterance, ...]
    named_interviewers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    confidence: float = 1.0


def find_dialogue(lines: Sequence[Paragraph], name: str) -> Dialogue:
    """Find the conversation in the lines of a file.

    Raises
    ------
    InputError
        When there is no conversation in it, or far more speakers than in any.
    """
    speakers, labelled = find_speakers(lines)
    if len(speakers.names) < 2:
        lines = split_at_labels(lines)
        speakers, labelled = find_speakers(lines)
    if len(speakers.names) > MAX_SPEAKERS:
        raise too_large(name, f"{MAX_SPEAKERS} sprekers")
    begin = speech_begins(labelled)
    turns = labelled_turns(labelled[begin:], speakers)
    heard = list(dict.fromkeys(turn.speaker for turn in turns))
    named = named_interviewers(lines[:begin])
    if len(heard) >= 2:
        first = _unlabelled_opening(lines[:begin], turns, heard)
        return Dialogue((*first, *turns), named)
    if len(heard) == 1:
        one_sided = _one_sided(labelled, begin, heard[0])
        if one_sided:
            return Dialogue(one_sided, named, (_CHECK.format("maar één spreker een label heeft"),), 0.7)
    guess = unlabelled_turns(lines if len(heard) == 0 else lines[begin:])
    if guess and len({turn.speaker for turn in guess.turns}) == 2:
        warning = _CHECK.format(f"er geen labels zijn; de beurten zijn geraden uit {guess.reason}")
        return Dialogue(guess.turns, named, (warning,), guess.confidence)
    if len(heard) == 1 and set(label_words(heard[0])) & RESIDENT_WORDS:
        return Dialogue(tuple(turns), named, (), 0.6)
    raise InputError(
        name,
        "In dit bestand is geen gesprek gevonden.",
        "Zet voor elke beurt wie er spreekt, bijvoorbeeld 'Interviewer:' en 'Inwoner:'.",
    )


_CHECK = "Controleer de beurten: het is minder zeker wie wat zegt, omdat {}."


def _unlabelled_opening(before: Sequence[Paragraph], turns: list[Utterance], heard: list[str]) -> list[Utterance]:
    """A first question without a label belongs to the speaker who does not have the next turn."""
    if not before or len(heard) != 2 or not re.search(r"\?\s*$", before[-1].text) or before[-1].heading:
        return []
    other = next(name for name in heard if name != turns[0].speaker)
    return [Utterance(other, tidy(before[-1].text))]


def _is_spoken(line: Paragraph) -> bool:
    """Whether a line before the first label is a sentence and no title."""
    return not line.heading and bool(re.search(r"[.?!…]\s*$", line.text) or len(line.text.split()) > 12)


def _one_sided(lines: Sequence[LabelledLine], begin: int, speaker: str) -> tuple[Utterance, ...]:
    """Turns when only the questions (or only the answers) have a label; empty when that does not fit."""
    words = set(label_words(speaker))
    if words & INTERVIEWER_WORDS or (is_letter(speaker) and words & INTERVIEWER_LETTERS):
        other = RESIDENT
    elif words & RESIDENT_WORDS or is_letter(speaker):
        other = INTERVIEWER
    else:
        return ()
    turns = one_sided_turns(lines[begin:], other)
    if other == INTERVIEWER and begin and _is_spoken(lines[begin - 1].paragraph):
        turns.insert(0, Utterance(other, tidy(lines[begin - 1].paragraph.text)))
    changes = sum(a.speaker != b.speaker for a, b in pairwise(turns))
    return tuple(turns) if changes >= 3 else ()
