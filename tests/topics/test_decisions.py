"""What decisions mean together, and that none gets lost."""

from __future__ import annotations

import pytest

from narratief.domain.errors import InputError
from narratief.store.review.topic_journal import StoreJournal
from narratief.topics.decisions import Event, standing, steering
from narratief.topics.discover import discover
from narratief.topics.topic_editor import Acts, theme_of
from tests.databases import a_store


@pytest.fixture
def journal(request, tmp_path):
    """The log of decisions over all projects, in a store of its own."""
    with a_store("sqlite", request, tmp_path / "narratief.sqlite3") as store:
        yield StoreJournal(store, None)


def event(act: str, number: int, **details) -> Event:
    return Event(f"e{number}", "2026-11-24T10:00:00+00:00", "Noor", act, **details)


def test_rename_holds_name_and_members():
    state = steering([event("rename", 1, topic="c1", members=("a", "b"), label="Brief")])

    assert state.held["c1"].label == "Brief"
    assert state.held["c1"].members == {"a", "b"}


def test_merge_keeps_the_first_id_and_the_name_that_was_given():
    state = steering(
        [
            event("rename", 1, topic="c2", members=("b",), label="Post"),
            event("merge", 2, topic="c1", merged=("c2",), members=("a", "b")),
        ]
    )

    assert set(state.held) == {"c1"}
    assert state.held["c1"].label == "Post"
    assert state.gone == {"c2"}


def test_split_divides_the_members():
    state = steering([event("split", 1, topic="c1", members=("a", "b"), ids=("c1", "c9"), parts=(("a",), ("b",)))])

    assert {topic: held.members for topic, held in state.held.items()} == {"c1": {"a"}, "c9": {"b"}}


def test_a_moved_fragment_is_in_one_cluster_only():
    state = steering(
        [
            event("rename", 1, topic="c1", members=("a", "b"), label="Een"),
            event("move", 2, topic="c2", members=("c",), fragments=("b",)),
        ]
    )

    assert state.held["c1"].members == {"a"}
    assert state.held["c2"].members == {"b", "c"}


def test_a_fragment_taken_out_is_loose_until_it_is_put_somewhere():
    out = event("move", 1, fragments=("a",))
    back = event("move", 2, topic="c1", members=("b",), fragments=("a",))

    assert steering([out]).loose == {"a"}
    assert steering([out, back]).loose == frozenset()


def test_undo_takes_back_and_undo_of_undo_restores():
    first = event("reject", 1, topic="c1", members=("a",))
    undo = event("undo", 2, undone="e1")
    redo = event("undo", 3, undone="e2")

    assert standing([first, undo]) == ()
    assert standing([first, undo, redo]) == (first,)


def test_the_journal_gives_back_what_was_recorded(journal):
    given = event("split", 1, topic="c1", members=("a", "b"), ids=("c1", "c9"), parts=(("a",), ("b",)))

    journal.add(given)

    assert journal.events() == (given,)


@pytest.fixture
def acts(material, codebook, space, journal):
    found = discover(material, codebook, space).topics
    return Acts(found, journal, "Noor")


def test_acts_record_who_and_when(acts):
    topic = acts.found.topics[0]

    done = acts.rename(topic.id, "  Wachten op   antwoord ")

    assert done.who == "Noor"
    assert done.when.endswith("+00:00")
    assert done.label == "Wachten op antwoord"
    assert acts.journal.events() == (done,)


def test_a_decision_needs_a_person(acts):
    with pytest.raises(InputError, match="--by"):
        Acts(acts.found, acts.journal, " ")


def test_split_by_naming_the_second_part(acts):
    topic = acts.found.topics[0]

    done = acts.split(topic.id, [topic.members[:5]])

    assert done.ids[0] == topic.id
    assert set(done.parts[1]) == set(topic.members[:5])
    assert set(done.parts[0]) == set(topic.members[5:])


def test_acts_build_on_one_another(acts, codebook, space, material):
    one, other = acts.found.topics[:2]
    acts.merge([one.id, other.id], "Samen")
    acts.move([one.members[0]], None)
    acts.rename(one.id, "Toch anders")

    again = discover(material, codebook, space, steering(acts.journal.events())).topics

    together = {*one.members, *other.members} - {one.members[0]}
    assert again.topic(one.id).label == "Toch anders"
    assert set(again.topic(one.id).members) >= together - set(again.left_out)
    assert one.members[0] in again.left_out


def test_an_unknown_cluster_or_fragment_is_told(acts):
    with pytest.raises(InputError, match="is er niet"):
        acts.rename("c000000", "Naam")
    with pytest.raises(InputError, match="is er niet"):
        acts.move(["nergens"], None)
    with pytest.raises(InputError, match="zit niet in cluster"):
        acts.split(acts.found.topics[0].id, [[acts.found.topics[1].members[0]]])


def test_undo_takes_the_latest_act_back(acts):
    acts.reject(acts.found.topics[0].id)
    acts.undo()

    assert not steering(acts.journal.events()).held
    with pytest.raises(InputError, match="niets om ongedaan"):
        acts.undo()


def test_a_cluster_becomes_a_theme_with_examples(acts, codebook):
    topic = acts.found.topics[0]

    theme = theme_of(acts.found, topic, codebook, "relationship", "negative", "Niet bereikt!", "Wie niets wist.")

    assert theme.id == "niet_bereikt"
    assert theme.examples[0] == acts.found.passages[topic.quotes[0]].text
