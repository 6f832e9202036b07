"""Words that stand where a model says, and reasons of one plain sentence."""

from __future__ import annotations

import pytest

from narratief.language_model.checks import one_sentence, place_of_words

TEXT = "Toen zei hij: “kom maar”, en  was-ie weg. 't Was een foto's-avond, zei [PERSOON-1]."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zei hij", "zei hij"),
        ("ZEI HIJ", "zei hij"),
        ('hij: "kom maar"', "hij: “kom maar”"),
        ("en was-ie weg", "en  was-ie weg"),
        ("’t was een", "'t Was een"),
        ("foto’s-avond, zei", "foto's-avond, zei"),
        ("zei [PERSOON-1]", "zei [PERSOON-1]"),
        ("…zei hij…", "zei hij"),
        ("'Toen zei'", "Toen zei"),
    ],
)
def test_words_are_found_letter_for_letter(words: str, found: str) -> None:
    place = place_of_words(words, TEXT)
    assert place
    assert TEXT[slice(*place)] == found


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "...",
        "weg",
        "hij zei",
        "zei hi",
        "oen zei",
        "zei hij kom",
        "[PERSOON-2]",
        "zei [PERSOON",
        "Was een foto's",
        "PERSOON-1], zei",
        ".*",
        "zei\\s+hij",
    ],
)
def test_other_words_are_not(words: str) -> None:
    assert place_of_words(words, TEXT) is None


def test_the_first_place_counts_and_letters_count_as_code_points() -> None:
    assert place_of_words("ja nee", "😀 ja nee, ja nee") == (2, 8)


def test_one_word_shows_something_only_where_there_is_one() -> None:
    assert place_of_words("Ja", "Ja.") == (0, 2)
    assert place_of_words("Ja", "Ja hoor.") is None


@pytest.mark.parametrize(
    "reason",
    [
        "De bewoner zegt dat er niet is geluisterd.",
        "Geen antwoord gehad, bijv. op de brief van 3 mei",
        "  Er kwam\n geen   brief.  ",
        "Wie beslist er?",
    ],
)
def test_a_sentence_is_shown_in_plain_spaces(reason: str) -> None:
    assert one_sentence(reason) == " ".join(reason.split())


@pytest.mark.parametrize(
    "reason",
    ["", "Luisteren.", "Eén zin. Nog een zin.", "Eerst dit! Dan dat.", "a <b> c", "zie HTTPS://x.nl nu", "x" * 301],
)
def test_what_is_no_single_plain_sentence_is_not_shown(reason: str) -> None:
    assert one_sentence(reason) == ""
