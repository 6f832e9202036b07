"""Theme scores on a table worked by hand, and what must hold for any prediction."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from narratief.metrics.agreement import cohen_kappa, mean_alpha, theme_alpha
from narratief.metrics.confusion import Confused, confusion
from narratief.metrics.themes import score_themes

THEMES = ("x", "y", "z", "w")
#         x: both 1, wrong 1, missed 1     y: both 1, missed 1     z: wrong 1     w: nowhere
GOLD = [{"x"}, {"x", "y"}, {"y"}, set(), set()]
GIVEN = [{"x"}, {"y"}, {"z"}, {"x"}, set()]

labels = st.lists(st.tuples(*[st.sets(st.sampled_from(THEMES))] * 2), min_size=1, max_size=25)


def scored(gold=GOLD, given=GIVEN, **options):
    return score_themes(gold, given, THEMES, **({"samples": 20} | options))


def value(scores, name):
    return scores.measures[name].value


def test_scores_per_theme_of_the_hand_worked_table():
    x, y, z, w = scored().themes

    assert (x.gold, x.predicted, x.both) == (2, 2, 1)
    assert (x.precision, x.recall, x.f1) == (0.5, 0.5, 0.5)
    assert (y.precision, y.recall, y.f1) == (1.0, 0.5, pytest.approx(2 / 3))
    assert (z.precision, z.recall, z.f1) == (0.0, None, 0.0)
    assert (w.precision, w.recall, w.f1, w.alpha, w.kappa) == (None,) * 5
    assert x.kappa == pytest.approx((3 / 5 - 13 / 25) / (1 - 13 / 25))  # pe = (2*2 + 3*3)/25
    assert x.alpha == pytest.approx(1 - 9 * 2 / (4 * 6))  # 4 times x and 6 times not among 10 values, 2 disagreements


def test_overall_scores_of_the_hand_worked_table():
    scores = scored(core=("y", "w"))

    assert value(scores, "micro_f1") == pytest.approx(4 / 8)
    assert value(scores, "micro_precision") == pytest.approx(2 / 4)
    assert value(scores, "micro_recall") == pytest.approx(2 / 4)
    assert value(scores, "macro_f1") == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert value(scores, "macro_f1_used") == pytest.approx((1 / 2 + 2 / 3 + 0) / 3)
    assert value(scores, "core_macro_f1") == pytest.approx(2 / 3)
    assert (scores.empty, scores.left_empty, scores.empty_share) == (2, 1, 0.5)
    assert (scores.turns, scores.exact) == (5, 2)


def test_says_what_was_given_instead():
    assert confusion(GOLD, GIVEN) == (
        Confused("", "x", 1),
        Confused("x", "", 1),
        Confused("y", "z", 1),
    )


def test_confusion_counts_every_pair_of_missed_and_wrong():
    assert confusion([{"x", "y"}], [{"z"}]) == (Confused("x", "z", 1), Confused("y", "z", 1))


@settings(deadline=None)
@given(labels)
def test_perfect_prediction_is_one_everywhere(pairs):
    gold = [true for true, _ in pairs]
    scores = scored(gold, gold)

    assert all(measure.value in (1.0, None) for measure in scores.measures.values())
    assert all(score.f1 in (1.0, None) for score in scores.themes)
    assert (scores.exact, scores.confused) == (len(gold), ())
    assert scores.left_empty == scores.empty


@settings(deadline=None)
@given(labels, st.randoms())
def test_order_of_turns_does_not_matter(pairs, chance):
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    here, there = (scored(*map(list, zip(*each, strict=True)), samples=0) for each in (pairs, shuffled))

    assert here == there


@settings(deadline=None)
@given(labels)
def test_agrees_with_slow_formulas(pairs):
    gold, given = map(list, zip(*pairs, strict=True))
    scores = scored(gold, given)

    assert value(scores, "alpha") == pytest.approx(mean_alpha(gold, given, THEMES))
    for score in scores.themes:
        ours, theirs = ([score.theme in each for each in side] for side in (gold, given))
        assert score.alpha == pytest.approx(theme_alpha(gold, given, score.theme))
        assert score.kappa == pytest.approx(cohen_kappa(ours, theirs))
        if score.f1 is not None:
            assert score.f1 == pytest.approx(f1_score(ours, theirs, zero_division=0))


def test_random_prediction_has_no_agreement():
    chance = random.Random(7)
    gold, given = ([{t for t in THEMES if chance.random() < 0.3} for _ in range(5000)] for _ in range(2))

    assert value(scored(gold, given), "alpha") == pytest.approx(0, abs=0.03)
    assert value(scored(gold, given), "kappa") == pytest.approx(0, abs=0.03)


def test_nothing_given_and_nothing_in_gold_is_undefined():
    scores = scored([set(), set()], [set(), set()])

    assert all(measure.value is None for measure in scores.measures.values())
    assert scores.empty_share == 1.0


def test_no_turns_at_all():
    scores = scored([], [])

    assert (scores.turns, scores.empty_share, value(scores, "macro_f1")) == (0, None, None)


def test_interval_holds_the_value_and_repeats_with_its_seed():
    chance = random.Random(3)
    gold = [{t for t in THEMES if chance.random() < 0.4} for _ in range(120)]
    given = [{t for t in true if chance.random() < 0.8} for true in gold]
    groups = [f"interview-{place // 10}" for place in range(120)]

    scores = scored(gold, given, groups=groups, samples=500)

    assert scores.groups == 12
    for measure in scores.measures.values():
        if measure.interval:
            assert measure.interval.low <= measure.value <= measure.interval.high
    f1 = scores.measures["micro_f1"].interval
    assert 0 < f1.high - f1.low < 0.2
    assert scores == scored(gold, given, groups=groups, samples=500)
    assert scores.measures != scored(gold, given, groups=groups, samples=500, seed=4).measures


def test_one_interview_gives_no_interval():
    scores = scored(groups=["a"] * 5)

    assert all(measure.interval is None for measure in scores.measures.values())


def test_a_theme_outside_the_codebook_is_refused():
    with pytest.raises(ValueError, match="outside the codebook: q"):
        scored([{"q"}], [set()])


def test_different_numbers_of_turns_are_refused():
    with pytest.raises(ValueError, match=r"shorter|longer"):
        scored([{"x"}, set()], [{"x"}])


def test_calibration_of_given_themes_leaves_out_the_scores_of_others():
    scores = scored([{"x"}], [{"x"}], scores=[{"x": 0.9, "y": 0.1}])

    assert (scores.calibration.count, scores.calibration_given.count) == (2, 1)
    assert scored().calibration is None
