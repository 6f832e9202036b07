import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratief.privacy.detectors.numbers import number, number_runs, stretches


@pytest.mark.parametrize(
    ("word", "value"),
    [("nul", 0), ("één", 1), ("zeventien", 17), ("tweeëntwintig", 22), ("drieënveertig", 43), ("honderdtwintig", 120),
     ("honderdeneen", 101), ("tweehonderd", 200), ("negentienvierentachtig", 1984), ("tweeduizend", 2000),
     ("achttiende", 18), ("derde", 3), ("eerste", 1), ("negende", 9), ("een-en-twintig", 21), ("42", 42)],
)  # fmt: skip
def test_number_words_are_read(word: str, value: int):
    assert number(word) == value


@pytest.mark.parametrize(
    "word", ["fiets", "achter", "tiener", "honderden", "veertien-dagen", "acht­ig", "de", "einde", ""]
)
def test_other_words_are_no_numbers(word: str):
    assert number(word) is None


def test_a_run_keeps_leading_zeros_and_joins_over_commas():
    (run,) = number_runs("nul zes, 079, en")

    assert "".join(token.digits for token in run) == "06079"


def test_a_run_breaks_at_a_word():
    assert [len(run) for run in number_runs("drie vier huizen vijf")] == [2, 1]


@given(st.text(alphabet="abcdeilnortvz 0123456789,.-", max_size=60))
def test_runs_lie_within_the_text_and_in_order(text: str):
    positions = [(token.start, token.end) for run in number_runs(text) for token in run]

    assert positions == sorted(positions)
    assert all(0 <= start < end <= len(text) for start, end in positions)
    assert all(text[s:e].strip() for run in number_runs(text) for s, e, _ in stretches(run))


@pytest.mark.parametrize("word", ["1" * 5000, "honderd" * 5000, "duizend" * 5000, "negentien" * 5000])
def test_a_number_without_end_is_read_in_no_time(word: str):
    assert number(word) in (None, 10**18)
    assert len(number_runs(word)) <= 1
