"""Acts of people in the columns of a database: written as ever, read back as they were, refused when damaged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from narratief.domain.actions import (
    ACTIONS,
    AcceptReading,
    Action,
    Add,
    Adjudicate,
    AssignInterview,
    AssignRoles,
    Change,
    ChangeTagger,
    ChooseQuote,
    CodeStanding,
    Confirm,
    ConfirmTurningPoint,
    EditCluster,
    HideWords,
    HoldBack,
    InBulk,
    Merge,
    MergeTurningPoints,
    OrderTurningPoints,
    Postpone,
    Reject,
    RejectTurningPoint,
    Release,
    RenameTurningPoint,
    Rewind,
    SetWords,
    ShowWords,
    Split,
    Undo,
    UseCodebook,
    WriteMemo,
    WriteSummary,
    kinds_of,
)
from narratief.domain.errors import InputError
from narratief.domain.kinds import DONE, Kind
from narratief.store.coding.interviews import interview_row
from narratief.store.decision_codec import decode, encode
from narratief.store.decision_columns import Columns
from narratief.store.decision_log import all_decisions, record
from narratief.store.json_fields import UnreadableField
from narratief.store.schema import DecisionRow
from tests.store.talk import ANNA

# what databases hold today, per act: kind, target, before, after, undoes
STORED: list[tuple[Action, Columns]] = [
    (Confirm(), Columns("confirm")),
    (Confirm(before=CodeStanding()), Columns("confirm", before={"status": None})),
    (
        Reject(before=CodeStanding("machine", "narratief", 0.9)),
        Columns("reject", before={"status": "machine", "coder": "narratief", "score": 0.9}),
    ),
    (Change("anger"), Columns("change", after={"theme": "anger"})),
    (Add(before=CodeStanding()), Columns("add", before={"status": None})),
    (Add(together="ab12"), Columns("add", after={"together": "ab12"})),
    (
        SetWords((2, 9), (0, 4), before=CodeStanding("machine", "narratief", 0.9)),
        Columns(
            "words",
            before={"status": "machine", "coder": "narratief", "score": 0.9, "spans": [[0, 4]]},
            after={"spans": [[2, 9]]},
        ),
    ),
    (
        Postpone(before=CodeStanding("added", "Anna", 1.0)),
        Columns("later", before={"status": "added", "coder": "Anna", "score": 1.0}),
    ),
    (Adjudicate(present=False), Columns("adjudicate", after={"present": False})),
    (
        Split(((0, 4), (5, 9)), ((0, 9),)),
        Columns("split", before={"spans": [[0, 9]]}, after={"spans": [[0, 4], [5, 9]]}),
    ),
    (
        Split(((0, 4), (5, 9)), ((0, 9),), together="ab12"),
        Columns("split", before={"spans": [[0, 9]]}, after={"spans": [[0, 4], [5, 9]], "together": "ab12"}),
    ),
    (
        Merge(((0, 9),), ((0, 4), (5, 9))),
        Columns("merge", before={"spans": [[0, 4], [5, 9]]}, after={"spans": [[0, 9]]}),
    ),
    (WriteMemo("Sterk."), Columns("memo", before={"text": ""}, after={"text": "Sterk."})),
    (WriteMemo("", 12, "Sterk."), Columns("memo", "12", before={"text": "Sterk."}, after={"text": ""})),
    (WriteSummary("Bewoners wachten."), Columns("summary", after={"text": "Bewoners wachten."})),
    (ChooseQuote(chosen=True), Columns("quote", after={"chosen": True})),
    (ConfirmTurningPoint("m1"), Columns("moment", "m1", after={"act": "confirm"})),
    (
        ConfirmTurningPoint("m1", ((1, 0), (12, 3))),
        Columns("moment", "m1", after={"act": "confirm", "told": [[1, 0], [12, 3]]}),
    ),
    (RenameTurningPoint("m1", "De avond"), Columns("moment", "m1", after={"act": "rename", "label": "De avond"})),
    (MergeTurningPoints("m1", ("m2", "m3")), Columns("moment", "m1", after={"act": "merge", "with": ["m2", "m3"]})),
    (RejectTurningPoint("m1"), Columns("moment", "m1", after={"act": "reject"})),
    (OrderTurningPoints(("m2", "m1")), Columns("moment", after={"act": "order", "ids": ["m2", "m1"]})),
    (
        OrderTurningPoints(("m2", "m1"), ("m1", "m2")),
        Columns("moment", after={"act": "order", "ids": ["m2", "m1"], "moved": ["m1", "m2"]}),
    ),
    (
        AssignRoles({"Bewoner": "interviewer"}, {3: "resident"}, {1: "other"}),
        Columns(
            "speakers",
            before={"turns": {"1": "other"}},
            after={"roles": {"Bewoner": "interviewer"}, "turns": {"3": "resident"}},
        ),
    ),
    (AcceptReading("k1"), Columns("accept_reading", after={"key": "k1"})),
    (HideWords("[PERSOON-1]"), Columns("privacy_missed", after={"pseudonym": "[PERSOON-1]"})),
    (
        ShowWords("[STRAAT-1]", "Beekpark"),
        Columns("privacy_restored", before={"pseudonym": "[STRAAT-1]"}, after={"text": "Beekpark"}),
    ),
    (HoldBack(), Columns("hold_back")),
    (Release(), Columns("release")),
    (UseCodebook(2, 1), Columns("codebook", before={"version": 1}, after={"version": 2})),
    (UseCodebook(1), Columns("codebook", before={"version": None}, after={"version": 1})),
    (
        EditCluster("t1", "promote", "Post", "post", "abc"),
        Columns("topic", "t1", after={"act": "promote", "label": "Post", "theme": "post", "event": "abc"}),
    ),
    (
        EditCluster("", "undo", "", "", "abc"),
        Columns("topic", after={"act": "undo", "label": "", "theme": "", "event": "abc"}),
    ),
    (
        ChangeTagger(7, "accepted", "proposed"),
        Columns("tagger", "7", before={"state": "proposed"}, after={"state": "accepted"}),
    ),
    (AssignInterview(3, "Bram"), Columns("assign", after={"person": 3, "name": "Bram"})),
    (AssignInterview(None), Columns("assign", after={"person": None, "name": ""})),
    (Undo(5, Kind.CONFIRM), Columns("undo", "confirm", undoes=5)),
    (Rewind(4, 9), Columns("rewind", after={"to": 4, "until": 9})),
    (
        Rewind(0, 9, "a.txt"),
        Columns("rewind", after={"to": 0, "until": 9, "interview": "a.txt"}),
    ),
    (Rewind(0, 9, by=7), Columns("rewind", after={"to": 0, "until": 9, "by": 7})),
    (Rewind(0, 9, by="Anna"), Columns("rewind", after={"to": 0, "until": 9, "by_name": "Anna"})),
    (
        Confirm(bulk=InBulk("b1", read=True)),
        Columns("confirm", after={"batch": "b1", "read": True}),
    ),
]


@pytest.mark.parametrize(("action", "columns"), STORED)
def test_an_act_stands_in_databases_as_ever(action: Action, columns: Columns) -> None:
    written = encode(action)
    assert written == columns
    assert [json.dumps(each) for each in (written.before, written.after)] == [
        json.dumps(each) for each in (columns.before, columns.after)
    ]  # in this order of keys too
    assert decode(columns) == action


def test_every_act_has_stored_rows_and_a_dutch_phrase() -> None:
    assert {type(action) for action, _ in STORED} == set(ACTIONS)
    assert kinds_of(Action) == set(Kind) == set(DONE)


ids, names, scores = st.integers(1, 2**40), st.text(), st.floats(0, 1)
spans = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=4).map(tuple)
standings = (
    st.none()
    | st.builds(CodeStanding)
    | st.builds(CodeStanding, st.sampled_from(["machine", "confirmed", "rejected", "added", "changed"]), names, scores)
)
bulks = st.none() | st.builds(InBulk, names, st.booleans())
roles = st.sampled_from(["interviewer", "resident", "other"])
by_turn = st.dictionaries(st.integers(0, 10**4), roles, max_size=4)
texts = st.lists(names, max_size=4).map(tuple)
tagger_states = st.sampled_from(["proposed", "accepted", "refused", "withdrawn"])
GIVEN: dict[type[Action], st.SearchStrategy[Action]] = {
    Confirm: st.builds(Confirm, before=standings, bulk=bulks),
    Reject: st.builds(Reject, before=standings, bulk=bulks),
    Change: st.builds(Change, names, before=standings),
    Add: st.builds(Add, before=standings, together=names),
    Postpone: st.builds(Postpone, before=standings),
    Adjudicate: st.builds(Adjudicate, st.booleans(), before=standings),
    SetWords: st.builds(SetWords, st.tuples(ids, ids), st.tuples(ids, ids), before=standings),
    Split: st.builds(Split, spans, spans, together=names),
    Merge: st.builds(Merge, spans, spans),
    WriteMemo: st.builds(WriteMemo, names, st.none() | ids, names),
    WriteSummary: st.builds(WriteSummary, names),
    ChooseQuote: st.builds(ChooseQuote, st.booleans()),
    RenameTurningPoint: st.builds(RenameTurningPoint, names, names, spans),
    MergeTurningPoints: st.builds(MergeTurningPoints, names, texts, spans),
    ConfirmTurningPoint: st.builds(ConfirmTurningPoint, names, spans),
    RejectTurningPoint: st.builds(RejectTurningPoint, names, spans),
    OrderTurningPoints: st.builds(OrderTurningPoints, texts, st.none() | st.tuples(names, names)),
    AssignRoles: st.builds(AssignRoles, st.dictionaries(names, roles, max_size=4), by_turn, by_turn),
    AcceptReading: st.builds(AcceptReading, names),
    HideWords: st.builds(HideWords, names),
    ShowWords: st.builds(ShowWords, names, names),
    HoldBack: st.just(HoldBack()),
    Release: st.just(Release()),
    UseCodebook: st.builds(UseCodebook, ids, st.none() | ids),
    EditCluster: st.builds(EditCluster, names, names, names, names, names),
    ChangeTagger: st.builds(ChangeTagger, ids, tagger_states, tagger_states),
    Undo: st.builds(Undo, ids, st.sampled_from(Kind)),
    AssignInterview: st.builds(AssignInterview, st.none() | ids, names),
    Rewind: st.builds(Rewind, st.integers(0, 2**40), ids, st.none() | names, st.none() | ids | names),
}


@pytest.mark.parametrize("kind", ACTIONS)
@settings(deadline=None)
@given(data=st.data())
def test_every_act_comes_back_from_json_as_it_was(kind: type[Action], data: st.DataObject) -> None:
    action = data.draw(GIVEN[kind])
    columns = encode(action)
    before, after = (json.loads(json.dumps(each)) for each in (columns.before, columns.after))
    assert decode(Columns(columns.kind, columns.target, before, after, columns.undoes)) == action


def test_a_key_that_a_kind_does_not_have_is_passed_over() -> None:
    assert decode(Columns("quote", after={"chosen": True, "colour": "red"})) == ChooseQuote(chosen=True)


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        (Columns("dream"), "kind"),
        (Columns("quote"), "after.chosen"),
        (Columns("quote", after={"chosen": "yes"}), "after.chosen"),
        (Columns("quote", after=None), "after"),  # type: ignore[arg-type]  # what a damaged row may hold
        (Columns("change", after={"theme": None}), "after.theme"),
        (Columns("confirm", before={"status": "fine"}), "before.status"),
        (Columns("confirm", before={"status": "machine", "coder": "narratief"}), "before.score"),
        (Columns("split", before={"spans": [[0, 9]]}, after={"spans": [[0]]}), "after.spans"),
        (Columns("words", before={"spans": [[0, 4]]}, after={"spans": []}), "after.spans"),
        (Columns("words", after={"spans": [[0, 4]]}), "before.spans"),
        (Columns("memo", "first", {"text": ""}, {"text": ""}), "target"),
        (Columns("moment", "m1", after={"act": "dance"}), "after.act"),
        (Columns("moment", None, after={"act": "reject"}), "target"),
        (Columns("moment", "m1", after={"act": "confirm", "told": ["a.txt"]}), "after.told"),
        (Columns("moment", after={"act": "order", "ids": ["m1"], "moved": ["m1"]}), "after.moved"),
        (Columns("speakers", before={"turns": {}}, after={"roles": [], "turns": {}}), "after.roles"),
        (Columns("speakers", before={"turns": {}}, after={"roles": {}, "turns": {"a": "other"}}), "after.turns"),
        (Columns("speakers", before={"turns": {}}, after={"roles": {"B": "mayor"}, "turns": {}}), "after.roles.B"),
        (Columns("codebook", before={"version": None}, after={"version": True}), "after.version"),
        (Columns("tagger", "7", {"state": "proposed"}, {"state": "lost"}), "after.state"),
        (Columns("undo", "confirm"), "undoes"),
        (Columns("undo", "dream", undoes=3), "target"),
        (Columns("rewind", after={"to": 4}), "after.until"),
    ],
)
def test_damaged_columns_name_the_field(columns: Columns, field: str) -> None:
    with pytest.raises(UnreadableField) as told:
        decode(columns)
    assert str(told.value) == field


def test_a_damaged_row_is_told_in_dutch_and_never_quoted(coded) -> None:
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "gesprek-1.txt")
        made = record(session, ANNA, coded.project_id, Confirm(), interview_id=row.id, span=(0, 3), theme="listen")
        session.get_one(DecisionRow, made.id).before = {"status": "Wat de bewoner zei"}
    with coded.store.reading() as session, pytest.raises(InputError) as told:
        all_decisions(session, coded.project_id)
    assert told.value.message.startswith(f"Beslissing {made.id} is niet te lezen: het veld before.status is beschadigd")
    assert "bewoner" not in str(told.value)


def test_rows_of_literal_json_are_read(coded) -> None:
    rows = {
        "confirm": ('{"status": "machine", "coder": "narratief", "score": 0.9}', "{}"),
        "change": ('{"status": null}', '{"theme": "anger"}'),
        "split": ('{"spans": [[0, 9]]}', '{"spans": [[0, 4], [5, 9]]}'),
        "quote": ("{}", '{"chosen": false}'),
    }
    column = "JSONB" if coded.store.engine.dialect.name == "postgresql" else "TEXT"
    insert = text(
        "INSERT INTO decisions (project_id, at, who, kind, text, theme, before, after) VALUES (:project, "
        f"'2026-03-01 12:00:00', 'Anna', :kind, '', 'listen', CAST(:before AS {column}), CAST(:after AS {column}))"
    )
    with coded.store.writing() as session:
        for kind, (before, after) in rows.items():
            session.execute(insert, {"project": coded.project_id, "kind": kind, "before": before, "after": after})
    with coded.store.reading() as session:
        decisions = all_decisions(session, coded.project_id)
    assert [decision.action for decision in decisions] == [
        Confirm(before=CodeStanding("machine", "narratief", 0.9)),
        Change("anger", before=CodeStanding()),
        Split(((0, 4), (5, 9)), ((0, 9),)),
        ChooseQuote(chosen=False),
    ]
    assert {(decision.author.name, decision.theme) for decision in decisions} == {("Anna", "listen")}


def test_rows_hold_what_the_codec_writes(coded) -> None:
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "gesprek-1.txt")
        for action, _ in STORED:
            if not isinstance(action, Undo):
                record(session, ANNA, coded.project_id, action, interview_id=row.id)
    with coded.store.reading() as session:
        rows = session.scalars(select(DecisionRow).order_by(DecisionRow.id)).all()
        found = [Columns(row.kind, row.target, row.before, row.after, row.undoes) for row in rows]
        decisions = all_decisions(session, coded.project_id)
    expected = [(action, columns) for action, columns in STORED if not isinstance(action, Undo)]
    assert found == [columns for _, columns in expected]
    assert [decision.action for decision in decisions] == [action for action, _ in expected]
