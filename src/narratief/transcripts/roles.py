"""Who of the speakers is the interviewer: by the project's word, by labels, or by how people talk."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from narratief.domain.dutch import listed
from narratief.domain.interview import Utterance
from narratief.transcripts.labels import is_letter, label_key, label_words
from narratief.transcripts.manner import manner_score
from narratief.transcripts.vocabulary import INTERVIEWER_LETTERS, INTERVIEWER_WORDS, RESIDENT_LETTERS, RESIDENT_WORDS

UNSURE = 0.75
_DECISIVE = 12.0  # chosen: above all that the manner of speaking can add up to, so a named interviewer decides
_ENOUGH_CHARACTERS = 300_000  # some hours of talk; chosen: how people talk shows well before that


@dataclass(frozen=True, slots=True)
class Roles:
    """Utterances with roles, how sure that is (0..1), and Dutch remarks."""

    utterances: tuple[Utterance, ...]
    confidence: float
    warnings: tuple[str, ...] = ()


def assign_roles(utterances: Sequence[Utterance], given: Sequence[str], named: Sequence[str]) -> Roles:
    """Set the role of every utterance.

    Parameters
    ----------
    given
        Labels or first names that the project gives for the interviewer; they decide when they occur.
    named
        Names that the header of the transcript gives for the interviewer.
    """
    speakers = list(dict.fromkeys(utterance.speaker for utterance in utterances))
    warnings: list[str] = []
    chosen = {speaker for speaker in speakers if _is_called(speaker, given)}
    confidence = 1.0
    if not chosen or len(chosen) == len(speakers):
        if given:
            names = ", ".join(f"'{name}'" for name in given)
            warnings.append(f"De interviewer uit project.yaml ({names}) komt hier niet als spreker voor.")
        chosen, confidence = _inferred(utterances, speakers, named)
        if confidence < UNSURE and len(speakers) > 1:
            names = listed(f"'{speaker}'" for speaker in speakers if speaker in chosen)
            warnings.append(
                f"Het is niet zeker wie de interviewer is; aangenomen is: {names}."
                " Zet de naam bij 'interviewers' in project.yaml als dat niet klopt."
            )
    others = [speaker for speaker in speakers if speaker not in chosen]
    if len(others) > 1:
        names = ", ".join(f"'{speaker}'" for speaker in others)
        warnings.append(f"Er zijn meer dan twee sprekers; deze gelden als inwoner: {names}.")
    if not chosen or not others:
        warnings.append("Er is maar één spreker gevonden. Controleer of alle sprekers een naam hebben.")
    done = [
        replace(utterance, role="interviewer" if utterance.speaker in chosen else "resident")
        for utterance in utterances
    ]
    return Roles(tuple(done), round(confidence, 3), tuple(warnings))


def _is_called(speaker: str, names: Iterable[str]) -> bool:
    """Whether a label is, or holds, one of these names ("Sanne" for "Sanne Hofstra (gemeente)")."""
    key = label_key(speaker)
    words = label_words(speaker)
    for name in names:
        wanted = label_words(name)
        if label_key(name) == key or (wanted and len(wanted[0]) > 1 and _contains(words, wanted)):
            return True
    return False


def _contains(words: list[str], wanted: list[str]) -> bool:
    """Whether words occur next to each other in a list."""
    size = len(wanted)
    return any(words[at : at + size] == wanted for at in range(len(words) - size + 1))


def _inferred(utterances: Sequence[Utterance], speakers: list[str], named: Sequence[str]) -> tuple[set[str], float]:
    """Choose the interviewer(s) by score, with the chance that the choice is right."""
    if len(speakers) == 1:
        known = _label_score(speakers[0])
        return (set(speakers) if known > 0 else set()), 0.6
    said = {speaker: [turn.text for turn in utterances if turn.speaker == speaker] for speaker in speakers}
    scores = {}
    for speaker in speakers:
        rest = _sample(text for other in speakers if other != speaker for text in said[other])
        scores[speaker] = (
            _label_score(speaker)
            + manner_score(said[speaker], rest)
            + (_DECISIVE if any(_is_called(name, [speaker]) or _is_called(speaker, [name]) for name in named) else 0.0)
            + (0.5 if speaker == utterances[0].speaker else 0.0)
        )
    ranked = sorted(speakers, key=lambda speaker: -scores[speaker])
    chosen = {ranked[0]} | {speaker for speaker in ranked[1:-1] if _label_score(speaker) >= _DECISIVE}
    rest_best = max(scores[speaker] for speaker in speakers if speaker not in chosen)
    margin = min(scores[speaker] for speaker in chosen) - rest_best
    return chosen, min(0.99, 1 / (1 + math.exp(-margin)))


def _sample(texts: Iterable[str]) -> list[str]:
    """Texts up to the length of some hours of talk; how people talk shows well before that."""
    found, length = [], 0
    for text in texts:
        found.append(text)
        length += len(text)
        if length > _ENOUGH_CHARACTERS:
            break
    return found


def _label_score(speaker: str) -> float:
    """What the label itself says: positive for an interviewer, negative for a resident."""
    words = set(label_words(speaker))
    if words & INTERVIEWER_WORDS and not is_letter(speaker):
        return _DECISIVE
    if words & RESIDENT_WORDS and not is_letter(speaker):
        return -_DECISIVE
    if is_letter(speaker):
        letter = label_key(speaker)[0]
        return 1.5 * (letter in INTERVIEWER_LETTERS) - 1.5 * (letter in RESIDENT_LETTERS)
    return 0.0
