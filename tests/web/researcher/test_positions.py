"""Places in a browser (UTF-16 units) and in the store (code points)."""

from __future__ import annotations

import pytest

from narratief.domain.errors import Refusal
from narratief.web.forms.positions import Mark, from_utf16, selected_span, typed_span

TEXT = "Fijn 👍🏽 hoor, één 👨‍👩‍👧 thuis."


@pytest.mark.parametrize("place", range(len(TEXT) + 1))
def test_every_place_survives_the_way_to_the_browser_and_back(place):
    units = len(TEXT[:place].encode("utf-16-le")) // 2
    assert from_utf16(TEXT, units) == place


def test_a_place_inside_an_emoji_counts_as_before_it():
    assert from_utf16("a😀b", 2) == 1


@pytest.mark.parametrize("units", [-1, 99])
def test_places_outside_the_text_are_none(units):
    with pytest.raises(ValueError):
        from_utf16(TEXT, units)


def test_a_selection_over_two_pieces():
    text = "Ja 😀. Nee 😀 dus."
    start, second = 0, text.index("Nee")
    span = selected_span(text, Mark(start, 3), Mark(second, 6), "😀. Nee 😀")
    assert text[slice(*span)] == "😀. Nee 😀"


def test_other_words_than_the_person_saw_are_refused():
    with pytest.raises(Refusal):
        selected_span("Ja hoor.", Mark(0, 0), Mark(0, 2), "Nee")
    with pytest.raises(Refusal):
        selected_span("Ja hoor.", Mark(0, 0), Mark(0, 200), "Ja")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("luisterde  niet", "luisterde niet"), ("DE GEMEENTE", "De gemeente"), ("naar ons", "naar ons"), ("", None)],
)
def test_typed_words_are_found_within_the_fragment(typed, found):
    text = "Vraag. De gemeente luisterde niet naar ons. Meer."
    within = (7, text.index(" Meer"))
    span = typed_span(text, within, typed)
    assert text[slice(*span)] == (found or text[slice(*within)])


def test_typed_words_that_are_not_there_are_refused():
    with pytest.raises(Refusal):
        typed_span("De gemeente luisterde niet.", (0, 27), "de burgemeester")
