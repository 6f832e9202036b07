import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratief.domain.calibration import Bin, calibration, scored_themes


def test_reliability_table_by_hand():
    found = calibration([(0.95, True), (0.85, True), (0.85, False), (0.05, False)])

    assert found.count == 4
    assert [(row.low, row.count, row.right) for row in found.bins] == [(0.0, 1, 0.0), (0.8, 2, 0.5), (0.9, 1, 1.0)]
    assert found.ece == pytest.approx((0.05 + 2 * 0.35 + 0.05) / 4)
    assert found.brier == pytest.approx((0.05**2 + 0.15**2 + 0.85**2 + 0.05**2) / 4)


def test_one_belongs_to_the_last_bin():
    assert calibration([(1.0, True)]).bins == (Bin(0.9, 1.0, 1, 1.0, 1.0),)


def test_honest_scores_have_no_error():
    assert calibration([(0.75, True)] * 3 + [(0.75, False)]).ece == 0


def test_nothing_scored_is_none():
    assert calibration([]) is None


def test_scores_outside_the_range_are_refused():
    with pytest.raises(ValueError, match="not between"):
        calibration([(1.2, True)])


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_error_stays_within_bounds(scored):
    found = calibration(scored)

    assert sum(row.count for row in found.bins) == found.count == len(scored)
    assert 0 <= found.ece <= 1
    assert 0 <= found.brier <= 1


def test_pairs_scores_with_gold():
    assert scored_themes([{"x"}, set()], [{"x": 0.9, "y": 0.4}, {"x": 0.2}]) == [
        (0.9, True),
        (0.4, False),
        (0.2, False),
    ]
