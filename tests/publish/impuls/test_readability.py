"""Flesch-Douma with worked examples; long sentences and passives."""

import pytest

from narratief.publish.impuls.readability import (
    flesch_douma,
    is_passive,
    readability,
    sentences_of,
    syllables,
    words_of,
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("de", 1), ("kat", 1), ("water", 2), ("gemeente", 3), ("bewoners", 3), ("vertellen", 3), ("lelijk", 2),
        ("mooie", 2), ("nieuwe", 2), ("sneeuw", 1), ("koeien", 2), ("draaien", 2), ("buien", 2), ("vrije", 2),
        ("geïnteresseerd", 5), ("coördinatie", 5), ("zeeën", 2), ("knieën", 2), ("één", 1), ("financiële", 5),
        ("bureau", 2), ("station", 3), ("theater", 3), ("participatie", 5), ("yoghurt", 2), ("baby", 2),
        ("aquarium", 4), ("auto's", 2), ("hmm", 1), ("12", 2),
    ],
)  # fmt: skip
def test_syllables(word, count):
    assert syllables(word) == count


def test_a_worked_example():
    """Nine words of one syllable each in two sentences: 206.835 - 0.93 x 4.5 - 77 x 1 = 125.65."""
    found = readability("De kat zit op de mat. De hond slaapt.")

    assert (found.words, found.sentences, found.syllables) == (9, 2, 9)
    assert found.score == pytest.approx(125.65, abs=0.06)


def test_another_worked_example():
    """Five words, twelve syllables (3+3+2+1+3), one sentence: 206.835 - 0.93 x 5 - 77 x 2.4 = 17.385."""
    found = readability("Bewoners vertellen over de gemeente.")

    assert (found.words, found.sentences, found.syllables) == (5, 1, 12)
    assert found.score == pytest.approx(17.385, abs=0.06)


def test_no_words_no_score():
    assert flesch_douma(0, 0, 0) == 0
    assert readability("").sentences == 0


def test_sentences_end_where_a_sentence_ends():
    assert sentences_of("Dit is 3.5 meter. “Echt?” Ja!") == ("Dit is 3.5 meter.", "“Echt?", "Ja!")
    assert sentences_of("Kop\nRegel") == ("Kop", "Regel")
    assert len(sentences_of("De wijk is klaar. Het is mooi! Toch? Ja.")) == 4
    assert sentences_of("Zo'n 3.500 mensen kwamen.") == ("Zo'n 3.500 mensen kwamen.",)


def test_words_with_an_apostrophe_or_hyphen_are_one():
    assert words_of("Twee auto's en een twee-onder-een-kap.") == ("Twee", "auto's", "en", "een", "twee-onder-een-kap")


@pytest.mark.parametrize(
    "sentence",
    [
        "Het plan wordt gemaakt.",
        "De brieven werden niet beantwoord.",
        "De straat is door de buurt ontworpen.",
        "Bewoners worden uitgenodigd voor een gesprek.",
    ],
)
def test_passives_are_found(sentence):
    assert is_passive(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "De gemeente maakt het plan.",
        "Het wordt een mooie dag.",
        "Zij zijn naar huis gegaan.",
        "De gemeente wordt groter.",
        "Het gesprek is in het gebouw.",
    ],
)
def test_other_sentences_are_not(sentence):
    assert not is_passive(sentence)


def test_long_sentences_are_named():
    long = "Dit is een zin die maar doorgaat en doorgaat en die dus echt veel te lang is."

    assert readability(f"Kort. {long}", sentence_words=15).long == (long,)
