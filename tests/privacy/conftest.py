from collections.abc import Callable, Iterable

import pytest

from narratief.domain.entities import Detector, Entity, merge
from narratief.domain.interview import Interview, Utterance
from narratief.privacy.detect import find_entities, rule_detectors
from narratief.privacy.detectors.boundaries import mend
from narratief.privacy.detectors.deduce_engine import DeduceDetector, load_deduce

Found = list[tuple[str, str]]


@pytest.fixture(scope="session")
def deduce() -> DeduceDetector:
    """Loaded once for the whole session; its tables stay in the normal cache of the machine."""
    return load_deduce()


@pytest.fixture
def found_by() -> Callable[[Detector, str], list[str]]:
    """Words that one detector finds in a text, boundaries mended and overlaps settled."""

    def find(detector: Detector, text: str, kind: str | None = None) -> list[str]:
        entities: Iterable[Entity] = merge(mend(text, detector(text)))
        return [text[e.start : e.end] for e in entities if kind in (None, e.type)]

    return find


@pytest.fixture
def found() -> Callable[[str], Found]:
    """Type and words of everything the rules find in a text."""
    detectors = rule_detectors()

    def find(text: str) -> Found:
        return [(e.type, text[e.start : e.end]) for e in find_entities([text], detectors)[0]]

    return find


@pytest.fixture
def interview() -> Interview:
    return Interview.build(
        "gesprek-01.txt",
        [
            Utterance("Interviewer", "Fijn dat u er bent. Wie bent u?", "interviewer"),
            Utterance("Gerrit Wiersma", "Ik ben Gerrit Wiersma, ik woon op de Dorpsweg 14.", "resident"),
            Utterance("Interviewer", "En uw vrouw, meneer Wiersma?", "interviewer"),
            Utterance("Gerrit Wiersma", "Mijn vrouw Fenna belt op 06-00 50 17 34. Gerrit, zegt Fenna dan.", "resident"),
        ],
        warnings=["Gerrit Wiersma is als inwoner herkend."],
    )
