"""What decisions mean together, and that none gets lost."""

from __future__ import annotations

import pytest

from narratief.domain.errors import InputError
from narratief.store.review.topic_edits import StoredEditLog
from narratief.topics.constraints import constraints_from
from narratief.topics.discover import discover
from narratief.topics.edits import TopicEdit, effective_edits
from narratief.topics.new_theme import theme_of
from narratief.topics.topic_editor import TopicEditor
from tests.databases import a_store


@pytest.fixture
def journal(request, tmp_path):
    """The log of decisions over all projects, in a store of its own."""
    with a_store("sqlite", request, tmp_path / "narratief.sqlite3") as store:
        yield StoredEditLog(store, None)


def edit(act: str, number: int, **details) -> TopicEdit:
    return TopicEdit(f"e{number}", "2026-11-24T10:00:00+00:00", "Noor", act, **details)


def test_rename_holds_name_and_members():
    state = constraints_from([edit("rename", 1, topic="c1", members=("a", "b"), label="Brief")])

    assert state.pinned["c1"].label == "Brief"
    assert state.pinned["c1"].members == {"a", "b"}


def test_merge_keeps_the_first_id_and_the_name_that_was_given():
    state = constraints_from(
        [
            edit("rename", 1, topic="c2", members=("b",), label="Post"),
            edit("merge", 2, topic="c1", merged=("c2",), members=("a", "b")),
        ]
    )

    assert set(state.pinned) == {"c1"}
    assert state.pinned["c1"].label == "Post"
    assert state.merged_away == {"c2"}


def test_split_divides_the_members():
    state = constraints_from(
        [edit("split", 1, topic="c1", members=("a", "b"), ids=("c1", "c9"), parts=(("a",), ("b",)))]
    )

    assert {topic: held.members for topic, held in state.pinned.items()} == {"c1": {"a"}, "c9": {"b"}}


def test_a_moved_fragment_is_in_one_cluster_only():
    state = constraints_from(
        [
            edit("rename", 1, topic="c1", members=("a", "b"), label="Een"),
            edit("move", 2, topic="c2", members=("c",), fragments=("b",)),
        ]
    )

    assert state.pinned["c1"].members == {"a"}
    assert state.pinned["c2"].members == {"b", "c"}


def test_a_fragment_taken_out_is_loose_until_it_is_put_somewhere():
    out = edit("move", 1, fragments=("a",))
    back = edit("move", 2, topic="c1", members=("b",), fragments=("a",))

    assert constraints_from([out]).excluded == {"a"}
    assert constraints_from([out, back]).excluded == frozenset()


def test_undo_takes_back_and_undo_of_undo_restores():
    first = edit("reject", 1, topic="c1", members=("a",))
    undo = edit("undo", 2, undone="e1")
    redo = edit("undo", 3, undone="e2")

    assert effective_edits([first, undo]) == ()
    assert effective_edits([first, undo, redo]) == (first,)


def test_the_journal_gives_back_what_was_recorded(journal):
    given = edit("split", 1, topic="c1", members=("a", "b"), ids=("c1", "c9"), parts=(("a",), ("b",)))

    journal.add(given)

    assert journal.edits() == (given,)


@pytest.fixture
def editor(material, codebook, space, journal):
    found = discover(material, codebook, space).topics
    return TopicEditor(found, journal, "Noor")


def test_acts_record_who_and_when(editor):
    topic = editor.found.topics[0]

    done = editor.rename(topic.id, "  Wachten op   antwoord ")

    assert done.who == "Noor"
    assert done.when.endswith("+00:00")
    assert done.label == "Wachten op antwoord"
    assert editor.log.edits() == (done,)


def test_a_decision_needs_a_person(editor):
    with pytest.raises(InputError, match="--by"):
        TopicEditor(editor.found, editor.log, " ")


def test_split_by_naming_the_second_part(editor):
    topic = editor.found.topics[0]

    done = editor.split(topic.id, [topic.members[:5]])

    assert done.ids[0] == topic.id
    assert set(done.parts[1]) == set(topic.members[:5])
    assert set(done.parts[0]) == set(topic.members[5:])


def test_acts_build_on_one_another(editor, codebook, space, material):
    one, other = editor.found.topics[:2]
    editor.merge([one.id, other.id], "Samen")
    editor.move([one.members[0]], None)
    editor.rename(one.id, "Toch anders")

    again = discover(material, codebook, space, constraints_from(editor.log.edits())).topics

    together = {*one.members, *other.members} - {one.members[0]}
    assert again.topic(one.id).label == "Toch anders"
    assert set(again.topic(one.id).members) >= together - set(again.left_out)
    assert one.members[0] in again.left_out


def test_an_unknown_cluster_or_fragment_is_told(editor):
    with pytest.raises(InputError, match="is er niet"):
        editor.rename("c000000", "Naam")
    with pytest.raises(InputError, match="is er niet"):
        editor.move(["nergens"], None)
    with pytest.raises(InputError, match="zit niet in cluster"):
        editor.split(editor.found.topics[0].id, [[editor.found.topics[1].members[0]]])


def test_undo_takes_the_latest_act_back(editor):
    editor.reject(editor.found.topics[0].id)
    editor.undo()

    assert not constraints_from(editor.log.edits()).pinned
    with pytest.raises(InputError, match="niets om ongedaan"):
        editor.undo()


def test_a_cluster_becomes_a_theme_with_examples(editor, codebook):
    topic = editor.found.topics[0]

    theme = theme_of(editor.found, topic, codebook, "relationship", "negative", "Niet bereikt!", "Wie niets wist.")

    assert theme.id == "niet_bereikt"
    assert theme.examples[0] == editor.found.passages[topic.quotes[0]].text
    chosen = topic.members[1:3]
    picked = theme_of(editor.found, topic, codebook, "relationship", "negative", "Ander", "Wie niets wist.", chosen)
    assert picked.examples == tuple(editor.found.passages[member].text for member in chosen)
