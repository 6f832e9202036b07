"""Spans: trimmed, widened, joined, and found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratief.domain.spans import (
    apply_edits,
    back_to_word_end,
    edits_between,
    find_words,
    moved,
    to_white_space,
    to_whole_words,
    union,
    without_outer_space,
)

WORDS = st.lists(st.sampled_from(["de", "straat", "is", "[PERSOON-1]", "Jan", "breed", ",", "é"]), max_size=25).map(
    " ".join
)


@given(WORDS, WORDS)
def test_edits_turn_one_text_into_the_other(old, new):
    assert apply_edits(old, edits_between(old, new)) == new


@given(WORDS, WORDS, st.data())
def test_untouched_words_are_at_their_moved_place(old, new, data):
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    edits = edits_between(old, new)
    a, b = moved((start, end), edits)
    assert 0 <= a <= b <= len(new) or start == end
    if start < end and not any((e[0] < end and start < e[1]) or (e[0] == e[1] and start < e[0] < end) for e in edits):
        assert new[a:b] == old[start:end]


def test_a_span_keeps_its_pseudonym():
    text = "Ik sprak met Jan Jansen daarover."
    edits = [(13, 23, "[PERSOON-1]")]
    assert text[13:23] == "Jan Jansen"
    after = apply_edits(text, edits)
    assert [after[slice(*moved(span, edits))] for span in [(0, 33), (13, 23), (9, 17), (20, 33), (24, 33)]] == [
        after,
        "[PERSOON-1]",
        "met [PERSOON-1]",
        "[PERSOON-1] daarover.",
        "daarover.",
    ]


def test_words_are_found_only_when_their_place_is_certain():
    assert find_words("ja nee ja", (0, 2), "ja") == (0, 2)
    assert find_words("o ja nee", (0, 2), "ja") == (2, 4)
    assert find_words("o ja nee ja", (0, 2), "ja") is None
    assert find_words("o", (0, 2), "ja") is None
    assert find_words("o", None, "o") is None


@pytest.mark.parametrize(
    ("selection", "whole"),
    [("ees Bakk", "Kees Bakker"), (" Kees ", "Kees"), ("Kees Bakker", "Kees Bakker"), ("K", "Kees")],
)
def test_a_selection_is_widened_to_whole_words(selection, whole):
    text = "Ja, naast Kees Bakker. Dag."
    start = text.index(selection)
    trimmed = without_outer_space(text, (start, start + len(selection)))
    assert text[slice(*to_whole_words(text, trimmed))] == whole


@pytest.mark.parametrize(("span", "trimmed"), [((-3, 99), "een woord"), ((0, 2), ""), ((4, 8), "n wo")])
def test_outer_space_is_trimmed_within_the_text(span, trimmed):
    text = "  een woord \n"
    assert text[slice(*without_outer_space(text, span))] == trimmed


def test_a_span_goes_out_to_white_space_and_back_to_a_word_end():
    text = "een (half woord), ja"
    assert text[slice(*to_white_space(text, (6, 7)))] == "(half"
    assert text[slice(*back_to_word_end(text, (0, 8)))] == "een ("
    assert text[slice(*back_to_word_end(text, (0, 3)))] == "een"


def test_spans_that_overlap_or_touch_are_joined():
    assert union([(5, 7), (0, 2), (2, 3), (6, 9)]) == [(0, 3), (5, 9)]
