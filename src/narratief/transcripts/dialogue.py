"""From lines to who says what, with labels when there are any and without when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.errors import InputError
from narratief.domain.interview import SPEAKERS_GUESSED, Utterance
from narratief.files.limits import MAX_SPEAKERS
from narratief.transcripts.bounds import too_large
from narratief.transcripts.document import Paragraph
from narratief.transcripts.guessed import CONFIDENCE, Guessed, alike, guessed_turns
from narratief.transcripts.labelled import labelled_turns, split_at_labels
from narratief.transcripts.labels import LabelledLine, label_words
from narratief.transcripts.one_sided import one_sided
from narratief.transcripts.opening import read_opening
from narratief.transcripts.preamble import named_interviewers, speech_begins
from narratief.transcripts.speakers import Speakers, find_speakers
from narratief.transcripts.unanswered import unlabelled_answers
from narratief.transcripts.unlabelled import QUESTIONS, Guess, unlabelled_turns
from narratief.transcripts.vocabulary import RESIDENT_WORDS


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
    left_out
        Lines that are no speech, in order.
    """

    utterances: tuple[Utterance, ...]
    named_interviewers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    confidence: float = 1.0
    left_out: tuple[str, ...] = ()


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
    named = named_interviewers(lines[:begin])
    heard = list(dict.fromkeys(turn.speaker for turn in labelled_turns(labelled[begin:], speakers).turns))
    found = _sided(labelled, begin, heard, named) or _both_sides(labelled, begin, speakers, named)
    if found:
        return found
    guess = unlabelled_turns(lines if not heard else lines[begin:])
    in_words = None if heard else _told_by_words(lines, guess)
    if in_words:
        return Dialogue(in_words.turns, named, (SPEAKERS_GUESSED,), CONFIDENCE, in_words.left_out)
    if guess and len({turn.speaker for turn in guess.turns}) == 2:
        warning = _CHECK.format(f"er geen labels zijn; de beurten zijn geraden uit {guess.reason}")
        left_out = [*(line.text for line in lines[:begin] if heard), *guess.left_out]
        return Dialogue(guess.turns, named, (warning,), guess.confidence, tuple(left_out))
    if len(heard) == 1 and set(label_words(heard[0])) & RESIDENT_WORDS:
        told = labelled_turns(labelled[begin:], speakers)
        left_out = [*(line.text for line in lines[:begin]), *told.left_out]
        return Dialogue(tuple(told.turns), named, (), 0.6, tuple(left_out))
    raise InputError(
        name,
        "In dit bestand is geen gesprek gevonden.",
        "Zet voor elke beurt wie er spreekt, bijvoorbeeld 'Interviewer:' en 'Inwoner:'.",
    )


_ALIKE = 0.9
"""Share of words from which two guesses agree that each paragraph is a turn: then the paragraphs that ask tell best. Of
talks held out, written so, 0.92 and more was alike; in the lines of speech recognition 0.90 at most, mostly 0.75."""


def _told_by_words(lines: Sequence[Paragraph], guess: Guess | None) -> Guessed | None:
    """What the words tell, where neither formatting nor dashes do and the paragraphs are no turns."""
    if guess and guess.reason != QUESTIONS:
        return None
    found = guessed_turns(lines)
    return None if found and guess and alike(found.turns, guess.turns) >= _ALIKE else found


_CHECK = "Controleer de beurten: het is minder zeker wie wat zegt, omdat {}."


def _sided(lines: Sequence[LabelledLine], begin: int, heard: Sequence[str], named: tuple[str, ...]) -> Dialogue | None:
    """The talk when only one side has labels; None when both have, or none."""
    labels = {line.label.name for line in lines[begin:] if line.label}
    told = one_sided(lines, begin, heard) if heard and labels >= set(heard) else None
    if told is None:
        return None
    reason = "maar één spreker een label heeft" if len(heard) == 1 else "de vragen geen label hebben"
    return Dialogue(tuple(told.turns), named, (_CHECK.format(reason),), 0.7, tuple(told.left_out))


def _both_sides(
    lines: Sequence[LabelledLine], begin: int, speakers: Speakers, named: tuple[str, ...]
) -> Dialogue | None:
    """The talk when both sides have labels; None when only one speaker is heard."""
    spoken, warnings = unlabelled_answers(lines[begin:])
    told = labelled_turns(spoken, speakers)
    heard = list(dict.fromkeys(turn.speaker for turn in told.turns))
    if len(heard) < 2:
        return None
    other = heard[1] if len(heard) == 2 else ""
    opening = read_opening(lines[:begin], heard[0], other)
    return Dialogue(
        (*opening.turns, *told.turns),
        named,
        (*opening.remarks, *warnings, *speakers.remarks),
        left_out=(*opening.left_out, *told.left_out),
    )
