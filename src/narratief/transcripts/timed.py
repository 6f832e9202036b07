"""Stretches of speech with times and speakers, as transcription programs keep them, made into lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratief.files.limits import MAX_CUES
from narratief.transcripts.bounds import thousands, too_large
from narratief.transcripts.document import Document, Paragraph, Run, asides, tidy

_PAUSE_SECONDS = 1.5  # silence after which another turn may begin; chosen, as for subtitles
_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*$")
_BEFORE_PUNCTUATION = re.compile(r"(?<=\S) ([.,?!;:…)\]]+)(?= |$)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one person says in one go.

    Attributes
    ----------
    start, end
        Seconds from the start of the recording; 0 when the file does not say.
    speaker
        As the program calls the speaker; empty when it does not.
    text
        The words.
    """

    start: float
    end: float
    speaker: str
    text: str


def spoken_document(stretches: Sequence[Stretch], name: str, beside: Iterable[str] = ()) -> Document:
    """Make lines of stretches, in the order given.

    Parameters
    ----------
    name
        File name for messages.
    beside
        Texts of the file that are no speech.

    Raises
    ------
    InputError
        When there are more stretches than in any talk.
    """
    filled = [stretch for stretch in stretches if stretch.text.strip()]
    if len(filled) > MAX_CUES:
        raise too_large(name, f"{thousands(MAX_CUES)} stukken spraak")
    told = any(stretch.speaker for stretch in filled)
    document = Document()
    before: Stretch | None = None
    for stretch in filled:
        fresh = before is None or _is_fresh(before, stretch)
        voice = (stretch.speaker if before is None or stretch.speaker else "") if told else None
        document.paragraphs.append(Paragraph((Run(stretch.text),), starts=fresh, voice=voice))
        before = stretch
    unnamed = sum(not stretch.speaker for stretch in filled) if told else 0
    if unnamed:
        what = "één stuk" if unnamed == 1 else f"{unnamed} stukken"
        document.warnings.append(f"Bij {what} staat geen spreker; dat is bij de beurt ervoor gevoegd.")
    document.paragraphs.extend(asides(beside))
    return document


def _is_fresh(before: Stretch, stretch: Stretch) -> bool:
    """Whether a stretch may begin another turn: another speaker, a silence, or the end of a sentence before it."""
    other = before.speaker != stretch.speaker
    return (
        other or stretch.start - before.end >= _PAUSE_SECONDS or bool(_SENTENCE_END.search(before.text.rstrip()[-9:]))
    )


def seconds(value: object) -> float:
    """A time as a program wrote it, a number or digits; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0.0
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) else 0.0


def joined(words: Iterable[str]) -> str:
    """Words of a list as running text, punctuation at the word before it."""
    return _BEFORE_PUNCTUATION.sub(r"\1", tidy(" ".join(words)))
