"""Finds personal data in an interview with several detectors at once: rules, deduce, and a model when given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from narratief.domain.entities import PSEUDONYM_NAMES, Detector, Entity, merge
from narratief.privacy.detectors.addresses import find_addresses
from narratief.privacy.detectors.boundaries import mend
from narratief.privacy.detectors.contact import find_contact
from narratief.privacy.detectors.dates import find_birth_dates
from narratief.privacy.detectors.identifiers import find_identifiers
from narratief.privacy.detectors.names import find_names
from narratief.privacy.detectors.organisations import find_organisations
from narratief.privacy.detectors.plates import find_plates
from narratief.privacy.propagate import propagate

_SLUG = re.compile(r"\W+")


def rule_detectors() -> list[Detector]:
    """Narratief's own detectors: contact data, numbers, dates of birth, addresses, organisations, names."""
    return [
        find_contact,
        find_identifiers,
        find_plates,
        find_birth_dates,
        find_addresses,
        find_organisations,
        find_names,
    ]


def find_entities(
    texts: Sequence[str], detectors: Sequence[Detector], names: Iterable[str] = (), keep: Iterable[str] = ()
) -> list[list[Entity]]:
    """Find the personal data of one interview, in all turns at once: a name found in one is found in all.

    Parameters
    ----------
    texts
        Words of each turn.
    detectors
        Functions that find entities in one text.
    names
        Names known beforehand, such as speaker labels.
    keep
        Words that are never replaced by themselves, such as the name of the project or its street.

    Returns
    -------
    list[list[Entity]]
        For each turn the entities to replace, in order, none overlapping.
    """
    kept = {_fold(term) for term in keep if term.strip()}
    raw = [[entity for detector in detectors for entity in detector(text)] for text in texts]
    found = [merge(mend(text, entities)) for text, entities in zip(texts, raw, strict=True)]
    found = [_without(text, entities, kept) for text, entities in zip(texts, found, strict=True)]
    further = propagate(texts, found, names)
    merged = [merge(mend(t, [*own, *more])) for t, own, more in zip(texts, found, further, strict=True)]
    return [_without(text, entities, kept) for text, entities in zip(texts, merged, strict=True)]


def _without(text: str, entities: Iterable[Entity], kept: set[str]) -> list[Entity]:
    """Leave out types that are not replaced, and words that are kept."""
    return [
        entity
        for entity in entities
        if entity.type in PSEUDONYM_NAMES and not _is_kept(text[entity.start : entity.end], entity, kept)
    ]


def _is_kept(said: str, entity: Entity, kept: set[str]) -> bool:
    """Tell whether an entity is only a word to keep; with a house number behind it, it is not."""
    if entity.type not in ("person", "organisation", "address"):
        return False
    return _fold(re.sub(r"^(?:de|het|'t)\s", "", said, flags=re.IGNORECASE)) in kept


def _fold(term: str) -> str:
    """Bring words to lower case without signs."""
    return _SLUG.sub(" ", term.lower()).strip()
