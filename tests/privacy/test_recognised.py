"""The recogniser as a detector: what it is sure of is believed, what capitals and lists deny is not."""

from __future__ import annotations

import pytest

from narratief.domain.entities import PSEUDONYM_NAMES
from narratief.privacy.detectors.recognised import model_detectors


@pytest.fixture(scope="module")
def found_in():
    (find,) = model_detectors()
    return lambda text: {(text[e.start : e.end], e.type) for e in find(text) if e.type in PSEUDONYM_NAMES}


@pytest.mark.parametrize(
    ("text", "said", "kind"),
    [
        ("Daar woont Ton, die is al jaren weduwnaar.", "Ton", "person"),
        ("De dochter van Tesfay Haile heeft voor ons getolkt.", "Tesfay Haile", "person"),
        ("Vraag het maar aan de buren op nummer 47, die waren erbij.", "nummer 47", "address"),
        ("en toen kwam dirk de boer van de vereniging langs", "dirk de boer", "person"),
    ],
)
def test_names_and_numbers_are_found_in_typed_text_and_in_speech(found_in, text, said, kind):
    assert (said, kind) in found_in(text)


@pytest.mark.parametrize("text", ["Hm.", "Streng.", "Dat was DRIE keer.", "De gemeente luisterde goed. Mensen ook."])
def test_ordinary_words_stay(found_in, text):
    assert found_in(text) == set()
