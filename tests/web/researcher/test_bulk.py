"""Sure suggestions decided at one press: whose they are, what they do not count for, and one way back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from narratief.domain.actions import Confirm, Reject
from narratief.domain.decision import Author
from narratief.domain.trust import ENOUGH, Trust
from narratief.store.review.bulk import decide_in_bulk, sure_suggestions, undo_batch
from narratief.store.review.decide import history
from narratief.store.review.learning import examples
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.web.views.bulk import measured_error


@pytest.fixture
def client(plein, log_in):
    return log_in(name="Anna")


def press(client, plein, act="ja", grens=80, aantal=4, **more):
    data = {"act": act, "grens": grens, "aantal": aantal, "batch": "b1", **more}
    return client.post(f"{plein.path}/nakijken/zeker", data=data)


def result(plein):
    with plein.store.reading() as session:
        return result_of(session, plein.project_id)


def statuses(plein):
    return sorted(code.status for code in plein.state().codes if code.status != "machine")


def test_one_press_decides_as_that_person_and_one_takes_all_back(plein, client):
    page = client.get(f"{plein.path}/nakijken/zeker?grens=80").text
    assert "Bevestig: 4 voorstellen" in page
    assert len(re.findall('name="zonder"', page)) == 4
    assert press(client, plein).status_code == 303
    codes = [code for code in plein.state().codes if code.status == "confirmed"]
    assert sorted(code.score for code in codes) == [0.83, 0.88, 0.93, 0.97]
    assert {(code.coder, code.in_bulk) for code in codes} == {("Anna", True)}
    shown = client.get(f"{plein.path}/gesprekken/{plein.ids['gesprek-3.txt']}").text
    assert "klopt, met andere tegelijk" in shown
    press(client, plein, aantal=0)  # nothing is left to decide about
    assert len(statuses(plein)) == 4
    undone = client.post(f"{plein.path}/nakijken/zeker/ongedaan", data={"batch": "b1"})
    assert (undone.status_code, statuses(plein)) == (303, [])
    assert client.post(f"{plein.path}/nakijken/zeker/ongedaan", data={"batch": "b1"}).status_code == 404


def test_a_press_takes_as_many_statements_for_many_as_for_one(plein):
    assert statements(plein, "b1", 4) == statements(plein, "b2", 1)
    assert statuses(plein) == []


def statements(plein, batch, wanted):
    """How many statements it takes to accept suggestions, and to take that back."""
    anna, told = Author(None, "Anna"), []
    with plein.store.writing() as session:
        found = sure_suggestions(project_state(session, plein.project_id), plein.themes, 0.8, accept=True)[:wanted]
        engine = session.get_bind().engine

        @event.listens_for(engine, "before_cursor_execute")
        def note(connection, cursor, statement, *more):
            told.append(statement)

        made = decide_in_bulk(session, anna, plein.project_id, found, accept=True, batch=batch, read=False)
        until = len(told)
        assert (len(made), undo_batch(session, anna, plein.project_id, batch)) == (wanted, wanted)
        event.remove(engine, "before_cursor_execute", note)
    return until, len(told) - until


def test_what_was_decided_alone_stays_when_the_press_is_taken_back(plein, client):
    press(client, plein)
    plein.decide(Confirm(), "influence_doubt", "gesprek-3.txt")
    client.post(f"{plein.path}/nakijken/zeker/ongedaan", data={"batch": "b1"})
    assert statuses(plein) == ["confirmed"]
    assert not plein.code("influence_doubt", "gesprek-3.txt").in_bulk


def test_weak_ones_are_rejected_and_what_is_ticked_stays_open(plein, client):
    page = client.get(f"{plein.path}/nakijken/zeker?keuze=nee&grens=60").text
    keys = re.findall('name="zonder" value="([^"]+)"', page)
    assert len(keys) == 2
    press(client, plein, "nee", 60, 2, zonder=[keys[0]])
    assert statuses(plein) == ["rejected"]
    assert all(code.status == "machine" for code in plein.state().codes if keys[0].endswith(code.theme))


def test_a_conversation_is_reviewed_only_when_the_person_says_to_have_read_it(plein, client):
    press(client, plein)
    assert result(plein).reviewed == frozenset()
    client.post(f"{plein.path}/nakijken/zeker/ongedaan", data={"batch": "b1"})
    press(client, plein, gelezen="1", batch="b2")
    assert result(plein).reviewed == {"gesprek-3.txt"}


def test_the_press_says_nothing_of_how_good_the_machine_is(plein, client):
    press(client, plein)
    plein.decide(Reject(), "decision_opacity")
    assert result(plein).trust.judged == ((0.41, False),)
    with plein.store.reading() as session:
        assert [(each.yes, each.no) for each in examples(session, plein.project_id)] == [
            (frozenset(), frozenset({"decision_opacity"}))
        ]


def test_nothing_is_decided_about_other_suggestions_than_were_shown(plein, client):
    plein.decide(Confirm(), "influence_doubt", "gesprek-2.txt")
    assert press(client, plein).status_code == 409
    assert statuses(plein) == ["confirmed"]


def test_disputed_and_decided_ones_are_never_sure(plein):
    themes = plein.themes
    assert len(sure_suggestions(plein.state(), themes, 0.9, accept=True)) == 2
    plein.decide(Reject(), "participation_valued")
    assert len(sure_suggestions(plein.state(), themes, 0.9, accept=True)) == 1


def test_the_error_is_that_of_scores_and_of_people_in_the_same_range(plein):
    found = sure_suggestions(plein.state(), plein.themes, 0.8, accept=True)
    few = Trust(4, 7, 8, 7, 1, judged=((0.95, True),), model_error=0.05)
    told = " ".join(measured_error(found, few, 0.8, accept=True))
    assert "bij ongeveer 0 van deze 4" in told
    assert "gemiddeld 0,05 naast" in told
    assert "pas 1 voorstel" in told
    many = Trust(4, 7, 8, 7, 1, judged=((0.95, True),) * ENOUGH + ((0.9, False), (0.5, False)))
    assert f"{ENOUGH + 1} voorstellen" in " ".join(measured_error(found, many, 0.8, accept=True))
    assert "Bij 1 daarvan" in " ".join(measured_error(found, many, 0.8, accept=True))


def test_who_did_what_in_the_history(plein, client):
    press(client, plein)
    with plein.store.reading() as session:
        done = history(session, plein.project_id)
    assert {(each.author.name, each.action.bulk.batch) for each, _ in done} == {("Anna", "b1")}
    assert "met andere tegelijk" in client.get(f"{plein.path}/beslissingen").text
