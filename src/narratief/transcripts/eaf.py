"""ELAN (.eaf): layers of annotations with times, each mostly one speaker.

Format: ELAN Annotation Format 3.0, https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from narratief.domain.errors import InputError
from narratief.files.bounded_xml import BrokenXmlError, TooLargeXmlError, UnsafeXmlError, parse_xml
from narratief.transcripts.archive import local_name
from narratief.transcripts.document import Document
from narratief.transcripts.tiers import Tier, speech_of
from narratief.transcripts.timed import seconds

_SAVE_AGAIN = "Sla het in ELAN opnieuw op, of exporteer het als tekst."
_MOST_STEPS = 50  # annotations that each refer to the next; chosen: ELAN shows some ten layers below each other


def looks_like_eaf(text: str) -> bool:
    """Whether text is an ELAN file."""
    return "<ANNOTATION_DOCUMENT" in text[:4000]


def read_eaf(data: bytes, name: str) -> Document:
    """Read an ELAN file.

    Raises
    ------
    InputError
        When it is no harmless, well-formed XML, or has far more in it than a talk.
    """
    try:
        root = parse_xml(data)
    except UnsafeXmlError as error:
        raise InputError(name, "Dit bestand bevat onveilige XML en is daarom niet geopend.", _SAVE_AGAIN) from error
    except TooLargeXmlError as error:
        message = "Dit bestand heeft veel meer annotaties dan een gesprek heeft."
        raise InputError(name, message, "Lever alleen de lagen met spraak aan.") from error
    except BrokenXmlError as error:
        raise InputError(name, "Dit ELAN-bestand is beschadigd.", _SAVE_AGAIN) from error
    places = _places(root)
    layers = [node for node in root.iter() if local_name(node) == "TIER"]
    times = _times(root, places)
    tiers = []
    for layer in layers:
        tier = Tier(layer.get("TIER_ID", ""), layer.get("PARTICIPANT", "").strip(), layer.get("PARENT_REF", ""))
        for note in layer.iter():
            if local_name(note) in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
                tier.spans.append((*times.get(note.get("ANNOTATION_ID", ""), (0.0, 0.0)), _value(note)))
        tiers.append(tier)
    return speech_of(tiers, name)


def _places(root: Element) -> dict[str, float]:
    """Seconds of each time slot; one without a time has that of the slot before it."""
    found: dict[str, float] = {}
    last = 0.0
    for slot in root.iter():
        if local_name(slot) == "TIME_SLOT":
            last = seconds(slot.get("TIME_VALUE")) / 1000 if slot.get("TIME_VALUE") else last
            found[slot.get("TIME_SLOT_ID", "")] = last
    return found


def _times(root: Element, places: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Start and end of every annotation; one that refers to another has the times of that one."""
    found: dict[str, tuple[float, float]] = {}
    refers: dict[str, str] = {}
    for note in root.iter():
        key = note.get("ANNOTATION_ID", "")
        if local_name(note) == "ALIGNABLE_ANNOTATION":
            found[key] = (
                places.get(note.get("TIME_SLOT_REF1", ""), 0.0),
                places.get(note.get("TIME_SLOT_REF2", ""), 0.0),
            )
        elif local_name(note) == "REF_ANNOTATION":
            refers[key] = note.get("ANNOTATION_REF", "")
    for key, target in refers.items():
        other = target
        for _ in range(_MOST_STEPS):
            if other in found or other not in refers:
                break
            other = refers[other]
        found.setdefault(key, found.get(other, (0.0, 0.0)))
    return found


def _value(note: Element) -> str:
    """Text of an annotation."""
    return " ".join("".join(child.itertext()) for child in note if local_name(child) == "ANNOTATION_VALUE").strip()
