"""The words of a theme made longer or shorter, a selection over several answers, and a cut through fragments."""

from __future__ import annotations

import zipfile

import pytest
from defusedxml import ElementTree

from narratief.domain.actions import Add, CodeStanding, Confirm, Reject, SetWords
from narratief.domain.code import MACHINE
from narratief.domain.errors import Refusal
from narratief.publish.refi import write_qdpx
from narratief.store.coding.interviews import interview_row
from narratief.store.decision_log import all_decisions, undo
from narratief.store.review.decide import decide
from narratief.store.review.project_state import interview_state
from narratief.store.review.result import result_of
from narratief.store.review.text_changes import edit_text
from narratief.store.review.trust import trust_of
from narratief.store.review.words import add_to_answers, set_words, split_at, undo_together
from narratief.synthesis.synthesise import project_synthesis
from tests.store.talk import ANNA, BRAM, ONE, THREE, TWO, code, fragment, fragments, interview, span

TALK = interview()
F1, F2, F3 = fragments(TALK)
SHORT = "luisterde niet naar ons."
LONG = f"{ONE} {TWO[: TWO.index(' was')]}"


def place(words: str) -> tuple[int, int]:
    start = TALK.text.index(words)
    return start, start + len(words)


@pytest.fixture
def row_id(coded):
    with coded.store.reading() as session:
        return interview_row(session, coded.project_id, "gesprek-1.txt").id


def choose(coded, row_id, words, theme="listen", was=(F1.start, F1.end), who=ANNA, **more):
    with coded.store.writing() as session:
        return set_words(session, who, row_id, theme, was, place(words), **more)


def themes(coded, row_id):
    with coded.store.reading() as session:
        return {(c.fragment.text, c.theme): c.status for c in interview_state(session, row_id).codes}


def words_of(coded, row_id):
    with coded.store.reading() as session:
        return [f.text for f in interview_state(session, row_id).fragments]


@pytest.mark.parametrize("words", [SHORT, LONG])
def test_who_gave_a_theme_other_words_and_when_is_kept_and_can_be_undone(coded, row_id, words):
    before = themes(coded, row_id), words_of(coded, row_id)
    made = choose(coded, row_id, words)
    assert made.action == SetWords(place(words), span(F1), before=CodeStanding("machine", MACHINE, 0.9))
    assert (made.author, made.at.utcoffset().total_seconds()) == (ANNA, 0)
    assert themes(coded, row_id) == {
        (words, "listen"): "confirmed",
        (TWO, "clear"): "machine",
        (THREE, "reply"): "machine",
    }
    with coded.store.writing() as session:
        undo(session, BRAM, made.id)
    assert (themes(coded, row_id), words_of(coded, row_id)) == before


def test_the_words_hold_in_everything_that_is_made_of_codes(coded, row_id, tmp_path):
    choose(coded, row_id, SHORT)
    with coded.store.reading() as session:
        settled = result_of(session, coded.project_id, confirmed_only=True)
        every = result_of(session, coded.project_id, each_coder=True)
        state = interview_state(session, row_id)
        trust = trust_of(session, coded.project_id, [state], {"listen", "clear", "reply"})
    by_id = {f.id: f.text for f in settled.fragments}
    assert [(by_id[c.fragment], c.theme, c.coder) for c in settled.codes] == [(SHORT, "listen", "Anna")]
    assert {(by_id[c.fragment], c.coder) for c in every.codes if c.theme == "listen"} == {
        (SHORT, MACHINE),
        (SHORT, "Anna"),
    }
    told = {each.theme.id: each for goal in project_synthesis(settled).goals for each in goal.themes}
    assert [quote.text for quote in told["listen"].quotes] == [SHORT]
    assert trust.judged == ((0.9, True),)
    with zipfile.ZipFile(write_qdpx(settled, tmp_path / "a.qdpx")) as archive:
        root = ElementTree.fromstring(archive.read("project.qde"))
    found = [
        (int(s.get("startPosition")), int(s.get("endPosition")))
        for s in root.iter("{urn:QDA-XML:project:1.0}PlainTextSelection")
    ]
    assert found == [place(SHORT)]


def test_a_later_run_of_the_machine_leaves_the_words_as_the_person_set_them(coded, row_id):
    choose(coded, row_id, SHORT)
    whole = fragments(TALK, (f"{ONE} {TWO}", THREE), project="plein")
    coded.save_coding("gesprek-1.txt", "r2", whole, (code(whole[0], "listen", 0.6), code(whole[1], "reply")))
    assert themes(coded, row_id) == {(SHORT, "listen"): "confirmed", (THREE, "reply"): "machine"}
    coded.save_coding("gesprek-1.txt", "r3", whole, (code(whole[1], "reply"),))
    assert themes(coded, row_id) == {(SHORT, "listen"): "confirmed", (THREE, "reply"): "machine"}


def test_what_others_decide_about_the_old_words_is_about_the_new_ones(coded, row_id):
    choose(coded, row_id, SHORT)
    with coded.store.writing() as session:
        decide(session, BRAM, row_id, Reject(), span=span(F1), theme="listen")
        contested = [c for c in interview_state(session, row_id).codes if c.theme == "listen"]
    assert [(c.fragment.text, c.contested) for c in contested] == [(SHORT, True)]


def test_the_words_go_along_when_the_text_changes(coded, row_id):
    choose(coded, row_id, SHORT)
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "gesprek-1.txt")
        at = row.text.index("Hoe ging het?")
        edit_text(session, row, [(at, at + 3, "Op welke manier")])
        hidden = row.text.index("luisterde")
        edit_text(session, row, [(hidden, hidden + 9, "[PERSOON-1]")])
    assert ("[PERSOON-1] niet naar ons.", "listen") in themes(coded, row_id)


def test_longer_words_take_the_same_theme_within_them_along(coded, row_id):
    both = fragments(TALK, (ONE, TWO, THREE), project="plein")
    coded.save_coding("gesprek-1.txt", "r2", both, (code(both[0], "listen", 0.6), code(both[1], "listen", 0.9)))
    choose(coded, row_id, f"{ONE} {TWO}")
    with coded.store.reading() as session:
        found = interview_state(session, row_id).codes
    assert [(c.fragment.text, c.theme, c.score) for c in found] == [(f"{ONE} {TWO}", "listen", 0.9)]


def test_a_selection_that_gets_other_words_leaves_nothing_behind(coded, row_id):
    with coded.store.writing() as session:
        decide(session, ANNA, row_id, Add(), span=place("niet naar"), theme="anger")
    choose(coded, row_id, "niet naar ons.", "anger", place("niet naar"))
    assert words_of(coded, row_id) == [ONE, "niet naar ons.", TWO, THREE]
    assert themes(coded, row_id)["niet naar ons.", "anger"] == "added"


@pytest.mark.parametrize(
    ("words", "theme", "was"),
    [
        (f"{TWO}\n\nInterviewer: En daarna?", "clear", span(F2)),  # into what the interviewer says
        (THREE, "clear", span(F2)),  # another answer
        (TWO, "clear", span(F2)),  # as they are
        ("De brief", "clear", span(F1)),  # not there
        ("De brief", "ziek", span(F2)),  # no such theme
    ],
)
def test_words_that_a_theme_cannot_get_are_refused(coded, row_id, words, theme, was):
    with pytest.raises(Refusal):
        choose(coded, row_id, words, theme, was)
    with coded.store.reading() as session:
        assert all_decisions(session, coded.project_id) == []


def test_a_rejected_theme_keeps_its_words(coded, row_id):
    with coded.store.writing() as session:
        decide(session, ANNA, row_id, Reject(), span=span(F1), theme="listen")
    with pytest.raises(Refusal):
        choose(coded, row_id, SHORT)


def test_a_selection_over_the_interviewer_gives_each_answer_a_code_and_is_undone_as_one(coded, row_id):
    over = (TALK.text.index("was gelukkig"), TALK.text.index(" na de avond"))
    with coded.store.writing() as session:
        made = add_to_answers(session, ANNA, row_id, "anger", over, request="eens")
        again = add_to_answers(session, ANNA, row_id, "anger", over, request="eens")
    assert [each.id for each in again] == [each.id for each in made]
    assert [each.text for each in made] == ["was gelukkig wel duidelijk.", "Niemand belde terug"]
    with coded.store.writing() as session:
        decide(session, BRAM, row_id, Confirm(), span=span(F1), theme="listen")
        assert len(undo_together(session, ANNA, made[0].id)) == 2
    assert [theme for _, theme in themes(coded, row_id)] == ["listen", "clear", "reply"]
    assert themes(coded, row_id)[ONE, "listen"] == "confirmed"
    with coded.store.writing() as session, pytest.raises(Refusal):
        add_to_answers(session, ANNA, row_id, "anger", place("En daarna?"))


def test_a_cut_divides_all_that_lies_over_it_and_is_undone_as_one(coded, row_id):
    with coded.store.writing() as session:
        decide(session, ANNA, row_id, Add(), span=place(SHORT), theme="anger")
        made = split_at(session, ANNA, row_id, TALK.text.index("naar ons"))
    assert words_of(coded, row_id) == ["De gemeente luisterde niet", "luisterde niet", "naar ons.", TWO, THREE]
    assert themes(coded, row_id)["luisterde niet", "anger"] == themes(coded, row_id)["naar ons.", "anger"] == "added"
    with coded.store.writing() as session:
        undo_together(session, ANNA, made[1].id)
    assert words_of(coded, row_id) == [ONE, SHORT, TWO, THREE]


@pytest.mark.parametrize("place", [F1.start, F1.end, F1.start + 5, F3.start - 4, 0])
def test_a_cut_is_between_two_words_of_a_fragment(coded, row_id, place):
    with coded.store.writing() as session, pytest.raises(Refusal):
        split_at(session, ANNA, row_id, place)


def test_a_theme_on_words_that_are_gone_is_told(coded, row_id):
    choose(coded, row_id, SHORT)
    coded.save_interview(interview(question="Hoe ging het?", file="gesprek-1.txt"), "k2")
    gone = fragment(TALK, THREE)
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "gesprek-1.txt")
        edit_text(session, row, [(F1.start, F2.end, "Geen idee.")])
    with coded.store.reading() as session:
        state = interview_state(session, row_id)
    assert [orphan.decision.kind for orphan in state.orphans] == ["words"]
    assert gone.text in state.interview.text
