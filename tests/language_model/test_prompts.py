"""Prompts are files with a version; residents' words keep to their place, and a hash tells what an answer rests on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from narratief.domain.codebook_file import default_codebook
from narratief.language_model.prompts import FOLDER, _environment, _parts, prompt_of, text_of
from narratief.language_model.second_look import Look, second_look
from tests.store.talk import codebook

PROMPTS = sorted(
    path.name.removesuffix(".txt")
    for path in FOLDER.iterdir()
    if path.name.endswith(".txt") and "=== " in path.read_text("utf-8")
)
LOOK = Look("Hoe ging het?", ("De gemeente luisterde niet.", "Niemand belde terug."))


def test_the_prompt_for_codes_is_among_them() -> None:
    assert "coderen" in PROMPTS


@pytest.mark.parametrize("name", PROMPTS)
def test_every_file_has_a_version_and_parts_that_can_be_filled_in(name: str) -> None:
    version, parts = _parts(name)
    assert version >= 1
    assert [role for role, _ in parts] == ["system", "user"]
    for _, text in parts:
        assert _environment().parse(text)
        assert text.strip()
    assert "gegevens" in text_of(f"{name}.txt")  # says that what follows is data


def test_the_shipped_codebook_goes_into_the_question() -> None:
    book = default_codebook()
    prompt = second_look(LOOK, book)
    (system, told), (user, said) = prompt.messages
    assert (system, user) == ("system", "user")
    for theme in book.themes:
        assert f"- {theme.id}: {theme.label}. {theme.definition}" in told
    assert text_of("codeerwijzer.txt").strip() in told
    assert "{{" not in told
    assert "{%" not in told
    assert json.loads(said) == {
        "vraag": "Hoe ging het?",
        "fragmenten": [
            {"nummer": 1, "woorden": "De gemeente luisterde niet."},
            {"nummer": 2, "woorden": "Niemand belde terug."},
        ],
    }


@given(st.text(), st.text())
def test_no_words_of_residents_leave_their_place(question: str, words: str) -> None:
    prompt = second_look(Look("", (words,)), codebook())
    said = json.loads(prompt.messages[-1][1])
    assert said == {"vraag": "", "fragmenten": [{"nummer": 1, "woorden": words}]}
    assert prompt.messages[0] == second_look(LOOK, codebook()).messages[0]  # nothing of it in the instructions
    asked = json.loads(second_look(Look(question, ("x",)), codebook()).messages[-1][1])["vraag"]
    assert asked in {"", question[-1000:]}


def test_the_end_of_a_long_question_is_sent() -> None:
    said = json.loads(second_look(Look(f"{'a ' * 2000}hoe ging het?", ("x",)), codebook()).messages[-1][1])
    assert said["vraag"].endswith("hoe ging het?")
    assert len(said["vraag"]) == 1000


def test_template_marks_in_words_and_definitions_are_only_text() -> None:
    prompt = second_look(Look("", ("{{ themes }} {% for x in y %}",)), codebook())
    assert "{{ themes }} {% for x in y %}" in prompt.messages[-1][1]


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        prompt_of("coderen", {}, said={})


def test_the_same_question_has_the_same_hash() -> None:
    one, two = second_look(LOOK, codebook()), second_look(Look(LOOK.question, LOOK.parts), codebook())
    assert one == two
    assert one.hash_for("proef") == two.hash_for("proef")
    assert len(one.hash_for("proef")) == 64


def test_whatever_an_answer_depends_on_gives_another_hash() -> None:
    first = second_look(LOOK, codebook())
    hashes = [
        first.hash_for("proef"),
        first.hash_for("proef:2"),
        second_look(Look(LOOK.question, ("De gemeente luisterde nooit.", LOOK.parts[1])), codebook()).hash_for("proef"),
        second_look(Look("Hoe ging dat?", LOOK.parts), codebook()).hash_for("proef"),
        second_look(Look(LOOK.question, LOOK.parts[:1]), codebook()).hash_for("proef"),
        second_look(LOOK, codebook("listen", "clear")).hash_for("proef"),
        second_look(LOOK, codebook("clear", "listen", "reply", "anger", "silence")).hash_for("proef"),
    ]
    assert len(set(hashes)) == len(hashes)
