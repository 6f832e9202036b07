"""What holds now, out of the machine's codes and people's decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narratief.domain.code import MACHINE
from narratief.domain.decision import holding
from narratief.store.review.review_state import PARTS_UNFIT, THEME_GONE, WORDS_GONE, code_of, derive
from tests.store.talk import ONE, THREE, TWO, code, event, fragment, fragments, interview

TALK = interview()
F1, F2, F3 = fragments(TALK)
CODES = (code(F1, "listen", 0.9, "luisterde niet"), code(F2, "clear", 0.7), code(F3, "reply", 0.6))


def now(*events, frags=(F1, F2, F3), codes=CODES, talk=TALK, **more):
    return derive(talk, frags, codes, holding(events), **more)


def seen(state):
    return {(c.fragment.text, c.theme): c.status for c in state.codes}


def test_without_decisions_everything_is_the_machines():
    state = now()
    assert state.fragments == (F1, F2, F3)
    assert set(seen(state).values()) == {"machine"}
    assert [code_of(c) for c in state.codes] == list(CODES)


def test_each_kind_of_decision_gives_its_status():
    state = now(
        event(1, "confirm", F1, "listen"),
        event(2, "reject", F2, "clear"),
        event(3, "change", F3, "reply", after={"theme": "silence"}),
        event(4, "add", F1, "anger"),
    )
    assert seen(state) == {
        (ONE, "listen"): "confirmed",
        (ONE, "anger"): "added",
        (TWO, "clear"): "rejected",
        (THREE, "reply"): "rejected",
        (THREE, "silence"): "changed",
    }
    silence = next(c for c in state.codes if c.theme == "silence")
    assert (silence.was, silence.coder, silence.score) == ("reply", "Anna", 1.0)
    assert code_of(state.codes[0]).coder == "Anna"
    assert code_of(state.codes[0]).evidence == CODES[0].evidence


def test_a_machines_confirmed_code_keeps_the_machines_score_for_the_screen():
    state = now(event(1, "confirm", F1, "listen"))
    assert (state.codes[0].score, state.codes[0].coder, state.codes[0].decided) == (0.9, "Anna", (1,))


def test_undo_redo_and_rewind():
    first, second = event(1, "reject", F1, "listen"), event(2, "reject", F2, "clear")
    undo = event(3, "undo", undoes=1)
    assert seen(now(first, second, undo))[(ONE, "listen")] == "machine"
    assert seen(now(first, second, undo, event(4, "undo", undoes=3)))[(ONE, "listen")] == "rejected"
    rewind = event(5, "rewind", after={"to": 1, "until": 4})
    back = now(first, second, undo, rewind)
    assert seen(back)[(ONE, "listen")] == "rejected"  # the undo was after point 1, so it is taken back as well
    assert seen(back)[(TWO, "clear")] == "machine"
    again = now(first, second, undo, rewind, event(6, "undo", undoes=5))
    assert seen(again) == seen(now(first, second, undo))


def test_rewind_leaves_what_others_did_or_what_came_later():
    ours, theirs = event(1, "reject", F1, "listen", person=1), event(2, "reject", F2, "clear", person=2)
    late = event(4, "reject", F3, "reply", person=1)
    rewind = event(3, "rewind", after={"to": 0, "until": 2, "person": 1})
    assert seen(now(ours, theirs, rewind, late)) == {
        (ONE, "listen"): "machine",
        (TWO, "clear"): "rejected",
        (THREE, "reply"): "rejected",
    }


def test_two_people_who_differ_are_both_visible_until_adjudicated():
    one = event(1, "confirm", F1, "listen", person=1)
    other = event(2, "reject", F1, "listen", person=2, who="Bram")
    state = now(one, other)
    assert (state.codes[0].status, state.codes[0].contested, state.codes[0].decided) == ("rejected", True, (1, 2))
    state = now(one, other, event(3, "adjudicate", F1, "listen", after={"present": True}, who="Carla"))
    assert (state.codes[0].status, state.codes[0].contested, state.codes[0].coder) == ("confirmed", False, "Carla")
    state = now(one, replace(other, person=1))  # somebody who changes their mind does not dispute
    assert not state.codes[0].contested


def test_decisions_outlive_a_new_division_and_a_machine_that_changed_its_mind():
    whole = fragments(TALK, (f"{ONE} {TWO}", THREE))
    decisions = (
        event(1, "confirm", F1, "listen"),
        event(2, "reject", F2, "clear"),
        event(3, "add", fragment(TALK, "De brief"), "letter"),
    )
    state = now(*decisions, frags=whole, codes=(code(whole[0], "clear"), code(whole[1], "reply")))
    assert seen(state) == {
        (f"{ONE} {TWO}", "clear"): "rejected",
        (ONE, "listen"): "confirmed",
        ("De brief", "letter"): "added",
        (THREE, "reply"): "machine",
    }
    assert not state.orphans


def test_a_confirmation_stands_on_a_fragment_of_its_own_when_none_is_near():
    small = fragments(TALK, ("De gemeente", TWO, THREE))
    state = now(event(1, "confirm", F1, "listen"), frags=small, codes=())
    assert seen(state) == {(ONE, "listen"): "confirmed"}
    assert [f.index for f in state.fragments] == [0, 1, 2, 3]
    own = state.codes[0].fragment
    assert (own.question, own.resident_turn, own.turn) == ("Hoe ging het?", 0, 1)


def test_moved_words_are_found_and_lost_words_make_orphans():
    moved = event(1, "confirm", replace(F1, start=0, end=len(ONE)), "listen")
    lost = event(2, "confirm", F2, "clear", text="Deze woorden zijn er niet meer.")
    state = now(moved, lost)
    assert seen(state)[(ONE, "listen")] == "confirmed"
    assert [(o.event.id, o.reason) for o in state.orphans] == [(2, WORDS_GONE)]


def test_themes_are_carried_to_the_present_codebook():
    state = now(
        event(1, "confirm", F1, "listen"),
        event(2, "add", F2, "gone"),
        event(3, "reject", F2, "gone"),
        themes={"listen": "heard", "clear": None, "reply": "reply", "gone": None},
    )
    assert seen(state) == {(ONE, "heard"): "confirmed", (THREE, "reply"): "machine"}
    assert [o.reason for o in state.orphans] == [THEME_GONE]


def test_merged_themes_keep_the_higher_score():
    state = now(codes=(code(F1, "a", 0.4), code(F1, "b", 0.9)), themes={"a": "x", "b": "x"})
    assert [(c.theme, c.score) for c in state.codes] == [("x", 0.9)]


def test_split_gives_each_code_to_the_part_with_its_evidence():
    whole = fragments(TALK, (f"{ONE} {TWO}", THREE))
    codes = (code(whole[0], "listen", 0.9, "luisterde niet"), code(whole[0], "mood"))
    split = event(2, "split", whole[0], after={"spans": [[F1.start, F1.end], [F2.start, F2.end]]})
    state = now(event(1, "confirm", whole[0], "listen"), split, frags=whole, codes=codes)
    assert [f.text for f in state.fragments] == [ONE, TWO, THREE]
    assert seen(state) == {(ONE, "listen"): "confirmed", (ONE, "mood"): "machine", (TWO, "mood"): "machine"}


def test_merge_joins_codes_and_decisions():
    both = fragment(TALK, f"{ONE} {TWO}")
    merge = event(2, "merge", both, after={"spans": [[both.start, both.end]]})
    codes = (code(F1, "listen", 0.5), code(F2, "listen", 0.7), code(F2, "clear"))
    state = now(event(1, "reject", F1, "listen"), merge, event(3, "confirm", both, "clear"), codes=codes)
    assert [f.text for f in state.fragments] == [f"{ONE} {TWO}", THREE]
    assert seen(state) == {(both.text, "listen"): "rejected", (both.text, "clear"): "confirmed"}


def test_a_split_that_fits_no_more_is_an_orphan():
    split = event(1, "split", F1, after={"spans": [[F1.start, F1.start + 3], [0, 2]]})
    assert [o.reason for o in now(split).orphans] == [PARTS_UNFIT]


def test_later_changes_no_code_and_ends_with_a_decision():
    later = event(1, "later", F1, "listen")
    assert now(later).codes[0].later
    assert now(later).codes[0].status == "machine"
    assert not now(later, event(2, "confirm", F1, "listen")).codes[0].later


def test_a_rejected_theme_that_the_machine_never_gave_is_remembered():
    state = now(event(1, "reject", F1, "anger"))
    assert seen(state)[(ONE, "anger")] == "rejected"


@pytest.mark.parametrize("settled", [True, False])
def test_what_counts(settled):
    state = now(event(1, "confirm", F1, "listen"), event(2, "reject", F2, "clear"))
    counted = {c.theme for c in state.codes if (c.settled if settled else c.counts)}
    assert counted == ({"listen"} if settled else {"listen", "reply"})
    assert code_of(state.codes[2]).coder == MACHINE
