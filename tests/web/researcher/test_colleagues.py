"""Work divided between colleagues: who works on what, and remarks that name somebody."""

from __future__ import annotations

from narratief.domain.decision import Author
from narratief.store.accounts.access import Role
from narratief.store.review.colleagues import Colleague, assigned, mentioned, remarks_for
from narratief.store.review.memos import write_memo
from narratief.store.review.result import result_of

TEAM = [Colleague(1, "Anna de Wit"), Colleague(2, "Anna Bakker"), Colleague(3, "Bram"), Colleague(4, "Bea Bos")]


def test_who_is_named():
    assert mentioned("@Bram en @bea: klopt dit?", TEAM) == {3, 4}
    assert mentioned("Graag @Anna Bakker.", TEAM) == {2}
    assert mentioned("@Anna, wie van de twee? bram@gemeente.nl, @Brammetje, Bram", TEAM) == set()


def test_a_conversation_is_given_to_a_colleague_and_everybody_sees_it(plein, log_in):
    anna, bram = log_in(name="Anna"), log_in(name="Bram")
    talk = f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}"
    assert anna.post(f"{talk}/toewijzen", data={"person": bram.person}).status_code == 303
    assert "Bram is met dit gesprek bezig." in anna.get(talk).text
    assert "Bram is hiermee bezig" in anna.get(f"{plein.path}/gesprekken").text
    assert "U bent hiermee bezig" in bram.get(f"{plein.path}/gesprekken").text
    assert "U bent bezig met" in bram.get(plein.path).text
    assert "U bent bezig met" not in anna.get(plein.path).text
    query = {"gesprek": plein.ids["gesprek-1.txt"]}
    items = anna.get(f"{plein.path}/nakijken/volgende", params=query).json()["items"]
    assert {item["at_work"] for item in items} == {"Bram is met dit gesprek bezig."}
    anna.post(f"{talk}/toewijzen", data={"person": anna.person})
    assert "U bent met dit gesprek bezig." in anna.get(talk).text
    anna.post(f"{talk}/toewijzen")
    with plein.store.reading() as session:
        assert assigned(session, plein.project_id) == {}
        assert result_of(session, plein.project_id).reviewed == frozenset()


def test_only_who_may_review_can_be_given_a_conversation(plein, log_in):
    anna, petra = log_in(name="Anna"), log_in(Role.PARTICIPATION, name="Petra")
    talk = f"{plein.path}/gesprekken/{plein.ids['gesprek-1.txt']}"
    assert anna.post(f"{talk}/toewijzen", data={"person": petra.person}).status_code == 409
    assert "met dit gesprek bezig" not in anna.get(talk).text


def test_a_remark_stands_on_the_overview_until_it_is_answered(plein, log_in):
    anna, bram = log_in(name="Anna"), log_in(name="Bram")
    code = plein.code("influence_doubt")
    span = (code.fragment.start, code.fragment.end)
    about = {"interview_id": plein.ids["gesprek-1.txt"], "span": span, "theme": code.theme}
    with plein.store.writing() as session:
        write_memo(session, Author(anna.person, "Anna"), plein.project_id, "@Bram klopt dit thema?", **about)
    shown = bram.get(plein.path).text
    assert "Anna schreef u: “@Bram klopt dit thema?”" in shown
    assert f"/gesprekken/{about['interview_id']}?bij={span[0]}-{span[1]}#vorm" in shown
    assert "schreef u" not in anna.get(plein.path).text
    with plein.store.writing() as session:
        write_memo(session, Author(bram.person, "Bram"), plein.project_id, "Ja, @Anna.", **about)
        assert remarks_for(session, plein.project_id, bram.person) == []
    assert "Bram schreef u: “Ja, @Anna.”" in anna.get(plein.path).text
