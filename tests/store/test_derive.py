"""What holds now, out of the machine's codes and people's decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from narratief.domain.actions import (
    Add,
    Adjudicate,
    Change,
    Confirm,
    Merge,
    Postpone,
    Reject,
    Rewind,
    Split,
    Undo,
)
from narratief.domain.code import MACHINE
from narratief.domain.decision import Author, holding
from narratief.domain.kinds import Kind
from narratief.store.review.derive import PARTS_UNFIT, THEME_GONE, WORDS_GONE, derive
from tests.store.talk import NOON, ONE, THREE, TWO, code, decided, fragment, fragments, interview, span

TALK = interview()
F1, F2, F3 = fragments(TALK)
CODES = (code(F1, "listen", 0.9, "luisterde niet"), code(F2, "clear", 0.7), code(F3, "reply", 0.6))


def now(*decisions, frags=(F1, F2, F3), codes=CODES, talk=TALK, **more):
    return derive(talk, frags, codes, holding(decisions), **more)


def seen(state):
    return {(c.fragment.text, c.theme): c.status for c in state.codes}


def test_without_decisions_everything_is_the_machines():
    state = now()
    assert state.fragments == (F1, F2, F3)
    assert set(seen(state).values()) == {"machine"}
    assert [c.code for c in state.codes] == list(CODES)


def test_each_kind_of_decision_gives_its_status():
    state = now(
        decided(1, Confirm(), F1, "listen"),
        decided(2, Reject(), F2, "clear"),
        decided(3, Change("silence"), F3, "reply"),
        decided(4, Add(), F1, "anger"),
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
    assert state.codes[0].code.coder == "Anna"
    assert state.codes[0].code.evidence == CODES[0].evidence


def test_a_machines_confirmed_code_keeps_the_machines_score_for_the_screen():
    state = now(decided(1, Confirm(), F1, "listen"))
    assert (state.codes[0].score, state.codes[0].coder, state.codes[0].decided) == (0.9, "Anna", (1,))


def test_a_code_has_the_time_of_the_last_decision_and_a_machines_has_none():
    first, second = decided(1, Confirm(), F1, "listen"), decided(2, Change("silence"), F3, "reply")
    again = replace(decided(3, Confirm(), F1, "listen"), at=NOON + timedelta(hours=1))
    times = {c.theme: c.code.at for c in now(first, second, again).codes}
    assert times == {"listen": again.at, "clear": None, "reply": None, "silence": NOON}
    assert {c.theme: c.code.at for c in now(first, again, decided(4, Undo(3, Kind.CONFIRM))).codes}["listen"] == NOON


def test_undo_redo_and_rewind():
    first, second = decided(1, Reject(), F1, "listen"), decided(2, Reject(), F2, "clear")
    undo = decided(3, Undo(1, Kind.REJECT))
    assert seen(now(first, second, undo))[(ONE, "listen")] == "machine"
    assert seen(now(first, second, undo, decided(4, Undo(3, Kind.UNDO))))[(ONE, "listen")] == "rejected"
    rewind = decided(5, Rewind(1, 4))
    back = now(first, second, undo, rewind)
    assert seen(back)[(ONE, "listen")] == "rejected"  # the undo was after point 1, so it is taken back as well
    assert seen(back)[(TWO, "clear")] == "machine"
    again = now(first, second, undo, rewind, decided(6, Undo(5, Kind.REWIND)))
    assert seen(again) == seen(now(first, second, undo))


def test_rewind_leaves_another_interview_and_what_came_later():
    here = decided(1, Reject(), F1, "listen")
    elsewhere = replace(decided(2, Reject(), F2, "clear"), interview="gesprek-2.txt")
    late = decided(4, Reject(), F3, "reply")
    rewind = decided(3, Rewind(0, 2, interview="gesprek-1.txt"))
    assert holding([here, elsewhere, rewind, late]) == [elsewhere, late]
    assert holding([here, elsewhere, decided(3, Rewind(0, 2)), late]) == [late]


def test_two_people_who_differ_are_both_visible_until_adjudicated():
    one = decided(1, Confirm(), F1, "listen", by=Author(1, "Anna"))
    other = decided(2, Reject(), F1, "listen", by=Author(2, "Bram"))
    state = now(one, other)
    assert (state.codes[0].status, state.codes[0].contested, state.codes[0].decided) == ("rejected", True, (1, 2))
    state = now(one, other, decided(3, Adjudicate(present=True), F1, "listen", by=Author(None, "Carla")))
    assert (state.codes[0].status, state.codes[0].contested, state.codes[0].coder) == ("confirmed", False, "Carla")
    carla = Author(3, "Carla")
    settled = decided(3, Adjudicate(present=True), F1, "listen", by=carla)
    state = now(one, other, settled, decided(4, Reject(), F1, "listen", by=carla))
    assert (state.codes[0].status, state.codes[0].contested) == ("rejected", False)  # she changed her own mind
    state = now(one, replace(other, author=Author(1, "Anna")))  # somebody who changes their mind does not dispute
    assert not state.codes[0].contested


def test_decisions_outlive_a_new_division_and_a_machine_that_changed_its_mind():
    whole = fragments(TALK, (f"{ONE} {TWO}", THREE))
    decisions = (
        decided(1, Confirm(), F1, "listen"),
        decided(2, Reject(), F2, "clear"),
        decided(3, Add(), fragment(TALK, "De brief"), "letter"),
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
    state = now(decided(1, Confirm(), F1, "listen"), frags=small, codes=())
    assert seen(state) == {(ONE, "listen"): "confirmed"}
    assert [f.index for f in state.fragments] == [0, 1, 2, 3]
    own = state.codes[0].fragment
    assert (own.question, own.resident_turn, own.turn) == ("Hoe ging het?", 0, 1)


def test_moved_words_are_found_and_lost_words_make_orphans():
    moved = decided(1, Confirm(), replace(F1, start=0, end=len(ONE)), "listen")
    lost = decided(2, Confirm(), F2, "clear", text="Deze woorden zijn er niet meer.")
    state = now(moved, lost)
    assert seen(state)[(ONE, "listen")] == "confirmed"
    assert [(o.decision.id, o.reason) for o in state.orphans] == [(2, WORDS_GONE)]


def test_themes_are_carried_to_the_present_codebook():
    state = now(
        decided(1, Confirm(), F1, "listen"),
        decided(2, Add(), F2, "gone"),
        decided(3, Reject(), F2, "gone"),
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
    split = decided(2, Split((span(F1), span(F2)), (span(whole[0]),)), whole[0])
    state = now(decided(1, Confirm(), whole[0], "listen"), split, frags=whole, codes=codes)
    assert [f.text for f in state.fragments] == [ONE, TWO, THREE]
    assert seen(state) == {(ONE, "listen"): "confirmed", (ONE, "mood"): "machine", (TWO, "mood"): "machine"}


def test_merge_joins_codes_and_decisions():
    both = fragment(TALK, f"{ONE} {TWO}")
    merge = decided(2, Merge((span(both),), (span(F1), span(F2))), both)
    codes = (code(F1, "listen", 0.5), code(F2, "listen", 0.7), code(F2, "clear"))
    state = now(decided(1, Reject(), F1, "listen"), merge, decided(3, Confirm(), both, "clear"), codes=codes)
    assert [f.text for f in state.fragments] == [f"{ONE} {TWO}", THREE]
    assert seen(state) == {(both.text, "listen"): "rejected", (both.text, "clear"): "confirmed"}


def test_a_split_that_fits_no_more_is_an_orphan():
    split = decided(1, Split(((F1.start, F1.start + 3), (0, 2)), (span(F1),)), F1)
    assert [o.reason for o in now(split).orphans] == [PARTS_UNFIT]


def test_later_changes_no_code_and_ends_with_a_decision():
    later = decided(1, Postpone(), F1, "listen")
    assert now(later).codes[0].later
    assert now(later).codes[0].status == "machine"
    assert not now(later, decided(2, Confirm(), F1, "listen")).codes[0].later


def test_a_rejected_theme_that_the_machine_never_gave_is_remembered():
    state = now(decided(1, Reject(), F1, "anger"))
    assert seen(state)[(ONE, "anger")] == "rejected"


@pytest.mark.parametrize("settled", [True, False])
def test_what_counts(settled):
    state = now(decided(1, Confirm(), F1, "listen"), decided(2, Reject(), F2, "clear"))
    counted = {c.theme for c in state.codes if (c.settled if settled else c.counts)}
    assert counted == ({"listen"} if settled else {"listen", "reply"})
    assert state.codes[2].code.coder == MACHINE
