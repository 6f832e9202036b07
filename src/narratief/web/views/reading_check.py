"""An interview as the evaluator checks it: turns in pieces, who speaks, what was replaced, what may be missed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from narratief.domain.entities import PSEUDONYM, PSEUDONYM_NAMES, EntityType
from narratief.domain.interview import Interview
from narratief.domain.spans import Span

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
# A word with a capital that does not begin a sentence.
_CAPITAL = re.compile(r"(?:(?<=\w\s)|(?<=\w[,;:]\s))[A-ZÀ-Þ]\w+(?:[-' ](?=[A-ZÀ-Þ])\w+)*")
_SAMPLE = 120  # characters of a speaker's first words, a layout choice
_MOST_CAPITALS = 80  # words listed; chosen, not measured: what can be looked over in a minute


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
    """A pseudonym that stands in the interview, and how often."""

    pseudonym: str
    times: int


def turns_in_pieces(interview: Interview) -> list[ShownTurn]:
    """All turns, each cut at its pseudonyms."""
    return [
        ShownTurn(turn.index, turn.speaker, turn.role, tuple(_pieces(turn.text, turn.start)))
        for turn in interview.turns
    ]


def speakers(interview: Interview) -> list[Speaker]:
    """Speakers, in the order in which they first speak."""
    found = []
    for label in dict.fromkeys(turn.speaker for turn in interview.turns):
        own = [turn for turn in interview.turns if turn.speaker == label]
        role = Counter(turn.role for turn in own).most_common(1)[0][0]
        found.append(Speaker(label, role, len(own), own[0].text[:_SAMPLE]))
    return found


def replaced(interview: Interview) -> list[Replaced]:
    """Pseudonyms in the text, in the order in which they first occur."""
    times = Counter(match.group() for match in PSEUDONYM.finditer(interview.text))
    return [Replaced(pseudonym, number) for pseudonym, number in times.items()]


def counts_by_kind(found: Iterable[Replaced]) -> list[tuple[str, int]]:
    """Count different pseudonyms per kind, in Dutch words."""
    kinds = Counter(match[1] for one in found if (match := PSEUDONYM.fullmatch(one.pseudonym)))
    names = {name: kind for kind, name in PSEUDONYM_NAMES.items()}
    singular = {name: KIND_LABELS[kind].removeprefix("naam van een ") for name, kind in names.items()}
    return [(singular[name] if number == 1 else _PLURAL[name], number) for name, number in kinds.items()]


def capitals_left(interview: Interview) -> list[tuple[str, int]]:
    """Capitalised words that were left as they are, most frequent first: a missed name is often among them."""
    words = Counter(
        match.group() for turn in interview.turns for match in _CAPITAL.finditer(PSEUDONYM.sub("x", turn.text))
    )
    return words.most_common(_MOST_CAPITALS)


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
