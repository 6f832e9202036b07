"""The recogniser that was trained on personal data in residents' talk, as a detector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from narratief.language.recogniser import load_recogniser
from narratief.privacy.detect import model_detector
from narratief.privacy.entities import MODEL_PRIORITY, Detector, Entity, EntityType

# Streets without a number, places, ages and public bodies are no personal data by themselves, so they are not taken.
_TYPES: dict[str, EntityType] = {
    "PERSON": "person",
    "ADDRESS": "address",
    "ORG": "organisation",
    "PHONE": "phone",
    "EMAIL": "email",
    "BSN": "bsn",
    "IBAN": "iban",
    "PLATE": "plate",
    "DOB": "date_of_birth",
    "URL": "url",
}


def model_detectors() -> tuple[Detector, ...]:
    """Give the recogniser as a detector."""
    recogniser = replace(load_recogniser(), outside=0.0)  # a name that is missed weighs more than a word too many

    def find(text: str) -> Iterator[Entity]:
        for start, end, label in recogniser.find(text):
            kind = _TYPES.get(label)
            if kind:
                yield Entity(start, end, kind, MODEL_PRIORITY)

    return (model_detector(find),)
