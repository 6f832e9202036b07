"""What is held on one person: every place, nobody else's name, and nothing without the right question."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document as Word

from narratief.data_protection.subject_access import PersonalData, every_project, personal_data_of
from narratief.data_protection.subject_access_page import render_subject_access
from narratief.domain.actions import Confirm
from narratief.domain.errors import InputError, Refusal
from narratief.store.attributes import AttributeChange, change_attributes
from narratief.store.coding.interviews import interview_row
from narratief.store.decision_log import record
from narratief.store.model_answers import Asked, keep_answer
from narratief.store.redaction import redact_copies, redacted
from narratief.store.review.decide import accept_reading
from narratief.store.review.memos import memos, write_memo
from narratief.store.review.privacy_fixes import vault_of
from narratief.store.review.second_opinions import Said, keep_second_codes
from tests.data_protection.conftest import Plein
from tests.store.talk import ANNA

DAY = dt.date(2027, 3, 1)


def _held(plein: Plein, asked: str, **more: object) -> PersonalData:
    with plein.store.reading() as session:
        return personal_data_of(session, asked, every_project(session), **more)


def test_a_name_is_found_in_each_interview_under_its_own_pseudonym(plein: Plein) -> None:
    held = _held(plein, "Fenna Kwast")
    assert [(each.file, list(each.names)) for each in held.interviews] == [
        ("a.txt", ["[PERSOON-2]"]),
        ("b.txt", ["[PERSOON-1]"]),
    ]
    assert [mention.number for mention in held.interviews[1].mentions] == [2, 6]
    first = held.interviews[0].mentions[0]
    assert first.text == "Met [PERSOON-1] ging ik erheen, ik ben Fenna Kwast."  # another's name stays hidden
    assert first.themes == ("Anger (gevonden door de computer)",)
    assert held.interviews[0].original.endswith("a.txt")


@pytest.mark.parametrize("asked", ["fenna kwast", "Kwast", "0638219457", "06 38 21 94 57"])
def test_other_ways_to_write_it_are_found_too(plein: Plein, asked: str) -> None:
    assert "b.txt" in [each.file for each in _held(plein, asked).interviews]


def test_somebody_unknown_is_in_nothing(plein: Plein) -> None:
    assert _held(plein, "Zwaantje Plof").interviews == ()


def test_a_pseudonym_needs_its_interview(plein: Plein) -> None:
    with pytest.raises(Refusal, match="eigen pseudoniem"):
        _held(plein, "PERSOON-1")
    held = _held(plein, "PERSOON-1", interview="a.txt")
    assert [each.names for each in held.interviews] == [{"[PERSOON-1]": ("Gerrit Wiersma", "Gerrit")}]
    plein.vault.destroy()
    again = _held(plein, "[persoon-1]", interview="a.txt")
    assert [mention.number for mention in again.interviews[0].mentions] == [2, 6]
    assert again.interviews[0].names == {"[PERSOON-1]": ()}


def test_a_name_that_was_not_replaced_is_found_in_the_text(plein: Plein) -> None:
    held = _held(plein, "Niemand")
    assert [each.unreplaced for each in held.interviews] == [True, True]
    assert [mention.number for mention in held.interviews[0].mentions] == [4]


def test_the_page_names_every_place_theme_and_decision(plein: Plein) -> None:
    with plein.store.writing() as session:
        row = interview_row(session, plein.work.project_id, "a.txt")
        span = (row.text.index("Met"), row.text.index("erheen"))
        record(session, ANNA, row.project_id, Confirm(), interview_id=row.id, span=span, theme="anger")
        write_memo(session, ANNA, row.project_id, "[PERSOON-2] bellen", interview_id=row.id)
        accept_reading(session, ANNA, row.id)
    held = _held(plein, "Fenna Kwast", interview="a.txt", whole=True)
    assert [mention.number for mention in held.interviews[0].mentions] == [2, 4, 6]
    page = render_subject_access(held, DAY, ".html").decode()
    word = Word(io.BytesIO(render_subject_access(held, DAY, ".docx")))
    cells = [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    said = "\n".join([*(part.text for part in word.paragraphs), *cells])
    for text in (page, said):
        for told in ("Fenna Kwast", "Anger", "Anna zei dat het thema klopt", "Fenna Kwast bellen", "Niemand belde"):
            assert told in text, told
        assert "Wiersma" not in text
    with pytest.raises(InputError, match=r"\.html of \.docx"):
        render_subject_access(held, DAY, ".odt")


def test_nothing_is_told_when_the_vault_cannot_be_opened(plein: Plein, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", str(plein.folder / "weg"))
    with pytest.raises(InputError, match="sleutel"):
        _held(plein, "Fenna Kwast")


def test_copies_of_an_erased_interview_go_from_memos_and_examples(plein: Plein) -> None:
    quote = "ging ik erheen, ik ben [PERSOON-2]"
    with plein.store.writing() as session:
        row = interview_row(session, plein.work.project_id, "a.txt")
        write_memo(session, ANNA, row.project_id, "Bel de wethouder")
        write_memo(session, ANNA, row.project_id, f"Mooi: Met [PERSOON-1] {quote}!")
        redact_copies(session, row)
        assert [memo.text for memo in memos(session, row.project_id)] == ["Bel de wethouder", "Mooi: (gewist)!"]
        assert vault_of(session, row.project_id).interviews() == ["a.txt", "b.txt"]


def test_words_go_from_lists_whole_and_from_sentences_by_a_mark() -> None:
    words = ["de paarse olifant liep weg"]
    value = {
        "examples": ["Toen zag ik: de paarse  olifant liep weg.", "iets anders"],
        "note": "de paarse olifant liep weg!",
    }
    assert redacted(value, words) == {"examples": ["iets anders"], "note": "(gewist)!"}
    same = {"a": ["b", 1, None]}
    assert redacted(same, words) is same


def test_attributes_are_told_of_the_resident_and_of_nobody_else(plein: Plein) -> None:
    with plein.store.writing() as session:
        row = interview_row(session, plein.work.project_id, "a.txt")
        changes = [
            AttributeChange(row.id, "rol", "huurder", ""),
            AttributeChange(row.id, "leeftijdsgroep", "35-49", ""),
        ]
        change_attributes(session, "Anna", row.project_id, changes)
    named = _held(plein, "Gerrit Wiersma").interviews[0]
    assert (named.attributes, named.others_attributes) == ({}, True)
    with_her = _held(plein, "Fenna Kwast", interview="a.txt", whole=True)
    assert with_her.interviews[0].attributes == {"leeftijdsgroep": "35-49", "rol": "huurder"}
    told = render_subject_access(with_her, DAY, ".html").decode()
    assert "Over deze persoon is genoteerd: leeftijdsgroep: 35-49; rol: huurder." in told
    told = render_subject_access(_held(plein, "Gerrit Wiersma"), DAY, ".html").decode()
    assert "zijn kenmerken genoteerd" in told
    assert "35-49" not in told


def test_what_a_language_model_said_of_the_words_is_told(plein: Plein) -> None:
    with plein.store.writing() as session:
        row = interview_row(session, plein.work.project_id, "a.txt")
        start = row.text.index(plein.ANSWERS[2])
        place = (start, start + len(plein.ANSWERS[2]))
        asked = Asked("coderen", 1, "proef", "ab" * 32, [("user", plein.ANSWERS[2])], [(row.id, place)])
        answer = keep_answer(session, plein.work.project_id, asked, "{}", made_by="Anna", interview_id=row.id)
        said = Said((start, start + 15), "[PERSOON-1] was volgens de bewoner boos.")
        keep_second_codes(session, answer, [(place, "anger", said)])
    told = "Anger (taalmodel proef: Gerrit Wiersma was volgens de bewoner boos.)"
    assert [each.themes for each in _held(plein, "Gerrit Wiersma").interviews[0].mentions] == [
        ("Anger (gevonden door de computer)",),
        (told,),
    ]
    assert told in render_subject_access(_held(plein, "Gerrit Wiersma"), DAY, ".html").decode()
