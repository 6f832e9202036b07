"""Shapes of speaker labels: what at the start of a line could be the name of who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from narratief.transcripts.document import Paragraph
from narratief.transcripts.timestamps import STAMP
from narratief.transcripts.vocabulary import NAME_PARTICLES, NO_SPEAKERS, OFFICE_WORDS, SPEAKER_WORDS, TITLE_WORDS

Kind = Literal["voice", "colon", "time", "own", "loose", "marked"]

_SHORT = (
    r"(?P<name>[^\W\d_](?:[\w'’.-]*[\w.])?(?:,?[ \u00a0][\w'’.-]+){0,6}"
    r"(?:\s?[(\[](?!\s*\d+:)[^()\[\]:]{1,40}[)\]])?)"
)
_LEAD = (
    rf"^\s*+(?:\d{{1,4}}[.)]?\s+)?(?:[-–—•*▪·◦]\s+(?=[\[(<{{#\d]))?(?P<time>{STAMP}\s*[-–—|:•·]?\s*)?"
    r"(?:>>+\s*|[-–—•*]\s+)?(?:\d{1,4}[.)]\s+)?"
)
_STAMP = rf"(?:[\s,|–-]*(?P<stamp>{STAMP}))"
_COLON = r"[:：](?!//)(?:(?!\d)|(?<!\d[:：])(?=\d))"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("colon", re.compile(rf"{_LEAD}[\[<(]\s*{_SHORT}\s*[\]>)]\s*{_STAMP}?\s*{_COLON}\s*(?:{STAMP}\s*)?")),
    ("colon", re.compile(rf"{_LEAD}{_SHORT}{_STAMP}?\s*{_COLON}\s*(?:{STAMP}(?=\s|$)\s*)?")),
    ("time", re.compile(rf"{_LEAD}[\[<(]?{_SHORT}[\]>)]?{_STAMP}(?:[\s:–-]+|$)")),
    ("own", re.compile(rf"{_LEAD}[\[<(]?\s*{_SHORT}\s*[\]>)]?\s*$")),
    ("loose", re.compile(rf"{_LEAD}[\[<(]\s*{_SHORT}\s*[\]>)]\s+")),
    ("loose", re.compile(rf"{_LEAD}{_SHORT}(?:\t\s*|[ \u00a0]{{3,}}|\s+[–—|-]\s+|\)\s+|>\s*|\s*=\s+)")),
    ("loose", re.compile(rf"{_LEAD}(?P<name>[A-Z]\d?|[Ii]nt|[Rr]esp|[Gg]e[iï]nt|[Bb]ew)\.\s+")),
)
_REACH = 140  # characters of a line that may hold a label; chosen: name, part in brackets and two time stamps fit
_TRIM = ' \t\u00a0.*_:–-[](){}<>"“”'
_ASIDE = re.compile(r"(?:(?<!\s)\s++)?[(\[].{0,140}?[)\]]")  # no label is longer than the reach


@dataclass(frozen=True, slots=True)
class Label:
    """Something at the start of a line that may name a speaker.

    Attributes
    ----------
    name
        As written, without time stamp and colon.
    end
        Position in the line where the words begin.
    kind
        What sets it apart from the words; "colon", "time" and "voice" are strong signs.
    timed
        True when a time stamp stands next to it.
    note
        What stands between brackets in the label and is no part of the speaker's name ("(lachend)").
    """

    name: str
    end: int
    kind: Kind
    timed: bool = False
    note: str = ""

    @property
    def key(self) -> str:
        """The same for every way of writing one label, what stands between brackets in it included."""
        return _folded(self.name)


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line of a transcript with the label that names its speaker, worked out once for all who ask.

    Attributes
    ----------
    label
        None where the line begins without one.
    """

    paragraph: Paragraph
    label: Label | None

    @property
    def words(self) -> str:
        """What is said on the line: its text after the label."""
        if self.label is None:
            return self.paragraph.text
        spoken = self.paragraph.text[self.label.end :]
        return f"{self.label.note} {spoken}" if self.label.note else spoken


def label_key(name: str) -> str:
    """Bring a label to the form in which spellings of it are compared, without what stands between brackets."""
    return _folded(_ASIDE.sub("", name) or name)


def _folded(name: str) -> str:
    """A label in lower case, without what stands around it."""
    return re.sub(r"[\s\u00a0_]+", " ", trimmed(name)).casefold()


def trimmed(name: str) -> str:
    """A label without what stands around it; a bracket that closes one within the label stays."""
    bare = name.strip(_TRIM)
    for opens, closes in ("()", "[]"):
        if bare.count(opens) == bare.count(closes) + 1 and name.rstrip().rstrip(".*_:").endswith(closes):
            return bare + closes
    return bare


def notes_in(name: str) -> list[str]:
    """What stands between brackets in a label, without the brackets."""
    return [note.strip("([ )]") for note in _ASIDE.findall(name)]


def describes(name: str) -> bool:
    """Whether a label says between brackets who somebody is ("Truus (bewoner)", "Jansen (VVD)"), and not how."""
    return any(note[:1].isupper() or has_speaker_word(note) for note in notes_in(name))


def note_beside(written: str, name: str) -> str:
    """What a label as written has between brackets that the speaker's name lacks; empty when nothing."""
    return " ".join(note.strip() for note in _ASIDE.findall(written) if note.strip() not in name)


def label_words(name: str) -> list[str]:
    """Words of a label with those between brackets, in lower case, digits and dots taken off."""
    return [word.strip("0123456789.") or word for word in re.findall(r"[\w'’-]+", name.casefold().replace("_", " "))]


def find_labels(paragraph: Paragraph) -> list[Label]:
    """Find all that may be a label at the start of a line, likeliest first ("A. Kijk:" may be "A. Kijk" or "A")."""
    if paragraph.voice:
        return [Label(paragraph.voice.strip(), 0, "voice")]
    text = paragraph.text[:_REACH]
    found: list[Label] = []
    for kind, pattern in _PATTERNS:
        if (kind in ("colon", "time") and ":" not in text and "：" not in text) or (kind == "own" and len(text) > 100):
            continue
        match = pattern.match(text)
        if match and _possible(match["name"]) and not (kind == "own" and _is_sentence(match["name"])):
            stamp = match.groupdict().get("stamp") or match["time"]
            found.append(Label(trimmed(match["name"]), match.end(), kind, bool(stamp)))
    marked = _marked_label(paragraph)
    if marked and not any(label.key == marked.key for label in found):
        found.append(marked)
    return found


def _marked_label(paragraph: Paragraph) -> Label | None:
    """A name in bold (or other formatting) with plain words after it and nothing between."""
    if len(paragraph.runs) < 2 or not paragraph.runs[0].marks - paragraph.runs[-1].marks:
        return None
    first = paragraph.runs[0].text
    others = "".join(run.text for run in paragraph.runs[1:])
    if _possible(first.strip()) and re.fullmatch(_SHORT, first.strip(_TRIM)) and others.strip():
        return Label(trimmed(first), len(first), "marked")
    return None


def _is_sentence(name: str) -> bool:
    """Whether a line that is all label ends in a full stop and is no abbreviation such as "Resp."."""
    return name.rstrip().endswith(".") and not has_speaker_word(name) and not is_letter(name)


def _possible(name: str) -> bool:
    """Whether text is short enough for a label."""
    bare = name.strip(_TRIM)
    return bool(bare) and len(bare) <= 60 and len(bare.split()) <= 8


def has_speaker_word(name: str) -> bool:
    """Whether a label holds a word that names a part in the talk ("Interviewer", "Spreker 2")."""
    return any(word in SPEAKER_WORDS for word in label_words(name))


def is_letter(name: str) -> bool:
    """Whether a label is one letter, with or without a number ("I", "R2")."""
    return bool(re.fullmatch(r"[^\W\d_]\d{0,2}", label_key(name)))


def looks_like_name(name: str) -> bool:
    """Whether a label is written as a name: capitals on all words but particles, no everyday words."""
    words = [word for word in re.split(r"[\s\u00a0]+", _ASIDE.sub("", name).strip(_TRIM)) if word not in "-–&"]
    if _has_title(words):
        return True
    if not words or len(words) > 7 or label_words(words[0])[:1] == []:
        return False
    if label_words(words[0])[0] in NO_SPEAKERS or label_key(name) in NO_SPEAKERS:
        return False
    return all(_named(word) for word in words) and any(not word.isdigit() for word in words)


def _has_title(words: list[str]) -> bool:
    """Whether words are a title with a surname ("de heer De Vries"), or an office ("De voorzitter")."""
    rest = words[1:] if words and words[0].casefold() in ("de", "het") else words
    first = rest[0].casefold().rstrip(".") if rest else ""
    if first in OFFICE_WORDS:
        return len(rest) <= 7 and all(map(_named, rest[1:]))
    return first in TITLE_WORDS and 2 <= len(rest) <= 7 and all(map(_named, rest[1:])) and rest[-1][0].isupper()


def _named(word: str) -> bool:
    """Whether one word of a label is written as in a name."""
    return word[0].isupper() or word[0].isdigit() or word.casefold() in NAME_PARTICLES or word[:2] in ("'t", "’t")
