"""Transcripts in JSON: which program wrote them, and what of them is no speech."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from narratief.domain.errors import InputError
from narratief.files.limits import MAX_TRANSCRIPT_JSON_VALUES
from narratief.transcripts.amberscript import is_amberscript, read_amberscript
from narratief.transcripts.bounds import thousands, too_large
from narratief.transcripts.document import Document, asides
from narratief.transcripts.html_file import read_html
from narratief.transcripts.whisper import is_whisper, read_whisper

_OPENS = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{])")
_SPACE_INSIDE = re.compile(r"\S\s+\S")
_KNOWN = "Lever het transcript aan zoals Whisper, WhisperX of Amberscript het geeft, of als .docx, .txt of .srt."


def looks_like_json(text: str) -> bool:
    """Whether text opens as JSON and not as a line of a talk ("[00:01] - Sanne")."""
    return bool(_OPENS.match(text)) and text.rstrip()[-1:] in ("}", "]")


def read_json(text: str, name: str) -> Document:
    """Read what Whisper, WhisperX, Amberscript or oTranscribe wrote.

    Raises
    ------
    InputError
        When it is no JSON, none of these, or has more in it than any talk.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InputError(name, "Dit JSON-bestand is beschadigd.", _KNOWN) from error
    strings = list(_strings(data, name))
    if _is_otranscribe(data, name):
        document = read_html(data["text"], name)
        document.paragraphs.extend(
            asides(text for text in strings if text != data["text"] and _SPACE_INSIDE.search(text))
        )
        return document
    if is_amberscript(data):
        document = read_amberscript(data, name)
    elif is_whisper(data):
        document = read_whisper(data, name)
    else:
        raise InputError(name, "Dit JSON-bestand is geen transcript dat narratief kent.", _KNOWN)
    document.paragraphs.extend(asides(_unread(strings, document)))
    return document


def _is_otranscribe(data: Any, name: str) -> bool:
    """Whether parsed JSON is a document of oTranscribe: its text as HTML, beside the recording it is of."""
    if not isinstance(data, dict) or not isinstance(data.get("text"), str) or "segments" in data:
        return False
    return "media" in data or "media-time" in data or name.lower().endswith(".otr")


def _strings(data: Any, name: str) -> Iterator[str]:
    """All texts in the file, in order.

    Raises
    ------
    InputError
        When it has far more values than a talk of a day.
    """
    todo, count = [data], 0
    while todo:
        value = todo.pop()
        count += 1
        if count > MAX_TRANSCRIPT_JSON_VALUES:
            raise too_large(name, f"{thousands(MAX_TRANSCRIPT_JSON_VALUES)} waarden")
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            todo.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            todo.extend(reversed(value))


def _unread(strings: list[str], document: Document) -> list[str]:
    """Texts of several words that are in no line: remarks, and a whole text that says more than its parts."""
    read = {word for line in document.paragraphs for word in f"{line.voice or ''} {line.text}".split()}
    several = (text for text in strings if _SPACE_INSIDE.search(text.strip()))
    return [text for text in several if any(word not in read for word in text.split())]
