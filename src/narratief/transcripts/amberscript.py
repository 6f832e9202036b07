"""JSON of Amberscript: segments of words, and the names that the transcriber gave to the speakers.

Shape: ``{"speakers": [{"spkid", "name"}], "segments": [{"speaker": spkid, "words": [{"text", "start", "end"}]}]}``.
"""

from __future__ import annotations

from typing import Any

from narratief.transcripts.document import Document
from narratief.transcripts.timed import Stretch, joined, seconds, spoken_document

_IDS = ("spkid", "id", "spkId", "speakerId")


def is_amberscript(data: Any) -> bool:
    """Whether parsed JSON lists speakers beside segments of words."""
    if not isinstance(data, dict) or not isinstance(data.get("speakers"), list):
        return False
    segments = data.get("segments")
    return isinstance(segments, list) and any(isinstance(item, dict) and _words(item) for item in segments)


def read_amberscript(data: dict[str, Any], name: str) -> Document:
    """Read parsed JSON of Amberscript.

    Raises
    ------
    InputError
        When there are more segments than in any talk.
    """
    names = dict(_named(speaker) for speaker in data["speakers"])
    stretches: list[Stretch] = []
    for segment in data["segments"]:
        words = _words(segment) if isinstance(segment, dict) else []
        if words:
            speaker = str(segment.get("speaker") or "")
            times = seconds(words[0].get("start")), seconds(words[-1].get("end"))
            stretches.append(Stretch(*times, names.get(speaker) or speaker, joined(word["text"] for word in words)))
    return spoken_document(stretches, name)


def _words(segment: dict[str, Any]) -> list[dict[str, Any]]:
    """Words of a segment."""
    words = segment.get("words")
    return (
        [word for word in words if isinstance(word, dict) and isinstance(word.get("text"), str)]
        if isinstance(words, list)
        else []
    )


def _named(speaker: Any) -> tuple[str, str]:
    """Id and name of a speaker; the id alone when there is no name."""
    if not isinstance(speaker, dict):
        return str(speaker), str(speaker)
    key = next((str(speaker[field]) for field in _IDS if isinstance(speaker.get(field), str | int)), "")
    name = speaker.get("name")
    return key, " ".join(name.split())[:100] if isinstance(name, str) and name.strip() else key
