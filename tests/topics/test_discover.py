"""Finding topics: what comes out, in whatever order it goes in, and what stays the same in the next run."""

from __future__ import annotations

import numpy as np
import pytest

from narratief.nlp.lemmas import Words
from narratief.topics.constraints import Constraints, PinnedTopic
from narratief.topics.discover import discover
from narratief.topics.material import Material

from .conftest import SUBJECTS, make_material


def shuffled(material: Material, seed: int) -> Material:
    order = np.random.default_rng(seed).permutation(len(material.passages))
    words = Words(tuple(material.words.lemmas[i] for i in order), material.words.shown, material.words.nouns)
    return Material([material.passages[i] for i in order], material.embeddings[order], words)


def subject_of(topic, found) -> set[str]:
    texts = [found.passages[member].text for member in topic.members]
    return {subject for subject in SUBJECTS if any(subject in text for text in texts)}


def by_subject(found) -> dict[str, object]:
    return {next(iter(subject_of(topic, found))): topic for topic in found.shown}


def test_finds_the_groups_that_are_there(material, codebook, space):
    found = discover(material, codebook, space).topics

    assert sorted(len(subject_of(topic, found)) for topic in found.topics) == [1] * 5
    assert {topic.keywords[0] for topic in found.topics} == {"brief", "toren", "buren", "verkeer", "speeltuin"}
    assert len(found.left_out) <= 0.1 * len(material.passages)


def test_flags_what_no_theme_covers(material, codebook, space):
    found = discover(material, codebook, space).topics

    new = {next(iter(subject_of(topic, found))) for topic in found.topics if topic.new}
    assert new == {"toren", "verkeer", "speeltuin"}
    assert by_subject(found)["brief"].near[0].theme == "feedback_silence"
    assert by_subject(found)["brief"].valence == {
        "positive": 0,
        "negative": len(by_subject(found)["brief"].members),
        "none": 0,
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_the_passages_changes_nothing(material, codebook, space, seed):
    assert discover(shuffled(material, seed), codebook, space).topics == discover(material, codebook, space).topics


def test_every_passage_is_in_one_cluster_or_left_out(material, codebook, space):
    found = discover(material, codebook, space).topics

    placed = [member for topic in found.topics for member in topic.members] + list(found.left_out)
    assert sorted(placed) == sorted(passage.id for passage in material.passages)


def test_ids_survive_an_added_interview(codebook, space):
    before = discover(make_material({"brief": 30, "toren": 30, "buren": 20}), codebook, space)
    more = make_material({"brief": 36, "toren": 38, "buren": 20, "verkeer": 18})

    after = discover(more, codebook, space, history=before.history)

    old, new = by_subject(before.topics), by_subject(after.topics)
    for subject in ("brief", "toren", "buren"):
        assert new[subject].id == old[subject].id
    assert new["verkeer"].id not in {topic.id for topic in before.topics.topics}


def test_the_map_and_the_number_of_clusters_stay_when_little_is_added(codebook, space):
    sizes = {"brief": 20, "toren": 20, "buren": 20, "verkeer": 20}
    first = discover(make_material(sizes), codebook, space)

    second = discover(make_material(sizes | {"markt": 4}), codebook, space, history=first.history)

    assert second.history.counted == first.history.counted
    assert all(second.topics.points[key] == place for key, place in first.topics.points.items())
    assert set(second.topics.points) == set(second.topics.passages)


def test_the_map_and_the_number_of_clusters_are_made_anew_when_much_is_added(codebook, space):
    sizes = {"brief": 20, "toren": 20, "buren": 20, "verkeer": 20}
    first = discover(make_material(sizes), codebook, space)

    second = discover(make_material(sizes | {"markt": 40}), codebook, space, history=first.history)

    assert second.history.counted[0] == len(second.topics.passages)
    assert set(second.history.points) == set(second.topics.passages)


def test_a_cluster_that_was_away_comes_back_under_its_own_id(codebook, space):
    whole = make_material({"brief": 30, "toren": 30, "buren": 20})
    first = discover(whole, codebook, space)
    second = discover(make_material({"brief": 30, "toren": 30}), codebook, space, history=first.history)
    third = discover(whole, codebook, space, history=second.history)

    assert by_subject(third.topics)["buren"].id == by_subject(first.topics)["buren"].id


def test_a_named_cluster_keeps_name_and_fragments(material, codebook, space):
    first = discover(material, codebook, space)
    topic = by_subject(first.topics)["toren"]
    constraints = Constraints({topic.id: PinnedTopic(frozenset(topic.members), "De hoge toren")})

    again = discover(material, codebook, space, constraints, first.history).topics

    kept = again.topic(topic.id)
    assert kept.label == "De hoge toren"
    assert kept.named
    assert set(kept.members) == set(topic.members)


def test_a_merged_pair_stays_merged_and_new_fragments_join_it(codebook, space):
    sizes = {"brief": 30, "toren": 30, "buren": 20, "verkeer": 20}
    first = discover(make_material(sizes), codebook, space)
    pair = [by_subject(first.topics)[subject] for subject in ("toren", "buren")]
    together = frozenset(member for topic in pair for member in topic.members)
    constraints = Constraints(
        {pair[0].id: PinnedTopic(together, "Buren en toren")}, merged_away=frozenset({pair[1].id})
    )

    again = discover(make_material({**sizes, "toren": 40}), codebook, space, constraints, first.history).topics

    assert together <= set(again.topic(pair[0].id).members)
    assert len(again.topic(pair[0].id).members) > len(together)
    assert pair[1].id not in {topic.id for topic in again.topics}


def test_a_rejected_cluster_does_not_come_back(material, codebook, space):
    first = discover(material, codebook, space)
    topic = by_subject(first.topics)["speeltuin"]
    constraints = Constraints({topic.id: PinnedTopic(frozenset(topic.members), status="rejected")})

    again = discover(material, codebook, space, constraints, first.history).topics

    assert topic.id in {each.id for each in again.rejected}
    assert "speeltuin" not in by_subject(again)
    assert not set(topic.members) & set(again.topic_of())


def test_a_fragment_taken_out_stays_out(material, codebook, space):
    first = discover(material, codebook, space)
    member = first.topics.topics[0].members[0]

    again = discover(material, codebook, space, Constraints(excluded=frozenset({member})), first.history).topics

    assert member in again.left_out


def test_the_hierarchy_joins_all_clusters(material, codebook, space):
    found = discover(material, codebook, space).topics

    last = found.merges[-1]
    assert len(found.merges) == len(found.shown) - 1
    assert {*last.left, *last.right} == {topic.id for topic in found.shown}
    assert [merge.distance for merge in found.merges] == sorted(merge.distance for merge in found.merges)


def test_phases_are_counted_in_order(material, codebook, space):
    found = discover(material, codebook, space, phases=("eind", "begin", "nooit")).topics

    assert found.phases == ("eind", "begin")
    topic = found.topics[0]
    assert sum(topic.phases.values()) == len(topic.members)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 8])
def test_very_little_material_gives_no_error(codebook, space, size):
    found = discover(make_material({"brief": size}), codebook, space).topics

    assert len(found.passages) == size
    assert len(found.topics) <= 1


def test_thirty_fragments_give_a_few_clusters(codebook, space):
    found = discover(make_material({"brief": 10, "toren": 10, "buren": 10}), codebook, space).topics

    assert len(found.topics) == 3
