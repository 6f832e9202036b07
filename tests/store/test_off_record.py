"""What the store says is not for publication: what the rules find, with people's decisions in order."""

from __future__ import annotations

import pytest

from narratief.domain.errors import Refusal
from narratief.domain.interview import Interview, Utterance
from narratief.store.coding.interviews import interviews_of
from narratief.store.decision_log import undo, undo_to
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.memos import choose_quote, quotes_of
from narratief.store.review.project_state import interview_state
from narratief.store.review.release import hold_back, release
from narratief.store.schema import InterviewRow
from tests.store import talk
from tests.store.talk import ANNA, BRAM, ONE, THREE, TWO

ASKS = "Dat moet je niet opschrijven hoor."


@pytest.fixture
def asked(work: ProjectRepository) -> ProjectRepository:
    """Project 'plein' with one interview in which a resident asks it of the second answer."""
    work.codebook(talk.codebook())
    of = Interview.build(
        "gesprek-1.txt",
        [
            Utterance("Interviewer", "Hoe ging het?", "interviewer"),
            Utterance("Bewoner", f"{ONE} {TWO}", "resident"),
            Utterance("Interviewer", "En daarna?", "interviewer"),
            Utterance("Bewoner", f"{THREE} Het was een dooie boel die avond. {ASKS}", "resident"),
        ],
    )
    talk.keep(work, of)
    return work


def row_of(session, work: ProjectRepository) -> InterviewRow:
    (row,) = interviews_of(session, work.project_id)
    return row


def held(session, row: InterviewRow) -> list[str]:
    """Words that are held back."""
    state = interview_state(session, row.id)
    return [state.interview.text[each.start : each.end] for each in state.off_record]


def place(row: InterviewRow, words: str) -> tuple[int, int]:
    at = row.text.index(words)
    return at, at + len(words)


def test_what_the_rules_find_is_worked_out_when_it_is_read(asked: ProjectRepository) -> None:
    with asked.store.reading() as session:
        row = row_of(session, asked)
        assert held(session, row) == [f"{THREE} Het was een dooie boel die avond. {ASKS}"]
        state = interview_state(session, row.id)
        assert [each.withheld for each in state.marked_fragments] == [False, False, True]
        assert all(not each.withheld for each in state.fragments)
        assert (state.withholds(place(row, ONE)), state.withholds(place(row, THREE))) == (False, True)


def test_release_and_undo_and_hold_back_again(asked: ProjectRepository) -> None:
    with asked.store.writing() as session:
        row = row_of(session, asked)
        (found,) = interview_state(session, row.id).off_record
        decision = release(session, ANNA, row.id, found.span)
        assert held(session, row) == []
        undo(session, BRAM, decision.id)
        assert held(session, row) == [row.text[found.start : found.end]]
        release(session, ANNA, row.id, found.span)
        hold_back(session, BRAM, row.id, place(row, THREE))
        assert held(session, row) == [THREE]
        (mine,) = interview_state(session, row.id).off_record
        assert (mine.by, mine.reason) == ("Bram", "Bram hield deze woorden buiten publicatie.")


def test_part_of_the_words_is_released(asked: ProjectRepository) -> None:
    with asked.store.writing() as session:
        row = row_of(session, asked)
        release(session, ANNA, row.id, place(row, "Het was een dooie boel die avond."))
        assert held(session, row) == [THREE, ASKS]


def test_words_that_no_rule_found_are_held_back_and_going_back_in_time_undoes_it(coded: ProjectRepository) -> None:
    with coded.store.writing() as session:
        row = row_of(session, coded)
        assert held(session, row) == []
        hold_back(session, ANNA, row.id, place(row, TWO))
        assert held(session, row) == [TWO]
        undo_to(session, ANNA, coded.project_id, 0)
        assert held(session, row) == []


def test_words_of_an_interviewer_can_be_held_back_but_not_of_two_turns_at_once(coded: ProjectRepository) -> None:
    with coded.store.writing() as session:
        row = row_of(session, coded)
        hold_back(session, ANNA, row.id, place(row, "En daarna?"))
        assert held(session, row) == ["En daarna?"]
        with pytest.raises(Refusal):
            hold_back(session, ANNA, row.id, (place(row, ONE)[0], place(row, THREE)[1]))


def test_what_is_open_cannot_be_released(coded: ProjectRepository) -> None:
    with coded.store.writing() as session:
        row = row_of(session, coded)
        with pytest.raises(Refusal, match="mogen al gepubliceerd worden"):
            release(session, ANNA, row.id, place(row, ONE))


def test_a_quote_of_such_words_cannot_be_chosen(asked: ProjectRepository) -> None:
    with asked.store.writing() as session:
        row = row_of(session, asked)
        with pytest.raises(Refusal, match="niet voor publicatie"):
            choose_quote(session, ANNA, asked.project_id, row.id, place(row, THREE), theme="reply", chosen=True)
        choose_quote(session, ANNA, asked.project_id, row.id, place(row, ONE), theme="listen", chosen=True)
        assert [quote.text for quote in quotes_of(session, asked.project_id)] == [ONE]
        hold_back(session, BRAM, row.id, place(row, "niet naar ons"))
        assert quotes_of(session, asked.project_id) == []


def test_a_request_that_is_sent_twice_is_one_decision(coded: ProjectRepository) -> None:
    with coded.store.writing() as session:
        row = row_of(session, coded)
        one = hold_back(session, ANNA, row.id, place(row, TWO), request="r1")
        assert hold_back(session, ANNA, row.id, place(row, TWO), request="r1") == one


def test_words_that_are_gone_after_a_new_reading_leave_a_decision_without_a_place(coded: ProjectRepository) -> None:
    with coded.store.writing() as session:
        row = row_of(session, coded)
        hold_back(session, ANNA, row.id, place(row, TWO))
    other = Interview.build(
        "gesprek-1.txt",
        [
            Utterance("Interviewer", "Hoe ging het?", "interviewer"),
            Utterance(
                "Bewoner", "Iets heel anders dan wat er eerst stond, en ook nog veel langer dan dat.", "resident"
            ),
            Utterance("Interviewer", "En daarna?", "interviewer"),
            Utterance("Bewoner", THREE, "resident"),
        ],
    )
    coded.save_interview(other, "k2")
    with coded.store.reading() as session:
        row = row_of(session, coded)
        state = interview_state(session, row.id)
        assert state.off_record == ()
        assert [orphan.decision.text for orphan in state.orphans] == [TWO]
