"""The typed result of reading: an interview with its turns, and the one stored text they point into."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

Role = Literal["interviewer", "resident", "other"]
ROLES: tuple[Role, ...] = get_args(Role)

SPEAKERS_GUESSED = "In dit bestand stond niet wie er spreekt. Dat is geraden: kijk het na."
"""Warning of an interview in which nothing but the words themselves told who speaks."""


def normalise(text: str) -> str:
    """Bring text into the one form that is stored: Unicode NFC, line ends LF, no byte-order mark."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a reader found: a speaker (empty when unlabelled) and the words, before roles are known."""

    speaker: str
    text: str
    role: Role = "other"


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything one speaker says between two others.

    Attributes
    ----------
    index
        0-based position among all turns of the interview.
    speaker
        Label of the speaker as read (a pseudonym after pseudonymisation).
    role
        interviewer, resident or other.
    text
        The words; always equal to ``interview.text[start:end]``.
    start, end
        Position in the stored text, in Unicode code points, end exclusive.
    """

    index: int
    speaker: str
    role: Role
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Interview:
    """One transcript, read.

    Attributes
    ----------
    file
        Name of the file it was read from (no folder).
    text
        The stored text (NFC, LF): each turn as "speaker: words", a blank line between turns.
    turns
        The turns, in order.
    warnings
        Dutch sentences on what the reader was unsure of.
    role_confidence
        0..1, how sure the reader is of who the interviewer is.
    """

    file: str
    text: str
    turns: tuple[Turn, ...]
    warnings: tuple[str, ...] = ()
    role_confidence: float = 1.0

    @property
    def id(self) -> str:
        """Name of the interview: the file name, which is unique within a project folder."""
        return self.file

    @property
    def guessed(self) -> bool:
        """Whether it was guessed, from the words alone, who speaks."""
        return SPEAKERS_GUESSED in self.warnings

    @property
    def resident_turns(self) -> tuple[Turn, ...]:
        """The turns that are coded, in order."""
        return tuple(turn for turn in self.turns if turn.role == "resident")

    def question_before(self, turn: Turn) -> str:
        """Words of the interviewer's turn right before this one; empty when there is none."""
        if turn.index > 0 and self.turns[turn.index - 1].role == "interviewer":
            return self.turns[turn.index - 1].text
        return ""

    @classmethod
    def build(
        cls, file: str, utterances: Iterable[Utterance], warnings: Iterable[str] = (), role_confidence: float = 1.0
    ) -> Interview:
        """Lay utterances out as one stored text; successive ones of one speaker become one turn.

        Parameters
        ----------
        file
            Name of the source file.
        utterances
            What was said, in order, roles set.
        """
        joined: list[tuple[Utterance, list[str]]] = []
        for utterance in utterances:
            words = normalise(utterance.text).strip()
            if not words:
                continue
            last = joined[-1][0] if joined else None
            speaker = normalise(utterance.speaker).strip()
            if last and (last.speaker, last.role) == (speaker, utterance.role):
                joined[-1][1].append(words)
            else:
                joined.append((replace(utterance, speaker=speaker), [words]))
        turns: list[Turn] = []
        parts: list[str] = []
        position = 0
        for index, (utterance, said) in enumerate(joined):
            words = " ".join(said)
            label = f"{utterance.speaker}: " if utterance.speaker else ""
            start = position + len(label)
            end = start + len(words)
            turns.append(Turn(index, utterance.speaker, utterance.role, words, start, end))
            parts.append(label + words)
            position = end + 2
        return cls(file, "\n\n".join(parts), tuple(turns), tuple(warnings), role_confidence)
