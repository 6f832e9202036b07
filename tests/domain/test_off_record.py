"""A project without the words that are off the record: as long, with every code, and nothing to guess from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratief.domain.off_record import for_outside, masked_text, with_withheld
from tests.synthesis.conftest import make_result

SECRET = "De wethouder was die avond flink aangeschoten."


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=6))
def test_a_mask_is_as_long_and_hides_all_but_line_ends(text: str, places: list[tuple[int, int]]) -> None:
    spans = [(min(a, len(text)), min(a + size, len(text))) for a, size in places]
    hidden = {at for start, end in spans for at in range(start, end)}
    made = masked_text(text, spans)
    assert len(made) == len(text)
    for at, (before, after) in enumerate(zip(text, made, strict=True)):
        assert after == before if at not in hidden or before == "\n" else after in "█ "


def test_masks_of_words_of_one_length_are_the_same() -> None:
    one, other = "Jan zei het toen.", "Hij zag dat wel ."
    assert masked_text(one, [(0, len(one))]) == masked_text(other, [(0, len(other))])


@pytest.fixture
def result():
    return make_result({"a.txt": [(SECRET, ["influence_doubt"]), ("De koffie was goed die avond.", [])]})


def test_warnings_that_repeat_such_words_stay_behind(result) -> None:
    (interview,) = result.interviews
    at = interview.text.index(SECRET)
    spans = [(at, at + len(SECRET))]
    warned = replace(interview, warnings=(f"Niet gelezen: ‘{SECRET}’", "Wie er spreekt, is niet zeker."))
    marked = with_withheld(interview, result.fragments, spans)
    ids = dict(zip((each.id for each in result.fragments), (each.id for each in marked), strict=True))
    codes = tuple(replace(code, fragment=ids[code.fragment]) for code in result.codes)
    whole = replace(result, interviews=(warned,), fragments=marked, codes=codes)
    outside = for_outside(whole, {"a.txt": spans})
    assert outside.interviews[0].warnings == ("Wie er spreekt, is niet zeker.",)
    assert "aangeschoten" not in str(outside)
    assert [each.withheld for each in outside.fragments] == [True, False]
    assert for_outside(whole, {}) is whole
