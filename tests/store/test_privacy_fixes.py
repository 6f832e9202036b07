"""Personal data that was missed or wrongly taken, and what must not be left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratief.domain.actions import Confirm, ShowWords
from narratief.domain.errors import Refusal
from narratief.domain.interview import Interview, Utterance
from narratief.privacy.vault.vault import Vault
from narratief.store.coding.interviews import interview_row
from narratief.store.coding.projects import get_project
from narratief.store.erase import erase_interview, scrub
from narratief.store.review.decide import decide
from narratief.store.review.memos import choose_quote, write_memo
from narratief.store.review.privacy_fixes import hide_words, show_words
from narratief.store.review.project_state import interview_state
from narratief.store.review.search import search
from narratief.store.review.topic_edits import StoredEditLog
from narratief.topics.edits import new_edit
from tests.store.talk import ANNA, code, fragments, span

SAID = ["Ik sprak met Zebedeus Kwast over de bomen.", "Zebedeus kwast belde nooit terug."]


def reading(second="[ORGANISATIE-1] hielp wel."):
    said = [*SAID, second]
    return Interview.build(
        "g.txt",
        [Utterance("Interviewer", "Met wie?", "interviewer"), Utterance("Zebedeus Kwast", " ".join(said), "resident")],
    ), said


@pytest.fixture
def vault(tmp_path):
    kept = Vault("plein", tmp_path / "kluis")
    kept.store("g.txt", {"[ORGANISATIE-1]": ["Beekpark"]})
    return kept


@pytest.fixture
def row_id(coded):
    talk, said = reading()
    coded.save_interview(talk, "k1")
    frags = fragments(talk, said)
    coded.save_coding("g.txt", "r1", frags, (code(frags[0], "listen", 0.9, "met Zebedeus Kwast over"),))
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "g.txt")
        name = talk.text.rindex("Zebedeus Kwast")
        decide(session, ANNA, row.id, Confirm(), span=span(frags[1]), theme="reply")
        write_memo(session, ANNA, coded.project_id, "wie?", interview_id=row.id, span=(name, name + 14))
        choose_quote(session, ANNA, coded.project_id, row.id, span(frags[0]), theme="listen", chosen=True)
        return row.id


def hide(coded, row_id, vault):
    with coded.store.writing() as session:
        text = interview_row(session, coded.project_id, "g.txt").text
        at = text.rindex("Zebedeus Kwast")
        return hide_words(session, ANNA, row_id, (at, at + 14), "person", vault=vault)


def everything(session):
    from narratief.store.schema import Base

    return "\n".join(
        str(row) for table in Base.metadata.sorted_tables for row in session.execute(table.select()).all()
    ).lower()


def test_missed_words_are_replaced_everywhere_and_left_nowhere(coded, row_id, vault):
    (first,) = (f for f in coded.coding("g.txt")[0] if f.text == SAID[0])
    journal = StoredEditLog(coded.store, coded.project_id)
    journal.add(new_edit("Anna", "rename", topic="t", members=(first.id,), label="bomen"))
    made = hide(coded, row_id, vault)
    assert made.pseudonym == "[PERSOON-1]"
    assert [decision.text for decision in made.decisions] == ["[PERSOON-1]"] * 3
    assert "Zebedeus Kwast" in vault.lookup("g.txt", "[PERSOON-1]")
    with coded.store.reading() as session:
        assert "zebedeus" not in everything(session)
        assert "kwast" not in everything(session)
        state = interview_state(session, row_id)
        assert search(session, "Zebedeus").total == 0
        assert search(session, "bomen").total == 1
    assert [f.text for f in state.fragments] == [
        "Ik sprak met [PERSOON-1] over de bomen.",
        "[PERSOON-1] belde nooit terug.",
        "[ORGANISATIE-1] hielp wel.",
    ]
    assert state.interview.turns[1].speaker == "[PERSOON-1]"
    assert not state.orphans
    assert {(c.theme, c.status) for c in state.codes} == {("listen", "machine"), ("reply", "confirmed")}
    (evidence,) = state.codes[0].evidence
    assert state.interview.text[slice(*evidence)] == "met [PERSOON-1] over"
    assert journal.edits()[0].members == (state.fragments[0].id,)
    assert coded.has_interview("g.txt", "k1")
    assert coded.interview_key("g.txt") != "k1"


def test_wrongly_taken_words_come_back_and_are_kept_from_then_on(coded, row_id, vault):
    with coded.store.writing() as session:
        row = interview_row(session, coded.project_id, "g.txt")
        at = row.text.index("[ORG")
        (done,) = show_words(session, ANNA, row_id, (at + 3, at + 3), vault=vault).decisions
        assert get_project(session, coded.project_id).keep_words == ["Beekpark"]
    assert (done.text, done.action) == ("Beekpark", ShowWords("[ORGANISATIE-1]", "Beekpark"))
    assert coded.coding("g.txt")[0][2].text == "Beekpark hielp wel."


def test_fixes_hold_when_the_file_is_read_anew(coded, row_id, vault):
    hide(coded, row_id, vault)
    with coded.store.writing() as session:
        at = interview_row(session, coded.project_id, "g.txt").text.index("[ORG")
        show_words(session, ANNA, row_id, (at, at + 5), vault=vault)
    again, _ = reading("[ORGANISATIE-1] hielp wel. En nog iets.")
    coded.save_interview(again, "k2")
    text = coded.interview("g.txt").text
    assert text == (
        "Interviewer: Met wie?\n\n[PERSOON-1]: Ik sprak met [PERSOON-1] over de bomen. [PERSOON-1] belde nooit terug. "
        "Beekpark hielp wel. En nog iets."
    )
    with coded.store.reading() as session:
        assert "zebedeus" not in everything(session)
        state = interview_state(session, row_id)
    assert {(c.theme, c.status) for c in state.codes} == {("listen", "machine"), ("reply", "confirmed")}
    assert state.interview.turns[1].speaker == "[PERSOON-1]"


@pytest.mark.parametrize("place", [(0, 0), (5, 5)])
def test_there_must_be_something_to_fix(coded, row_id, vault, place):
    with pytest.raises(Refusal), coded.store.writing() as session:
        hide_words(session, ANNA, row_id, place, "person", vault=vault)
    with pytest.raises(Refusal), coded.store.writing() as session:
        show_words(session, ANNA, row_id, place, vault=vault)


def test_a_destroyed_vault_gives_nothing_back(coded, row_id, vault):
    vault.destroy()
    at = coded.interview("g.txt").text.index("[ORG")
    with pytest.raises(Refusal, match="niet meer bekend"), coded.store.writing() as session:
        show_words(session, ANNA, row_id, (at, at + 5), vault=vault)


def test_an_erased_interview_is_in_no_table_and_no_file(coded, row_id, vault):
    with coded.store.writing() as session:
        erase_interview(session, row_id, None)
    scrub(coded.store)
    with coded.store.reading() as session:
        assert "zebedeus" not in everything(session)
        assert search(session, "bomen").total == 0
        assert coded.interview("gesprek-1.txt") is not None
    if coded.store.engine.dialect.name == "sqlite":
        for path in Path(coded.store.engine.url.database).parent.glob("narratief.sqlite3*"):
            content = path.read_bytes().lower()
            assert b"zebedeus" not in content, path.name
            assert b"bomen" not in content, path.name


def test_hidden_words_are_in_no_file_either(coded, row_id, vault):
    hide(coded, row_id, vault)
    scrub(coded.store)
    if coded.store.engine.dialect.name == "sqlite":
        for path in Path(coded.store.engine.url.database).parent.glob("narratief.sqlite3*"):
            assert b"zebedeus" not in path.read_bytes().lower(), path.name
