"""An interview as the evaluator checks it: turns in pieces, who speaks, what was replaced, what may be missed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from narratief.domain.entities import KIND_OF_NAME, PSEUDONYM, EntityType
from narratief.domain.interview import Interview
from narratief.domain.spans import Span
from narratief.domain.surroundings import sentence_around
from narratief.privacy.unsure import Unsure, unsure_words
from narratief.privacy.vault.sealed_recording import SealedRecording

ROLE_LABELS = {"interviewer": "Interviewer", "resident": "Bewoner", "other": "Iemand anders"}
KIND_LABELS: dict[EntityType, str] = {
    "person": "naam van een persoon",
    "address": "adres",
    "organisation": "werkgever of organisatie",
    "phone": "telefoonnummer",
    "email": "e-mailadres",
    "date_of_birth": "geboortedatum",
    "plate": "kenteken",
    "bsn": "burgerservicenummer",
    "iban": "rekeningnummer",
    "url": "webadres",
    "other": "iets anders",
}
_PLURAL = {
    "PERSOON": "personen",
    "ADRES": "adressen",
    "ORGANISATIE": "organisaties",
    "TELEFOON": "telefoonnummers",
    "EMAIL": "e-mailadressen",
    "BSN": "burgerservicenummers",
    "IBAN": "rekeningnummers",
    "KENTEKEN": "kentekens",
    "GEBOORTEDATUM": "geboortedata",
    "WEBADRES": "webadressen",
    "ID": "andere gegevens",
}
_SAMPLE = 120  # characters of a speaker's first words, a layout choice
_MOST_UNSURE = 80  # words listed; chosen, not measured: what can be looked over in some minutes


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a turn, or one pseudonym in it.

    Attributes
    ----------
    start, end
        Position in the interview's text.
    """

    text: str
    start: int
    end: int
    pseudonym: bool = False


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn with its words in pieces."""

    index: int
    speaker: str
    role: str
    pieces: tuple[Piece, ...]

    @property
    def role_label(self) -> str:
        """The role in Dutch."""
        return ROLE_LABELS[self.role]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker's label with the role of most of its turns, how many there are, and its first words."""

    label: str
    role: str
    turns: int
    sample: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A pseudonym that stands in the interview.

    Attributes
    ----------
    times
        How often.
    sentence
        The first sentence that it stands in.
    words
        What it stands for; none for who may not see the transcript.
    """

    pseudonym: str
    times: int
    sentence: str = ""
    words: tuple[str, ...] = ()


def turns_in_pieces(interview: Interview) -> list[ShownTurn]:
    """All turns, each cut at its pseudonyms."""
    return [
        ShownTurn(turn.index, turn.speaker, turn.role, tuple(_pieces(turn.text, turn.start)))
        for turn in interview.turns
    ]


def times_in(recording: SealedRecording | None, interview: Interview) -> dict[int, tuple[float, str]]:
    """Where each turn begins in a recording: seconds, and as a clock shows them; only for turns of which it is known.

    Nothing when the interview was read in other turns since.
    """
    if recording is None or len(recording.times) != len(interview.turns):
        return {}
    return {
        turn.index: (second, f"{int(second) // 60}:{int(second) % 60:02}")
        for turn, second in zip(interview.turns, recording.times, strict=True)
        if second is not None
    }


def speakers(interview: Interview) -> list[Speaker]:
    """Speakers, in the order in which they first speak."""
    found = []
    for label in dict.fromkeys(turn.speaker for turn in interview.turns):
        own = [turn for turn in interview.turns if turn.speaker == label]
        role = Counter(turn.role for turn in own).most_common(1)[0][0]
        found.append(Speaker(label, role, len(own), own[0].text[:_SAMPLE]))
    return found


def replaced(interview: Interview, originals: Mapping[str, Sequence[str]] | None = None) -> list[Replaced]:
    """Pseudonyms in the text, in the order in which they first occur.

    Parameters
    ----------
    originals
        What they stand for, for who may see the transcript itself; else None.
    """
    times = Counter(match.group() for match in PSEUDONYM.finditer(interview.text))
    sentences: dict[str, str] = {}
    for turn in interview.turns:
        for match in PSEUDONYM.finditer(turn.text):
            if match.group() not in sentences:
                sentences[match.group()] = sentence_around(turn.text, *match.span())
    return [
        Replaced(pseudonym, number, sentences.get(pseudonym, ""), tuple((originals or {}).get(pseudonym, ())))
        for pseudonym, number in times.items()
    ]


def counts_by_kind(found: Iterable[Replaced]) -> list[tuple[str, int]]:
    """Count different pseudonyms per kind, in Dutch words."""
    kinds = Counter(match[1] for one in found if (match := PSEUDONYM.fullmatch(one.pseudonym)))
    singular = {name: KIND_LABELS[kind].removeprefix("naam van een ") for name, kind in KIND_OF_NAME.items()}
    return [(singular[name] if number == 1 else _PLURAL[name], number) for name, number in kinds.items()]


def capitals_left(interview: Interview) -> list[Unsure]:
    """Words with a capital that were left as they are, whole names as one, the most doubtful first."""
    return unsure_words(turn.text for turn in interview.turns)[:_MOST_UNSURE]


def find_words(text: str, words: str) -> Span | None:
    """Find where words stand for the first time, as whole words, in whatever case; None when nowhere."""
    wanted = words.strip()
    if not wanted:
        return None
    found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text, re.IGNORECASE)
    return found.span() if found else None


def _pieces(text: str, start: int) -> Iterable[Piece]:
    """Cut words at their pseudonyms; positions count from the start of the interview."""
    position = 0
    for match in PSEUDONYM.finditer(text):
        if match.start() > position:
            yield Piece(text[position : match.start()], start + position, start + match.start())
        yield Piece(match.group(), start + match.start(), start + match.end(), pseudonym=True)
        position = match.end()
    if position < len(text):
        yield Piece(text[position:], start + position, start + len(text))
