"""Finds personal data in an interview with several detectors at once: rules, deduce, and a model when given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from narratief.domain.entities import PSEUDONYM_NAMES, Detector, Entity, merge
from narratief.domain.marked import PERSON_PRIORITY
from narratief.domain.spans import without_outer_space
from narratief.privacy.detectors.addresses import find_addresses
from narratief.privacy.detectors.boundaries import mend, trim
from narratief.privacy.detectors.contact import find_contact
from narratief.privacy.detectors.dates import find_birth_dates
from narratief.privacy.detectors.identifiers import find_identifiers
from narratief.privacy.detectors.names import find_names
from narratief.privacy.detectors.organisations import find_organisations
from narratief.privacy.detectors.plates import find_plates
from narratief.privacy.detectors.tokens import split_words
from narratief.privacy.kept_terms import KeptTerms
from narratief.privacy.policy import hidden_by_policy
from narratief.privacy.propagate import propagate


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
    kept = KeptTerms(keep)
    raw = [[entity for detector in detectors for entity in detector(text)] for text in texts]
    found = [merge(hidden_by_policy(text, _mended(text, each))) for text, each in zip(texts, raw, strict=True)]
    found = [_without(text, _shrunk(text, entities), kept) for text, entities in zip(texts, found, strict=True)]
    further = propagate(texts, found, names)
    merged = [merge(_mended(t, [*own, *more])) for t, own, more in zip(texts, found, further, strict=True)]
    return [_without(text, _shrunk(text, entities), kept) for text, entities in zip(texts, merged, strict=True)]


def _mended(text: str, entities: Iterable[Entity]) -> list[Entity]:
    """Mend the boundaries of what was found; what a person marked is as it was marked."""
    given = list(entities)
    marked = [each for each in given if each.priority >= PERSON_PRIORITY]
    return [*marked, *mend(text, [each for each in given if each.priority < PERSON_PRIORITY])]


def _shrunk(text: str, entities: Iterable[Entity]) -> Iterator[Entity]:
    """Cut white space and function words off what settling left of persons; one that was only these goes."""
    for entity in entities:
        start, end = without_outer_space(text, (entity.start, entity.end))
        if start < end:
            cut = replace(entity, start=start, end=end)
            rules = entity.type == "person" and entity.priority < PERSON_PRIORITY
            trimmed = trim(split_words(text), cut) if rules and cut != entity else cut
            if trimmed is not None:
                yield trimmed


def _without(text: str, entities: Iterable[Entity], kept: KeptTerms) -> list[Entity]:
    """Leave out types that are not replaced, and words that are kept."""
    return [entity for entity in entities if entity.type in PSEUDONYM_NAMES and not kept.keep(text, entity)]
