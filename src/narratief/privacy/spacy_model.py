"""The shipped pipeline's named-entity recogniser, trained on personal data in residents' talk, as a detector."""

from __future__ import annotations

from collections.abc import Iterator

from narratief.language.pipeline import shipped_pipeline
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
    """Give the recogniser as a detector; none when the shipped pipeline has no recogniser."""
    nlp = shipped_pipeline()
    if "ner" not in nlp.pipe_names:
        return ()
    needed = {"ner", "ner_tok2vec", "tok2vec"}
    unneeded = [name for name in nlp.pipe_names if name not in needed]

    def find(text: str) -> Iterator[Entity]:
        with nlp.select_pipes(disable=unneeded):
            doc = nlp(text)
        for entity in doc.ents:
            kind = _TYPES.get(entity.label_)
            if kind:
                yield Entity(entity.start_char, entity.end_char, kind, MODEL_PRIORITY)

    return (model_detector(find),)
