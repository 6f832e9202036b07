"""One word that the recogniser takes for a person is weighed with the lists and with what stands around it."""

from __future__ import annotations

import pytest

from narratief.domain.entities import Entity
from narratief.privacy.detectors.name_signs import is_nobody, signs
from narratief.privacy.detectors.recognised import weighed
from narratief.privacy.detectors.tokens import split_words

PERSON = {"PERSON": 0.97, "GPE": 0.01, "FAC": 0.0, "ORG": 0.01, "PUBLIC": 0.0, "O": 0.01}
DOUBTED = {"PERSON": 0.45, "GPE": 0.25, "FAC": 0.15, "ORG": 0.05, "PUBLIC": 0.0, "O": 0.1}


def at(text: str, word: str):
    words = split_words(text)
    return words, words.index_from(text.index(word))


@pytest.mark.parametrize(
    ("text", "word", "shares"),
    [
        ("De bewoners van Lutterveen zijn het zat.", "Lutterveen", DOUBTED),
        ("Achter Vinkebroek begint het water.", "Vinkebroek", DOUBTED),
        ("Tussen de dijk en Radewijk loopt een pad.", "Radewijk", DOUBTED),
    ],
)
def test_a_hamlet_behind_words_of_place_is_nobody(text, word, shares):
    assert is_nobody(*at(text, word), shares)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Toen kwam Tsegai erbij en die had een verhaal.", "Tsegai"),
        ("Met Houbraken heb ik het erover gehad.", "Houbraken"),
        ("ja en toen zei wubbechien dat doen we niet", "wubbechien"),
    ],
)
def test_a_name_on_no_list_is_somebody(text, word):
    assert not is_nobody(*at(text, word), PERSON)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Toen kwam Marieke binnen.", "Marieke"),
        ("Dat zei mevrouw Lutterveen ook.", "Lutterveen"),
        ("Daar zat Tsegai Houbraken nog.", "Tsegai Houbraken"),
        ("Ik sprak Van Lutterveen daarover.", "Van Lutterveen"),
    ],
)
def test_a_first_name_a_title_a_full_name_and_a_prefix_leave_no_doubt(text, said):
    start = text.index(said)
    assert weighed(split_words(text), Entity(start, start + len(said), "person")) is None


def test_a_sign_tells_who_comes_from_a_place():
    words, index = at("De raad van Lutterveen besloot anders.", "Lutterveen")
    seen = signs(words, index, DOUBTED)

    assert seen["after_those_of"] == 1.0
    assert seen["after_van"] == 0.0
