"""Events that residents share, scored against marked ones."""

import json

import pytest

from narratief.domain.errors import InputError
from narratief.metrics.events import EventScores, score_events
from narratief.metrics.gold import GoldMention, GoldMoment, load_moments

A, B, C, D = ("a.txt", 1), ("b.txt", 2), ("c.txt", 3), ("d.txt", 4)


def event(*places, unsure=()):
    mentions = [GoldMention(file, turn, "x") for file, turn in places]
    return GoldMoment("m", "", (*mentions, *(GoldMention(file, turn, "x", sure=False) for file, turn in unsure)))


def test_the_same_events_score_one():
    scores = score_events([event(A, B), event(C, D)], [{A, B}, {D, C}])

    assert (scores.gold, scores.found, scores.right) == (2, 2, 2)
    assert scores.pairwise_f1 == scores.bcubed_f1 == scores.event_precision == 1.0


def test_two_evenings_put_together_cost_precision():
    scores = score_events([event(A, B), event(C, D)], [{A, B, C, D}])

    assert scores.event_precision == 0.0
    assert scores.pairwise_precision == pytest.approx(2 / 6)
    assert scores.pairwise_recall == 1.0
    assert scores.bcubed_precision == 0.5
    assert scores.bcubed_recall == 1.0


def test_an_event_that_was_not_found_costs_recall():
    scores = score_events([event(A, B), event(C, D)], [{A, B}, {C}])

    assert scores.event_precision == 1.0
    assert scores.pairwise_recall == 0.5
    assert scores.bcubed_recall == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)


def test_a_mention_of_two_events_may_stand_in_both():
    both = score_events([event(A, B), event(A, C)], [{A, B}, {A, C}])
    joined = score_events([event(A, B), event(A, C)], [{A, B, C}])

    assert both.pairwise_f1 == both.bcubed_f1 == 1.0
    assert joined.pairwise_precision == pytest.approx(2 / 3)
    assert joined.bcubed_precision < 1


def test_pairs_of_one_resident_do_not_count():
    scores = score_events([event(A, ("a.txt", 5), B)], [{A, B}, {("a.txt", 5), ("a.txt", 7)}])

    assert (scores.pairs_gold, scores.pairs_found, scores.pairs_both) == (2, 1, 1)
    assert (scores.gold, scores.found) == (1, 1)


def test_what_the_person_was_not_sure_of_counts_neither_way():
    gold = [event(A, B, unsure=[C])]

    with_it, without = score_events(gold, [{A, B, C}]), score_events(gold, [{A, B}])

    assert with_it.pairwise_f1 == without.pairwise_f1 == 1.0
    assert with_it.bcubed_f1 == without.bcubed_f1 == 1.0
    assert with_it.event_precision == 1.0
    assert score_events(gold, [{A, C}]).found == 0


def test_an_invented_event_is_wrong():
    scores = score_events([event(A, B)], [{A, B}, {C, D}])

    assert scores.event_precision == 0.5
    assert scores.pairwise_precision == 0.5
    assert scores.bcubed_precision == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)


def test_nothing_found_and_nothing_marked():
    assert score_events([], []).pairwise_f1 is None
    assert score_events([event(A, B)], []).pairwise_recall == 0.0
    assert EventScores().event_precision is None


def test_scores_add_up_by_mention():
    one = score_events([event(A, B)], [{A, B}])
    other = score_events([event(A, B, C)], [])

    assert (one + other).pairwise_recall == pytest.approx(1 / 4)
    assert (one + other).bcubed_recall == pytest.approx((2 + 3 * (1 / 3)) / 5)


@pytest.mark.parametrize(
    "line",
    [
        {"moment": "x", "mentions": []},
        {"moment": "x", "mentions": ["a"]},
        {"moment": "x", "mentions": [{"file": "a.txt", "turn": -1, "words": "x"}]},
        {"moment": "x", "mentions": [{"file": "a.txt", "turn": 1, "words": "x", "sure": "nee"}]},
        {"moment": "x", "when": 3, "mentions": [{"file": "a.txt", "turn": 1, "words": "x"}]},
        {"mentions": [{"file": "a.txt", "turn": 1, "words": "x"}]},
    ],
)
def test_a_broken_line_is_named(tmp_path, line):
    path = tmp_path / "moments.jsonl"
    path.write_text("\n" + json.dumps(line), "utf-8")

    with pytest.raises(InputError) as caught:
        load_moments(path)

    assert "Regel 2" in str(caught.value.problem)
