from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narratief.domain.interview import Interview, Utterance
from narratief.nlp.pipeline import load_pipeline
from narratief.nlp.segment import MAX_SENTENCES, divide, divisions, fragments_of, sentence_spans

TALK = (
    "Ja, ik ben daar geweest. In de kantine, met koffie. Ze hadden posters opgehangen. "
    "Trouwens, de bus komt hier niet meer. Dat vind ik jammer. Mijn zus komt nu met de trein. "
    "Van die avond heb ik nooit meer iets gehoord. Geen brief, geen mail, niks."
)


def _cut(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for part in text.split(". "):
        end = min(len(text), at + len(part) + 1)
        spans.append((at, end))
        at = end + 1
    return spans


def test_fragments_hold_one_to_four_whole_sentences_and_all_words() -> None:
    sentences = _cut(TALK)
    division = divide(TALK, sentences)
    assert 2 <= len(division.fragments) <= 4
    starts, ends = {a for a, _ in sentences}, {b for _, b in sentences}
    for start, end in division.fragments:
        assert start in starts
        assert end in ends
        assert 1 <= sum(start <= a < end for a, _ in sentences) <= MAX_SENTENCES
    assert " ".join(TALK[a:b] for a, b in division.fragments) == TALK


def test_a_change_of_meaning_is_where_fragments_part() -> None:
    sentences = _cut(TALK)
    topic = np.array([0, 0, 0, 1, 1, 1, 2, 2])
    vectors = np.eye(3, dtype=np.float32)[topic]
    division = divide(TALK, sentences, vectors)
    assert {a for a, _ in division.fragments} == {sentences[0][0], sentences[3][0], sentences[6][0]}


def test_nothing_said_gives_no_fragments() -> None:
    assert divide("", []).fragments == ()


@given(st.lists(st.integers(1, 40), min_size=1, max_size=14))
@settings(max_examples=60, deadline=None)
def test_fragments_always_tile_the_sentences(lengths: list[int]) -> None:
    text = " ".join("woord " * n + "." for n in lengths)
    spans, at = [], 0
    for n in lengths:
        size = len("woord " * n + ".")
        spans.append((at, at + size))
        at += size + 1
    fragments = divide(text, spans).fragments
    assert fragments[0][0] == 0
    assert fragments[-1][1] == len(text)
    assert all(b + 1 == c for (_, b), (c, _) in pairwise(fragments))


@pytest.mark.parametrize(
    "text",
    [
        "nou ja ik ben daar geweest en toen dacht ik van nou dat wordt niks en die meneer zei nog dat het goed kwam",
        "Ja.",
        "[lacht] Nee hoor. Eh… dat niet!",
        "woord " * 300,
    ],
)
def test_sentences_hold_all_words_of_speech_with_and_without_punctuation(text: str) -> None:
    (spans,) = sentence_spans(load_pipeline(), [text])
    assert "".join(text[a:b] for a, b in spans).split() == [] or all(a < b for a, b in spans)
    kept = "".join("".join(text[a:b].split()) for a, b in spans)
    assert kept == "".join(text.split())
    assert all(len(text[a:b].split()) <= 75 for a, b in spans)


def test_fragments_stand_at_their_place_in_the_stored_text() -> None:
    interview = Interview.build(
        "a.txt",
        [
            Utterance("I", "Hoe ging het?", "interviewer"),
            Utterance("R", TALK, "resident"),
            Utterance("I", "En verder?", "interviewer"),
            Utterance("R", "Niks.", "resident"),
        ],
    )
    divided = divisions(load_pipeline(), interview.resident_turns)
    fragments = fragments_of("p", interview, divided)
    assert {f.resident_turn for f in fragments} == {0, 1}
    assert [f.index for f in fragments] == list(range(len(fragments)))
    for fragment in fragments:
        assert interview.text[fragment.start : fragment.end] == fragment.text
    assert fragments[-1].question == "En verder?"
    assert len({f.id for f in fragments}) == len(fragments)
