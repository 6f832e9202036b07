"""Long texts in windows: nothing is lost, nothing moves, and a text of ordinary length is one window."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narratief.domain.windows import LONGEST_WORD, between_giant_words, windows, with_giant_words_cut

TEXTS = st.lists(st.sampled_from(["woord", "Zin.", "?", " ", "\u00a0", "x" * 150, "\n", "“Ja.” "]), max_size=40).map(
    "".join
)


@settings(deadline=None)
@given(TEXTS, st.integers(5, 300))
def test_windows_together_are_the_text_and_none_is_too_long(text, most):
    cut = list(windows(text, most))

    assert "".join(text[a:b] for a, b in cut) == text
    assert all(b - a <= most for a, b in cut)
    assert len(cut) == 1 or len(text) > most


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Een zin. Nog een zin met woorden", "Een zin. "),
        ("een woord en nog een", "een woord en "),
        ("x" * 30, "x" * 15),
    ],
)
def test_a_window_ends_after_a_sentence_else_a_word_else_anywhere(text, first):
    assert text[slice(*next(windows(text, 15)))] == first


@settings(deadline=None)
@given(TEXTS)
def test_giant_words_are_cut_where_they_stand(text):
    cut = with_giant_words_cut(text)

    assert len(cut) == len(text)
    assert all(len(word) <= LONGEST_WORD for word in cut.split())
    assert all(now in (before, " ") for before, now in zip(text, cut, strict=True))


def test_what_lies_between_giant_words_is_found():
    giant = "x" * (LONGEST_WORD + 1)
    text = f"voor {giant} tussen {giant}"

    assert [text[a:b].strip() for a, b in between_giant_words(text)] == ["voor", "tussen"]
    assert list(between_giant_words("gewoon")) == [(0, 6)]
    assert list(between_giant_words("")) == [(0, 0)]
    assert list(between_giant_words(giant)) == []
