"""Blind coding, learning, memos, quotes, clusters, results: what stands on top of decisions."""

from __future__ import annotations

import pytest

from narratief.domain.actions import Add, Change, Confirm, Reject
from narratief.domain.code import MACHINE
from narratief.domain.decision import Author
from narratief.domain.errors import Refusal
from narratief.domain.project import ProjectFacts
from narratief.metrics.agreement import theme_alpha
from narratief.store.accounts.access import Role
from narratief.store.accounts.people import add_person
from narratief.store.coding.interviews import interview_row
from narratief.store.coding.projects import (
    change_facts,
    facts_of,
    find_project,
    get_project,
    new_project,
    projects_of,
    title_of,
)
from narratief.store.decision_log import undo
from narratief.store.review.decide import decide
from narratief.store.review.learning import (
    accept_tagger,
    examples,
    propose_tagger,
    refuse_tagger,
    roll_back_tagger,
    tagger_in_use,
    tagger_versions,
)
from narratief.store.review.memos import choose_quote, memos, quotes_of, write_memo
from narratief.store.review.result import result_of
from narratief.store.review.samples import (
    assign,
    code_blind,
    coded_blind,
    compare,
    draw_sample,
    finish_assignment,
    items_of,
)
from narratief.store.review.topic_edits import StoredEditLog
from narratief.store.review.topic_runs import FoundCluster, Member, latest_clusters, save_clusters
from narratief.topics.constraints import constraints_from
from narratief.topics.edits import new_edit
from tests.store.talk import ANNA, BRAM, ONE, THREE, TWO, fragments, interview, keep, span

F1, F2, F3 = fragments(interview())


@pytest.fixture
def row_id(coded):
    with coded.store.reading() as session:
        return interview_row(session, coded.project_id, "gesprek-1.txt").id


def test_a_result_holds_what_counts(coded, row_id):
    with coded.store.writing() as session:
        decide(session, ANNA, row_id, Confirm(), span=span(F1), theme="listen")
        decide(session, ANNA, row_id, Reject(), span=span(F2), theme="clear")
        decide(session, BRAM, row_id, Add(), span=(F3.start, F3.start + 7), theme="silence")
    with coded.store.reading() as session:
        draft, final = (result_of(session, coded.project_id, confirmed_only=only) for only in (False, True))
        none = result_of(session, coded.project_id, files=[])
    assert [(c.theme, c.coder, c.score) for c in draft.codes] == [
        ("listen", "Anna", 1.0),
        ("silence", "Bram", 1.0),
        ("reply", MACHINE, 0.6),
    ]
    assert {c.theme for c in final.codes} == {"listen", "silence"}
    assert (draft.name, draft.title, len(draft.fragments)) == ("plein", "Het plein", 4)
    assert none.interviews == ()


def test_blind_coding(coded):
    second = interview("gesprek-2.txt")
    keep(coded, second)
    with coded.store.writing() as session:
        one = add_person(session, "a@x.nl", "Anna", Role.RESEARCHER)
        two = add_person(session, "b@x.nl", "Bram", Role.RESEARCHER)
        sample = draw_sample(session, ANNA, coded.project_id, 4, seed=1)
        again = draw_sample(session, ANNA, coded.project_id, 4, seed=1)
        items = items_of(session, sample.id)
        assert [(i.file, i.span) for i in items] == [(i.file, i.span) for i in items_of(session, again.id)]
        assert sorted(i.file for i in items) == ["gesprek-1.txt"] * 2 + ["gesprek-2.txt"] * 2
        first, other = assign(session, sample.id, one.id), assign(session, sample.id, two.id)
        assert assign(session, sample.id, one.id) is first
        given = {ONE: ["listen"], TWO: [], THREE: ["anger", "reply"]}
        for item in items:
            code_blind(session, first.id, item.id, given[item.text])
            code_blind(session, other.id, item.id, ["reply"] if item.text == THREE else given[item.text])
        assert coded_blind(session, first.id)[items[0].id] == given[items[0].text]
        finish_assignment(session, first.id)
        assert set(compare(session, sample.id).labels) == {"Anna", MACHINE}
        finish_assignment(session, other.id)
        side_by_side = compare(session, sample.id)
        threes = sum(item.text == THREE for item in items)
        assert len(side_by_side.disagreements("Anna", "Bram")) == threes
        theme_alpha(side_by_side.labels["Anna"], side_by_side.labels["Bram"], "anger")
        machine = dict(zip((i.id for i in items), side_by_side.labels[MACHINE], strict=True))
        assert all(machine[i.id] == {ONE: {"listen"}, TWO: {"clear"}, THREE: {"reply"}}[i.text] for i in items)
        with pytest.raises(Refusal, match="afgerond"):
            code_blind(session, first.id, items[0].id, [])
        with pytest.raises(Refusal, match="hoort niet"):
            code_blind(session, first.id, items_of(session, again.id)[0].id, [])
        with pytest.raises(Refusal, match="niet beoordeeld"):
            finish_assignment(session, assign(session, again.id, one.id).id)


def test_a_sample_of_chosen_themes(coded):
    with coded.store.writing() as session:
        sample = draw_sample(session, ANNA, coded.project_id, 10, seed=1, themes=["clear"])
        assert [item.text for item in items_of(session, sample.id)] == [TWO]
        with pytest.raises(Refusal):
            draw_sample(session, ANNA, coded.project_id, 10, seed=1, themes=["anger"])


def test_examples_to_learn_from_leave_disputes_out(coded, row_id):
    with coded.store.writing() as session:
        decide(session, ANNA, row_id, Confirm(), span=span(F1), theme="listen")
        decide(session, ANNA, row_id, Change("anger"), span=span(F2), theme="clear")
        decide(session, ANNA, row_id, Confirm(), span=span(F3), theme="reply")
        decide(session, BRAM, row_id, Reject(), span=span(F3), theme="reply")
        found = {e.fragment.text: (set(e.yes), set(e.no), dict(e.machine)) for e in examples(session)}
    assert found == {ONE: ({"listen"}, set(), {"listen": 0.9}), TWO: ({"anger"}, {"clear"}, {"clear": 0.7})}


@pytest.mark.parametrize("everywhere", [True, False])
def test_learned_versions_are_accepted_and_rolled_back(coded, everywhere):
    project = None if everywhere else coded.project_id
    with coded.store.writing() as session:
        scores = {"learned_from": {"n": 3}, "before": {"f1": 0.6}, "after": {"f1": 0.7}}
        one = propose_tagger(session, ANNA, project, b"1", **scores)
        assert tagger_in_use(session, project) is None
        accept_tagger(session, ANNA, one.id)
        two = propose_tagger(session, ANNA, project, b"2", **scores)
        assert two.parent_id == one.id
        accept_tagger(session, BRAM, two.id)
        assert tagger_in_use(session, project) is two
        roll_back_tagger(session, BRAM, two.id)
        assert tagger_in_use(session, project).weights == b"1"
        with pytest.raises(Refusal):
            refuse_tagger(session, ANNA, one.id)
        assert [v.state for v in tagger_versions(session, project)] == ["withdrawn", "accepted"]
        assert tagger_in_use(session, coded.project_id + 1) is None


def test_memos_change_go_and_come_back(coded, row_id):
    with coded.store.writing() as session:
        first = write_memo(session, ANNA, coded.project_id, " let op ", interview_id=row_id, span=span(F1))
        write_memo(session, ANNA, coded.project_id, "over het thema", theme="listen")
        changed = write_memo(session, BRAM, coded.project_id, "let goed op", memo=first.id)
        (memo,) = memos(session, coded.project_id, row_id)
        assert (memo.text, memo.about.author.name, memo.changed.author.name, memo.about.text) == (
            "let goed op",
            "Anna",
            "Bram",
            ONE,
        )
        assert len(memos(session, coded.project_id)) == 2
        undo(session, ANNA, changed.id)
        assert memos(session, coded.project_id, row_id)[0].text == "let op"
        write_memo(session, ANNA, coded.project_id, "", memo=first.id)
        assert [m.text for m in memos(session, coded.project_id)] == ["over het thema"]
        for wrong in ({"text": " "}, {"text": "x", "memo": 999}):
            with pytest.raises(Refusal):
                write_memo(session, ANNA, coded.project_id, **wrong)


def test_quotes_are_chosen_and_dropped(coded, row_id):
    def choose(session, fragment, *, chosen):
        choose_quote(session, ANNA, coded.project_id, row_id, span(fragment), theme="listen", chosen=chosen)

    with coded.store.writing() as session:
        choose(session, F1, chosen=True)
        choose(session, F2, chosen=True)
        choose(session, F1, chosen=False)
        assert [(q.text, q.theme) for q in quotes_of(session, coded.project_id)] == [(TWO, "listen")]


def test_the_topics_log_is_kept_in_the_database(coded):
    for project in (coded.project_id, None):
        journal = StoredEditLog(coded.store, project)
        made = [
            journal.add(new_edit("Anna", "rename", topic="t1", members=(F1.id, F2.id), label="Post")),
            journal.add(new_edit("Bram", "split", topic="t1", ids=("t1", "t2"), parts=((F1.id,), (F2.id,)))),
        ]
        assert journal.edits() == tuple(made)
        assert constraints_from(journal.edits()).pinned["t1"].members == {F1.id}


def test_clusters_are_kept_per_run(coded):
    with coded.store.writing() as session:
        assert latest_clusters(session, coded.project_id) is None
        for label in ("oud", "post"):
            save_clusters(
                session,
                coded.project_id,
                "key",
                {"seed": 1},
                clusters=[FoundCluster("t1", label, {"keywords": ["brief"]})],
                members=[Member("gesprek-1.txt", span(F1), "t1", (0.5, 1.5)), Member("gesprek-1.txt", span(F2), None)],
            )
        clusters, members = latest_clusters(session, coded.project_id)
    assert clusters == [FoundCluster("t1", "post", {"keywords": ["brief"]})]
    assert [(m.span, m.cluster, m.point) for m in members] == [(span(F1), "t1", (0.5, 1.5)), (span(F2), None, None)]


def test_projects_made_in_the_workspace(store, tmp_path):
    folder = tmp_path / "park"
    with store.writing() as session:
        eva = add_person(session, "e@x.nl", "Eva", Role.EVALUATOR)
        loose = new_project(session, ProjectFacts(title="Ons Park!"))
        twin = new_project(session, ProjectFacts(title="Ons Park!"))
        own = new_project(session, ProjectFacts(title="Park", costs=5), folder, made_by=eva.id)
        assert (loose.name, loose.key != twin.key) == ("ons-park", True)
        change_facts(session, own, ProjectFacts(title="Het park", participation_level="adviseren"))
        assert [p.id for p in projects_of(session, eva.id)] == [own.id]
        assert len(projects_of(session)) == 3
        assert find_project(session, "park") is own
        assert find_project(session, str(folder)) is own
        assert find_project(session, "ons-park") is None
        for wrong in (ProjectFacts(), ProjectFacts(title="x")):
            with pytest.raises(Refusal):
                new_project(session, wrong, folder)
        with pytest.raises(Refusal):
            get_project(session, 999)
    from narratief.domain.project import load_project
    from narratief.store.project_repository import ProjectRepository

    assert load_project(folder).facts == facts_of(own)
    assert ProjectRepository.for_project(store, load_project(folder)).project_id == own.id
    assert title_of(own) == "Het park"


def test_decisions_of_a_person_stay_when_the_account_goes(coded, row_id):
    with coded.store.writing() as session:
        person = add_person(session, "a@x.nl", "Anna", Role.RESEARCHER)
        decide(session, Author(person.id, person.name), row_id, Confirm(), span=span(F1), theme="listen")
        session.flush()
        session.delete(person)
    with coded.store.reading() as session:
        assert result_of(session, coded.project_id, confirmed_only=True).codes[0].coder == "Anna"
