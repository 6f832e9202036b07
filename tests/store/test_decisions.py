"""Decisions of several people: none is lost, each can be undone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from narratief.domain.actions import Add, Change, CodeStanding, Confirm, Reject
from narratief.domain.code import MACHINE
from narratief.domain.errors import Refusal
from narratief.store.coding.interviews import interview_row, load_interview
from narratief.store.decision_log import all_decisions, last_id, meanwhile, undo, undo_to
from narratief.store.review.decide import (
    accept_reading,
    accepted_readings,
    decide,
    fix_speakers,
    history,
    merge,
    split,
)
from narratief.store.review.project_state import interview_state, project_state
from narratief.store.schema import DecisionRow, InterviewRow
from tests.store.talk import ANNA, BRAM, ONE, TWO, fragments, interview, keep, span

F1, F2, F3 = fragments(interview())


@pytest.fixture
def row_id(coded):
    with coded.store.reading() as session:
        return interview_row(session, coded.project_id, "gesprek-1.txt").id


def do(coded, row_id, author, action, fragment, theme, **more):
    with coded.store.writing() as session:
        return decide(session, author, row_id, action, span=span(fragment), theme=theme, **more)


def status(coded):
    with coded.store.reading() as session:
        return {c.theme: c.status for c in project_state(session, coded.project_id).codes}


def test_a_decision_tells_who_when_what_before_and_after(coded, row_id):
    first = do(coded, row_id, ANNA, Reject(), F1, "listen")
    second = do(coded, row_id, BRAM, Change("anger"), F1, "listen")
    assert first.action == Reject(before=CodeStanding("machine", MACHINE, 0.9))
    assert second.action == Change("anger", before=CodeStanding("rejected", "Anna", 0.9))
    assert (second.author, second.text, second.at.utcoffset().total_seconds()) == (BRAM, ONE, 0)


def test_undo_and_going_back_to_any_point(coded, row_id):
    start = status(coded)
    first = do(coded, row_id, ANNA, Confirm(), F1, "listen")
    one = status(coded)
    do(coded, row_id, ANNA, Reject(), F2, "clear")
    do(coded, row_id, ANNA, Add(), F3, "anger")
    with coded.store.writing() as session:
        back = undo_to(session, ANNA, coded.project_id, first.id)
    assert status(coded) == one
    with coded.store.writing() as session:
        undo(session, ANNA, back.id)
    assert status(coded) == {"listen": "confirmed", "clear": "rejected", "reply": "machine", "anger": "added"}
    with coded.store.writing() as session:
        undo_to(session, ANNA, coded.project_id, 0)
    assert status(coded) == start
    with coded.store.reading() as session:
        lines = history(session, coded.project_id)
    assert [(decision.kind, holds) for decision, holds in lines][-3:] == [
        ("add", False),
        ("reject", False),
        ("confirm", False),
    ]


def test_going_back_leaves_what_others_decided_since_the_screen_was_filled(coded, row_id):
    with coded.store.reading() as session:
        start = last_id(session, coded.project_id)
    mine = do(coded, row_id, ANNA, Reject(), F1, "listen")
    do(coded, row_id, BRAM, Reject(), F2, "clear")
    with coded.store.writing() as session:
        undo_to(session, ANNA, coded.project_id, start, seen=mine.id)
    assert status(coded) == {"listen": "machine", "clear": "rejected", "reply": "machine"}


def test_the_later_of_two_decisions_holds_and_both_are_told(coded, row_id):
    with coded.store.reading() as session:
        seen = last_id(session, coded.project_id)
    do(coded, row_id, ANNA, Confirm(), F1, "listen", seen=seen)
    with coded.store.writing() as session:
        late = decide(session, BRAM, row_id, Reject(), span=span(F1), theme="listen", seen=seen)
        assert [(each.author.name, each.kind) for each in meanwhile(session, coded.project_id, late)] == [
            ("Anna", "confirm")
        ]
    with coded.store.reading() as session:
        code = next(c for c in project_state(session, coded.project_id).codes if c.theme == "listen")
    assert (code.status, code.contested, len(code.decided)) == ("rejected", True, 2)


def test_a_request_sent_twice_is_one_decision(coded, row_id):
    first = do(coded, row_id, ANNA, Confirm(), F1, "listen", request="abc")
    again = do(coded, row_id, ANNA, Confirm(), F1, "listen", request="abc")
    assert first.id == again.id


@pytest.mark.slow
def test_two_researchers_at_once_lose_nothing(coded, row_id):
    acts = [
        (author, action, f, t)
        for author in (ANNA, BRAM)
        for action, f, t in [(Confirm(), F1, "listen"), (Reject(), F2, "clear"), (Add(), F3, "anger")]
    ] * 8

    def one(number):
        author, action, fragment, theme = acts[number]
        return do(coded, row_id, author, action, fragment, theme, request=f"{number}").id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(one, range(len(acts))))
    with coded.store.reading() as session:
        made = all_decisions(session, coded.project_id, row_id)
        state = interview_state(session, row_id)
    assert len(set(ids)) == len(acts) == len(made)
    assert sorted(ids) == [decision.id for decision in made]
    assert sum(len(code.decided) for code in state.codes) == len(acts)
    assert {c.theme: c.status for c in state.codes} == {
        "listen": "confirmed",
        "clear": "rejected",
        "reply": "machine",
        "anger": "added",
    }


@pytest.mark.slow
def test_the_same_request_from_two_threads_is_one_decision(coded, row_id):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: do(coded, row_id, ANNA, Confirm(), F1, "listen", request="same").id, range(8)))
    assert len(set(made)) == 1


@pytest.mark.slow
def test_a_run_and_decisions_at_once(coded, row_id):
    def rerun(number):
        keep(coded, interview(), run=f"r{number}")

    def act(number):
        do(coded, row_id, ANNA, Confirm() if number % 2 else Reject(), F1, "listen")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: rerun(n) if n % 3 == 0 else act(n), range(18)))
    with coded.store.reading() as session:
        code = next(c for c in interview_state(session, row_id).codes if c.theme == "listen")
        assert len(code.decided) == 12
        assert session.query(DecisionRow).filter_by(interview_id=row_id).count() == 12


def test_the_same_interview_is_read_by_many_runs_at_once(coded, row_id):
    """Nothing fails, the text is whole, and the codes that count stand on it."""
    texts = [interview(question=words) for words in ("Hoe ging het?", "Hoe ging het toen, daar?", "Vertel eens.")]

    def rerun(number):
        keep(coded, texts[number % len(texts)], key=f"k{number}", run=f"r{number % len(texts)}")

    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(rerun, number) for number in range(36)]
    errors = [error for one in done if (error := one.exception()) and not isinstance(error, ValueError)]
    assert errors == []
    with coded.store.reading() as session:
        kept = load_interview(session, session.get_one(InterviewRow, row_id))
    assert kept.text in {text.text for text in texts}
    assert all(kept.text[turn.start : turn.end] == turn.text for turn in kept.turns)


def test_split_and_merge_and_back(coded, row_id):
    with coded.store.writing() as session:
        cut = F1.start + F1.text.index("naar")
        split(session, ANNA, row_id, span(F1), [cut])
        texts = [f.text for f in interview_state(session, row_id).fragments]
    assert texts[:3] == ["De gemeente luisterde niet", "naar ons.", TWO]
    with coded.store.writing() as session:
        first, second, *_ = interview_state(session, row_id).fragments
        merge(session, ANNA, row_id, [span(first), span(second)])
        assert [f.text for f in interview_state(session, row_id).fragments] == [f.text for f in (F1, F2, F3)]


WRONG = {
    "words that are not there": lambda s, i: decide(s, ANNA, i, Confirm(), span=(5000, 5010), theme="listen"),
    "a selection over two turns": lambda s, i: decide(s, ANNA, i, Add(), span=(F1.start, F3.end), theme="listen"),
    "an unknown theme": lambda s, i: decide(s, ANNA, i, Add(), span=span(F1), theme="nowhere"),
    "joining over two turns": lambda s, i: merge(s, ANNA, i, [span(F2), span(F3)]),
    "no cut": lambda s, i: split(s, ANNA, i, span(F1), []),
    "no interview": lambda s, i: decide(s, ANNA, i + 1, Confirm(), span=span(F1), theme="listen"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_is_refused(coded, row_id, wrong):
    with pytest.raises(Refusal), coded.store.writing() as session:
        WRONG[wrong](session, row_id)


def test_reading_is_accepted_until_it_is_read_anew(coded, row_id):
    with coded.store.writing() as session:
        accept_reading(session, ANNA, row_id)
        assert list(accepted_readings(session, coded.project_id)) == ["gesprek-1.txt"]
    coded.save_interview(interview(), "k2")
    with coded.store.reading() as session:
        assert accepted_readings(session, coded.project_id) == {}


def test_an_interview_without_resident_is_refused(coded, row_id):
    with pytest.raises(Refusal), coded.store.writing() as session:
        fix_speakers(session, ANNA, row_id, roles={"Bewoner": "other"})
    with pytest.raises(Refusal), coded.store.writing() as session:
        fix_speakers(session, ANNA, row_id, roles={"Bewoner": "burgemeester"})
