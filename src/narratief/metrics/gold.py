"""Gold from JSON lines: themes per resident turn, personal data per file, or themes on loose texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from narratief.domain.errors import InputError
from narratief.files.limits import MAX_JSON_BYTES
from narratief.transcripts.document import without_halves

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class GoldTurn:
    """A resident turn with the themes a person gave it.

    Attributes
    ----------
    file
        Name of the transcript.
    turn
        0-based position among the resident's turns.
    start
        First words of the turn, to tell whether the right turn was read.
    """

    file: str
    turn: int
    start: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Words in a transcript that must not survive pseudonymisation, with the type (person, address, …)."""

    file: str
    text: str
    type: str


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """Words of a resident turn that show one of its themes, as a person marked them."""

    file: str
    turn: int
    theme: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldMention:
    """Where a resident tells of an event.

    Attributes
    ----------
    turn
        0-based position among the resident's turns.
    words
        Some of the words that tell it, as they stand in the transcript.
    sure
        False where the person could not tell whether it is this event; it counts neither for nor against.
    """

    file: str
    turn: int
    words: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class GoldMoment:
    """An event of the process as a person marked it: its name, its date as told (may be empty), and who tell of it."""

    moment: str
    when: str
    mentions: tuple[GoldMention, ...]

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """File and turn of all mentions."""
        return frozenset((each.file, each.turn) for each in self.mentions)

    @property
    def sure_places(self) -> frozenset[tuple[str, int]]:
        """File and turn of the mentions that are sure."""
        return frozenset((each.file, each.turn) for each in self.mentions if each.sure)


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A loose text with its themes, and the question it answers when there is one."""

    text: str
    themes: frozenset[str]
    question: str = ""


def load_gold(path: Path, themes: Collection[str] | None = None) -> tuple[GoldTurn, ...]:
    """Read gold.jsonl: lines with file, turn, start and themes.

    Parameters
    ----------
    themes
        Theme ids that may occur; any when None.

    Raises
    ------
    InputError
        When a line is broken, has an unknown theme, or stands for a turn that another line already has.
    """
    turns = _load(path, lambda line: _gold_turn(line, themes))
    seen: set[tuple[str, int]] = set()
    for turn in turns:
        if (turn.file, turn.turn) in seen:
            raise InputError(
                path.name,
                f"Beurt {turn.turn} van {turn.file} staat er twee keer in.",
                "Haal een van beide regels weg.",
            )
        seen.add((turn.file, turn.turn))
    return turns


def load_personal_data(path: Path) -> tuple[PersonalData, ...]:
    """Read pii.jsonl: lines with file, text and type.

    Raises
    ------
    InputError
        When a line is broken.
    """
    return _load(path, lambda line: PersonalData(_text(line, "file"), _text(line, "text"), _text(line, "type")))


def load_evidence(path: Path) -> tuple[GoldEvidence, ...]:
    """Read evidence.jsonl: lines with file, turn, theme and words (a list of exact words of the turn).

    Raises
    ------
    InputError
        When a line is broken.
    """
    return _load(path, lambda line: GoldEvidence(_text(line, "file"), _turn(line), _text(line, "theme"), _words(line)))


def load_moments(path: Path) -> tuple[GoldMoment, ...]:
    """Read moments.jsonl: a line per event with moment, when (may be empty) and mentions.

    A mention has file, turn and words, and `"sure": false` where the person could not tell.

    Raises
    ------
    InputError
        When a line is broken.
    """
    return _load(path, _moment)


def load_labelled(path: Path, themes: Collection[str] | None = None) -> tuple[LabelledText, ...]:
    """Read loose texts: lines with text and themes, and perhaps question.

    Raises
    ------
    InputError
        When a line is broken or has an unknown theme.
    """

    def labelled(line: dict[str, object]) -> LabelledText:
        """One text with its themes."""
        question = _text(line, "question") if line.get("question") else ""
        return LabelledText(_text(line, "text"), _themes(line, themes), question)

    return _load(path, labelled)


def _load(path: Path, make: Callable[[dict[str, object]], _T]) -> tuple[_T, ...]:
    """Make something of every line that is not blank; an InputError names the number of a line that is wrong."""
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise InputError(path.name, "Dit bestand is groter dan 100 MB.", "Splits het in kleinere bestanden.")
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, ValueError) as error:
        raise InputError(
            path.name, "Dit bestand is niet te lezen.", "Controleer of het bestaat en in UTF-8 is opgeslagen."
        ) from error
    made = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            if not isinstance(data, dict):
                raise TypeError("geen {…}")
            made.append(make(data))
        except (json.JSONDecodeError, RecursionError) as error:
            raise _broken(path, number, "geen geldige JSON") from error
        except (TypeError, ValueError) as error:
            raise _broken(path, number, str(error)) from error
    return tuple(made)


def _broken(path: Path, number: int, what: str) -> InputError:
    """Error that names the line."""
    return InputError(path.name, f"Regel {number} klopt niet: {what}.", "Verbeter die regel of haal hem weg.")


def _gold_turn(line: dict[str, object], themes: Collection[str] | None) -> GoldTurn:
    """Gold of one turn; ValueError says in Dutch what is wrong."""
    return GoldTurn(_text(line, "file"), _turn(line), _text(line, "start"), _themes(line, themes))


def _turn(line: dict[str, object]) -> int:
    """Place of a turn among the resident's."""
    turn = line.get("turn")
    if not isinstance(turn, int) or isinstance(turn, bool) or turn < 0:
        raise ValueError("'turn' is geen getal vanaf 0")
    return turn


def _moment(line: dict[str, object]) -> GoldMoment:
    """One event with its mentions."""
    mentions, when = line.get("mentions"), line.get("when", "")
    if not isinstance(mentions, list) or not mentions or not all(isinstance(each, dict) for each in mentions):
        raise ValueError("'mentions' ontbreekt of is geen lijst van vermeldingen")
    if not isinstance(when, str):
        raise TypeError("'when' is geen tekst")
    return GoldMoment(_text(line, "moment"), without_halves(when), tuple(map(_mention, mentions)))


def _mention(part: dict[str, object]) -> GoldMention:
    """One mention of an event."""
    sure = part.get("sure", True)
    if not isinstance(sure, bool):
        raise TypeError("'sure' is geen true of false")
    return GoldMention(_text(part, "file"), _turn(part), _text(part, "words"), sure)


def _words(line: dict[str, object]) -> tuple[str, ...]:
    """Texts under `words`."""
    value = line.get("words")
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise ValueError("'words' ontbreekt of is geen lijst van teksten")
    return tuple(map(without_halves, value))


def _text(line: dict[str, object], key: str) -> str:
    """Text under a key that must be there."""
    value = line.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"'{key}' ontbreekt of is geen tekst")
    return without_halves(value)


def _themes(line: dict[str, object], known: Collection[str] | None) -> frozenset[str]:
    """Set of themes under `themes`, all of them known ones."""
    value = line.get("themes")
    if not isinstance(value, list) or not all(isinstance(theme, str) for theme in value):
        raise ValueError("'themes' ontbreekt of is geen lijst van thema's")
    unknown = sorted(set(value) - set(known)) if known is not None else []
    if unknown:
        raise ValueError(f"onbekend thema {', '.join(unknown)}")
    return frozenset(map(without_halves, value))
