"""JSON of Whisper, WhisperX, faster-whisper and whisper.cpp: segments with text, and who speaks where that is known.

Shapes: openai/whisper ``{"text", "segments": [{"start", "end", "text", "words"?}]}``; m-bain/whisperX the same with
"speaker" on segments and words; faster-whisper a list of segments; transformers
``{"chunks": [{"timestamp", "text"}]}``; whisper.cpp ``{"transcription": [{"offsets": {"from", "to"}, "text",
"speaker"?}]}``, offsets in milliseconds.
"""

from __future__ import annotations

from typing import Any

from narratief.files.limits import MAX_CUES
from narratief.transcripts.document import Document
from narratief.transcripts.timed import Stretch, joined, seconds, spoken_document

_LISTS = ("segments", "chunks", "transcription", "utterances")


def is_whisper(data: Any) -> bool:
    """Whether parsed JSON has segments of speech in it."""
    return any(isinstance(item.get("text"), str) or _words(item) for item in _segments(data)) or (
        isinstance(data, dict) and set(data) <= {"text", "language"} and isinstance(data.get("text"), str)
    )


def read_whisper(data: Any, name: str) -> Document:
    """Read parsed JSON of one of the Whisper programs.

    Raises
    ------
    InputError
        When there are more segments than in any talk.
    """
    segments = _segments(data)
    if not segments and isinstance(data, dict):
        return spoken_document([Stretch(0.0, 0.0, "", str(line)) for line in data["text"].split("\n")], name)
    return spoken_document([stretch for segment in segments for stretch in _stretches(segment)], name)


def timed_segments(data: Any) -> list[tuple[float, str]]:
    """Words of each segment with the second at which it begins."""
    return [(each.start, each.text) for segment in _segments(data)[:MAX_CUES] for each in _stretches(segment)]


def _segments(data: Any) -> list[dict[str, Any]]:
    """The list of segments, wherever the program keeps it; things of another shape left out."""
    found = data
    if isinstance(data, dict):
        found = next((data[key] for key in _LISTS if isinstance(data.get(key), list)), None)
        if found is None and isinstance(data.get("result"), dict):
            return _segments(data["result"]) if "result" not in data["result"] else []
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _stretches(segment: dict[str, Any]) -> list[Stretch]:
    """A segment, cut where another speaker begins within it."""
    start, end = _times(segment)
    whole = segment["text"].strip() if isinstance(segment.get("text"), str) else ""
    speaker = _name(segment.get("speaker"))
    words = _words(segment)
    spoken = {name for _, name in words if name}
    if whole and (len(spoken | {speaker} - {""}) < 2 or "".join(word for word, _ in words) != "".join(whole.split())):
        return [Stretch(start, end, speaker or next(iter(spoken), ""), whole)]
    found: list[tuple[str, list[str]]] = []
    for word, written in words:
        name = written or (found[-1][0] if found else speaker)
        if found and found[-1][0] == name:
            found[-1][1].append(word)
        else:
            found.append((name, [word]))
    return [Stretch(start, end, name, joined(said)) for name, said in found]


def _words(segment: dict[str, Any]) -> list[tuple[str, str]]:
    """Words of a segment with the speaker of each; an empty name where the program found none."""
    words = segment.get("words")
    found: list[tuple[str, str]] = []
    for item in words if isinstance(words, list) else ():
        if isinstance(item, dict):
            word = next((item[key] for key in ("word", "text") if isinstance(item.get(key), str)), "")
            found.append(("".join(word.split()), _name(item.get("speaker"))))
    return [(word, name) for word, name in found if word]


def _times(segment: dict[str, Any]) -> tuple[float, float]:
    """Start and end of a segment in seconds."""
    offsets, stamp = segment.get("offsets"), segment.get("timestamp")
    if isinstance(offsets, dict):
        return seconds(offsets.get("from")) / 1000, seconds(offsets.get("to")) / 1000
    if isinstance(stamp, list) and len(stamp) == 2:
        return seconds(stamp[0]), seconds(stamp[1])
    return seconds(segment.get("start")), seconds(segment.get("end"))


def _name(speaker: Any) -> str:
    """What a speaker is called; a bare number becomes a name."""
    if isinstance(speaker, bool) or speaker is None or isinstance(speaker, dict | list):
        return ""
    name = " ".join(str(speaker).split())[:100]
    return f"Spreker {name}" if name.isdigit() else name
