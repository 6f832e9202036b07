"""A project of any size is compared within bounds: a part of the pairs at a time."""

import random
import tracemalloc

import numpy as np

from narratief.turning_points import find_turning_points, order
from narratief.turning_points.comparing import Compared
from narratief.turning_points.linking import LEAST_TOLD, linked
from narratief.turning_points.mentions import mentions_of
from narratief.turning_points.stories import answers_of, stories_of
from narratief.turning_points.story_model import load_story_model
from narratief.turning_points.timeline import _found
from tests.publish.report.projects import sample
from tests.synthesis.conftest import make_result


def stories_in(result):
    model = load_story_model()
    return stories_of(answers_of(result.fragments), mentions_of(result), model.goes_on, model.tells)


def test_stories_compared_a_few_at_a_time_are_grouped_alike(monkeypatch):
    stories = stories_in(sample("gebiedsproces-broekerveld"))
    expected = linked(stories)
    assert len(expected) > 1

    monkeypatch.setattr("narratief.turning_points.linking._AT_ONCE", 3 * len(stories))

    assert linked(stories) == expected


def test_memory_does_not_grow_with_the_number_of_pairs(monkeypatch):
    dice = random.Random(1)
    words = ["".join(dice.choices("abdeghiklmnoprstuvw", k=9)) for _ in range(4000)]
    told = ["We stonden met zijn allen bij {} en {}, tot {} kwam.".format(*dice.sample(words, 3)) for _ in range(500)]
    stories = stories_in(make_result({f"{at}.txt": [(each, [])] for at, each in enumerate(told)}))
    assert len(stories) == len(told)
    assert all(story.tells > LEAST_TOLD for story in stories), "all of them are compared"
    linked(stories[:20])  # loads what is loaded once
    monkeypatch.setattr("narratief.turning_points.linking._AT_ONCE", 10_000)

    tracemalloc.start()
    linked(stories)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 4 * 8 * len(stories) ** 2, "tables of all pairs, one for each of thirty numbers"


def test_stories_outside_the_core_join_the_group_they_fit(monkeypatch):
    dice = random.Random(2)
    events = ("de kraan omviel in de sluis", "de dode zwaan lag bij de kazerne", "het orgel speelde op de werf")
    own = ["".join(dice.choices("abdeghiklmnoprstuvw", k=8)) for _ in range(81)]
    told = [f"Toen {event}, stond {own.pop()} met {own.pop()} bij {own.pop()}." for event in events for _ in range(9)]
    stories = stories_in(make_result({f"{at}.txt": [(each, [])] for at, each in enumerate(told)}))
    whole = linked(stories)
    assert [len(group) for group, _ in whole] == [9, 9, 9]

    monkeypatch.setattr("narratief.turning_points.linking._CORE", 22)

    assert [group for group, _ in linked(stories)] == [group for group, _ in whole]


def test_events_that_are_named_are_compared_where_one_is_of_the_core():
    stories = stories_in(sample("gebiedsproces-broekerveld"))
    every = np.arange(len(stories))
    all_pairs, few = Compared(stories), Compared(stories, core=[3, 4])

    for table in ("alike", "apart"):
        whole, part = getattr(all_pairs, table)(every, every), getattr(few, table)(every, every)
        assert np.array_equal(part[[3, 4]], whole[[3, 4]])
        assert np.array_equal(part[:, [3, 4]], whole[:, [3, 4]])
    assert few.alike(every, every).sum() < all_pairs.alike(every, every).sum()


def test_putting_moments_in_order_looks_at_each_of_them_once(monkeypatch):
    asked = []
    last_resort = order._last_resort
    monkeypatch.setattr(order, "_last_resort", lambda moment: asked.append(moment.id) or last_resort(moment))
    _found.cache_clear()

    found = find_turning_points(sample("wijkverkeersplan-noorderhaven"))

    assert sorted(asked) == sorted(each.id for each in (*found.turning_points, *found.others))
    assert len(asked) > 5
