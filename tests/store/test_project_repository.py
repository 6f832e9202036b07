"""Interviews and codings of one project, kept and found again under their keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narratief.domain.actions import Confirm, Reject
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import load_project
from narratief.store.coding.interviews import interview_row
from narratief.store.coding.runs import current_run, run_with_key
from narratief.store.decision_log import undo
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import decide, fix_speakers, swap_roles
from narratief.store.review.project_state import project_state
from tests.store.talk import ANNA, ONE, THREE, TWO, code, fragments, interview, keep, span


def test_kept_work_is_given_back_as_it_was(work):
    talk = replace(interview(), warnings=("Let op.",), role_confidence=0.4)
    assert work.interview(talk.file) is None
    assert work.interview_key(talk.file) is None
    work.save_interview(talk, "k1")
    assert work.interview(talk.file) == talk
    assert work.has_interview(talk.file, "k1")
    assert not work.has_interview(talk.file, "k2")
    assert work.interview_key(talk.file) == "k1"
    assert work.coding(talk.file) is None
    frags = fragments(talk)
    codes = (code(frags[0], "listen", 0.9, "luisterde"), code(frags[2], "reply"))
    work.save_coding(talk.file, "r1", frags, codes)
    assert work.coding(talk.file) == (frags, codes)
    assert work.use_coding(talk.file, "r1")
    assert not work.use_coding(talk.file, "r2")


def test_a_new_run_stands_next_to_the_old_one_and_decisions_stay(coded):
    (one, *_) = fragments(interview())
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "gesprek-1.txt")
        decide(session, ANNA, row.id, Confirm(), span=span(one), theme="listen")
    new = fragments(interview(), (f"{ONE} {TWO}", THREE))
    coded.save_coding("gesprek-1.txt", "r2", new, (code(new[0], "clear"),))
    with coded.store.reading() as session:
        assert run_with_key(session, row.id, "r1") is not None
        assert current_run(session, row.id).key == "r2"
        found = {(c.fragment.text, c.theme): c.status for c in project_state(session, coded.project_id).codes}
    assert found == {(ONE, "listen"): "confirmed", (f"{ONE} {TWO}", "clear"): "machine"}
    assert coded.use_coding("gesprek-1.txt", "r1")
    assert coded.coding("gesprek-1.txt")[0] == fragments(interview())
    with coded.store.reading() as session:
        assert current_run(session, row.id).key == "r1"  # the run that is asked for counts again


def test_a_kept_run_is_never_changed(coded):
    before = coded.coding("gesprek-1.txt")
    coded.save_coding("gesprek-1.txt", "r1", fragments(interview(), (THREE,)), ())
    assert coded.coding("gesprek-1.txt") == before


def test_a_fragment_that_is_not_in_the_text_is_refused(work):
    work.save_interview(interview(), "k1")
    wrong = replace(fragments(interview())[0], start=0, end=5)
    with pytest.raises(ValueError, match="is not at"):
        work.save_coding("gesprek-1.txt", "r1", (wrong,), ())
    assert work.coding("gesprek-1.txt") is None


def test_fixed_roles_hold_change_the_key_and_can_be_undone(coded):
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "gesprek-1.txt")
        done = swap_roles(session, ANNA, row.id)
    fixed = coded.interview("gesprek-1.txt")
    assert [t.role for t in fixed.turns] == ["resident", "interviewer", "resident", "interviewer"]
    assert fixed.role_confidence == 1.0
    key = coded.interview_key("gesprek-1.txt")
    assert key not in (None, "k1")
    with coded.store.writing() as session:
        fix_speakers(session, ANNA, row.id, turns={1: "other"})
    assert [t.role for t in coded.interview("gesprek-1.txt").turns] == ["resident", "other", "resident", "interviewer"]
    with coded.store.writing() as session:
        undo(session, ANNA, done.id)
    assert [t.role for t in coded.interview("gesprek-1.txt").turns] == [
        "interviewer",
        "other",
        "interviewer",
        "resident",
    ]
    assert coded.interview_key("gesprek-1.txt") not in (key, "k1")


def test_a_new_reading_takes_decisions_and_runs_along(coded):
    one, two, _ = fragments(interview())
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "gesprek-1.txt")
        decide(session, ANNA, row.id, Confirm(), span=span(one), theme="listen")
        decide(session, ANNA, row.id, Reject(), span=span(two), theme="clear")
    longer = Interview.build(
        "gesprek-1.txt",
        [
            Utterance("Interviewer", "Goedemiddag. Vertelt u eens: hoe ging het toen?", "interviewer"),
            Utterance("Bewoner", f"Nou ja. {ONE}", "resident"),
            Utterance("Interviewer", "En daarna?", "interviewer"),
            Utterance("Bewoner", THREE, "resident"),
        ],
    )
    coded.save_interview(longer, "k2")
    assert coded.has_interview("gesprek-1.txt", "k2")
    assert coded.interview("gesprek-1.txt") == longer
    with coded.store.reading() as session:
        state = project_state(session, coded.project_id)
        found = {(c.fragment.text, c.theme): c.status for c in state.codes}
        assert [(o.decision.text, o.decision.kind) for o in state.orphans] == [(TWO, "reject")]
    assert found == {(ONE, "listen"): "confirmed", (THREE, "reply"): "machine"}


def test_facts_follow_project_yaml_and_the_same_folder_is_one_project(store, folder):
    first = ProjectRepository.for_project(store, load_project(folder))
    (folder / "project.yaml").write_text("title: Het marktplein\n", "utf-8")
    second = ProjectRepository.for_project(store, load_project(folder))
    assert first.project_id == second.project_id
    from narratief.store.coding.projects import get_project, title_of

    with store.reading() as session:
        assert title_of(get_project(session, first.project_id)) == "Het marktplein"


def test_an_unknown_interview_cannot_be_coded(work):
    with pytest.raises(KeyError):
        work.save_coding("anders.txt", "r", (), ())


def test_keeping_again_changes_nothing(coded):
    before = coded.interview("gesprek-1.txt"), coded.coding("gesprek-1.txt")
    keep(coded, interview())
    assert (coded.interview("gesprek-1.txt"), coded.coding("gesprek-1.txt")) == before
