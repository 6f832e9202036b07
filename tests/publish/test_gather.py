"""Gathering from the store: what people decided counts, and goes along."""

from __future__ import annotations

import pytest

from narratief.domain.actions import Add, Confirm, TurningPointAction
from narratief.domain.decision import Author
from narratief.domain.errors import InputError, Refusal
from narratief.domain.project import Project, ProjectFacts
from narratief.pipeline import export
from narratief.pipeline.coding import Coded
from narratief.pipeline.open_project import OpenProject
from narratief.pipeline.take_in import TakenIn
from narratief.store.coding.interviews import interview_row
from narratief.store.decision_log import holding_decisions, undo
from narratief.store.review.decide import decide
from narratief.store.review.memos import write_memo
from narratief.store.review.result import result_of
from narratief.store.review.turning_points import (
    confirm_turning_point,
    merge_turning_points,
    order_turning_points,
    reject_turning_point,
    rename_turning_point,
    review_of,
    timeline_for,
)
from narratief.turning_points import find_turning_points
from tests.publish.exchange.conftest import work as _work

work = _work
ANS = Author(None, "Ans")


@pytest.fixture
def opened(work, tmp_path, monkeypatch):
    """A project whose interviews are in the store already."""
    files = ["a.txt", "b.docx"]
    monkeypatch.setattr(export, "take_in", lambda project: TakenIn(files, 0, []))
    monkeypatch.setattr(export, "code_interviews", lambda project, names: Coded(files, 0, []))
    return OpenProject(Project(tmp_path / "plein", ProjectFacts(), ()), work)


def test_decisions_memos_and_moments_come_along(work, opened):
    assert export.gather([opened], confirmed_only=True).results[0].codes == ()
    with work.store.writing() as session:
        row = interview_row(session, work.project_id, "a.txt")
        words = "Het bleef daarna 😀 maanden stil."
        at = row.text.index(words)
        decide(session, ANS, row.id, Confirm(), span=(at, at + len(words)), theme="feedback_silence")
        write_memo(session, ANS, work.project_id, "Sterk.", interview_id=row.id)

    found = export.gather([opened], confirmed_only=True)

    assert [(code.theme, code.coder) for code in found.results[0].codes] == [("feedback_silence", "Ans")]
    assert found.waiting == {"Het plein": 2}
    assert [memo.text for memo in found.memos] == ["Sterk."]
    assert set(found.timelines) == {"plein"}
    assert len(export.gather([opened], each_coder=True).results[0].codes) == 4


def test_a_project_without_interviews_is_refused(opened, monkeypatch):
    monkeypatch.setattr(export, "code_interviews", lambda project, names: Coded([], 0, []))

    with pytest.raises(InputError, match="geen gesprek"):
        export.gather([opened])


def _evening(work):
    """Let two residents tell of one evening, and return the result."""
    with work.store.writing() as session:
        for file, words in (
            ("a.txt", "Op de eerste avond was het vol."),
            ("b.docx", "Die eerste avond bleef het stil."),
        ):
            row = interview_row(session, work.project_id, file)
            turn = row.turns[-1]
            row.text = row.text[: turn.start] + words
            turn.end = len(row.text)
            decide(session, ANS, row.id, Add(), span=(turn.start, turn.end), theme="feedback_silence")
    with work.store.reading() as session:
        return result_of(session, work.project_id)


def test_moments_are_confirmed_by_an_act_of_its_own_a_name_or_a_merge(work, opened):
    result = _evening(work)
    found = find_turning_points(result)
    [moment] = found.turning_points

    def confirmed():
        [timeline] = export.gather([opened], confirmed_only=True).timelines.values()
        return [each.confirmed for each in timeline.turning_points]

    acts = [
        lambda session: confirm_turning_point(session, ANS, work.project_id, found, moment.id),
        lambda session: rename_turning_point(session, ANS, work.project_id, found, moment.id, "de start"),
        lambda session: merge_turning_points(session, ANS, work.project_id, found, "x", [moment.id]),
    ]
    assert confirmed() == [False]
    with work.store.writing() as session:
        order_turning_points(session, ANS, work.project_id, [moment.id])
    assert confirmed() == [False]
    for act in acts:
        with work.store.writing() as session:
            done = act(session)
            numbers = {interview_row(session, work.project_id, file).id: file for file in ("a.txt", "b.docx")}
        assert {(numbers[number], turn) for number, turn in done.action.told} == moment.places
        assert confirmed() == [True]
        with work.store.writing() as session:
            with pytest.raises(Refusal, match="al bevestigd"):
                confirm_turning_point(session, ANS, work.project_id, found, moment.id)
            undo(session, ANS, done.id)
        assert confirmed() == [False]


def test_moments_are_reviewed_in_the_store_and_can_be_undone(work):
    result = _evening(work)
    with work.store.writing() as session:
        found = find_turning_points(result)
        [moment] = found.turning_points
        assert timeline_for(session, work.project_id, result) == found

        rename_turning_point(session, ANS, work.project_id, found, moment.id, "  de  start ")
        order_turning_points(session, ANS, work.project_id, [moment.id, "x", moment.id])
        merge_turning_points(session, ANS, work.project_id, found, moment.id, ["x", moment.id])
        assert timeline_for(session, work.project_id, result).turning_points[0].label == "de start"
        review = review_of(session, work.project_id, found)
        assert (review.merge, review.order) == ([[moment.id, "x"]], [moment.id, "x"])

        reject_turning_point(session, ANS, work.project_id, found, moment.id)
        assert timeline_for(session, work.project_id, result).turning_points == ()
        undo(session, ANS, holding_decisions(session, work.project_id, TurningPointAction)[-1].id)
        assert timeline_for(session, work.project_id, result).turning_points[0].label == "de start"
        for wrong in ("", "x" * 200):
            with pytest.raises(Refusal):
                rename_turning_point(session, ANS, work.project_id, found, moment.id, wrong)
        with pytest.raises(Refusal, match="bestaat niet"):
            reject_turning_point(session, ANS, work.project_id, found, "x")
        with pytest.raises(Refusal):
            merge_turning_points(session, ANS, work.project_id, found, moment.id, [moment.id])
