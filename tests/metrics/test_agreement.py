"""Agreement against published worked examples, and against the krippendorff library."""

import random

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratief.metrics.agreement import cohen_kappa, krippendorff_alpha, mean_alpha, theme_alpha

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, A: two observers, binary, ten units.
BINARY = ([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
# The same, C: four observers, twelve units, missing data.
MISSING = (
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
)


def test_alpha_of_the_published_binary_example():
    assert krippendorff_alpha(list(zip(*BINARY, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_the_published_example_with_missing_data():
    assert krippendorff_alpha(list(zip(*MISSING, strict=True))) == pytest.approx(0.743, abs=0.0005)


def test_kappa_of_a_table_worked_by_hand():
    # Both yes 20, only the first 5, only the second 10, both no 15: po = 35/50, pe = (25*30 + 25*20)/50² = 0.5.
    first = [1] * 25 + [0] * 25
    second = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15

    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_chance_in_kappa_is_a_sum_over_labels():
    # Three labels, by hand: po = 5/6, pe = (2*1 + 2*3 + 2*2)/36 = 1/3.
    assert cohen_kappa("aabbcc", "abbbcc") == pytest.approx((5 / 6 - 1 / 3) / (1 - 1 / 3))


@given(st.lists(st.tuples(*[st.sampled_from([None, 0, 1, 2])] * 3), min_size=1, max_size=30))
def test_alpha_agrees_with_the_library(units):
    ours = krippendorff_alpha(units)
    rated = [unit for unit in units if sum(label is not None for label in unit) > 1]
    if ours is None:
        assert len({label for unit in rated for label in unit if label is not None}) < 2
        return
    data = np.array([[np.nan if label is None else label for label in unit] for unit in units], dtype=float).T
    assert ours == pytest.approx(krippendorff.alpha(data, level_of_measurement="nominal"))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_order_of_units_and_of_coders_does_not_matter(pairs):
    swapped = [(second, first) for first, second in reversed(pairs)]

    assert krippendorff_alpha(pairs) == pytest.approx(krippendorff_alpha(swapped))
    assert cohen_kappa(*zip(*pairs, strict=True)) == pytest.approx(cohen_kappa(*zip(*swapped, strict=True)))


@given(st.lists(st.booleans(), min_size=2, max_size=40).filter(lambda labels: len(set(labels)) == 2))
def test_full_agreement_is_one(labels):
    assert krippendorff_alpha([(label, label) for label in labels]) == 1
    assert cohen_kappa(labels, labels) == 1


def test_random_coding_is_about_zero():
    chance = random.Random(1)
    pairs = [(chance.random() < 0.3, chance.random() < 0.3) for _ in range(20_000)]

    assert krippendorff_alpha(pairs) == pytest.approx(0, abs=0.02)
    assert cohen_kappa(*zip(*pairs, strict=True)) == pytest.approx(0, abs=0.02)


def test_undefined_when_nobody_could_disagree():
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([("a", None), (None, "b")]) is None
    assert krippendorff_alpha([("a", "a"), ("a", "a")]) is None
    assert cohen_kappa([], []) is None
    assert cohen_kappa("aa", "aa") is None


def test_kappa_refuses_coders_with_different_units():
    with pytest.raises(ValueError, match="shorter"):
        cohen_kappa("ab", "a")


def test_a_theme_used_by_neither_coder_does_not_count_in_the_mean():
    first, second = [{"x"}, set(), {"x", "y"}, set()], [{"x"}, set(), set(), {"y"}]

    assert theme_alpha(first, second, "z") is None
    mean = (theme_alpha(first, second, "x") + theme_alpha(first, second, "y")) / 2
    assert mean_alpha(first, second, ["x", "y", "z"]) == pytest.approx(mean)
    assert mean_alpha(first, second, ["z"]) is None
