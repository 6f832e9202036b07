from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from narratief.domain.interview import Interview, Utterance
from narratief.nlp.pipeline import load_pipeline
from narratief.nlp.segment import MAX_SENTENCES, divide, divisions, fragments_of

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


def _fragments(text: str) -> list[str]:
    """Fragments of sentences that are neither alike nor unlike: of each two the cosine is 0.5."""
    spans = _cut(text)
    vectors = np.hstack([np.eye(len(spans)), np.ones((len(spans), 1))]).astype(np.float32) / np.sqrt(2)
    return [text[a:b] for a, b in divide(text, spans, vectors).fragments]


def test_what_turns_a_sentence_stays_with_it() -> None:
    said = "Die avond was prima geregeld met koffie en taart voor iedereen uit de hele straat. "
    turned = "Maar van wat wij daar met zijn allen gezegd hebben is niets terug te vinden in het plan."
    assert _fragments(said + turned) == [said + turned]
    assert len(_fragments(said + turned.replace("Maar van", "Van"))) == 2


def test_a_few_words_stay_with_what_they_finish() -> None:
    said = "Die heeft hier aan de keukentafel gezeten en hij praatte ook gewoon met haar, de hele middag lang. "
    rest = "Niet over haar heen. Hij is op zijn hurken gaan zitten en heeft die chauffeur zelf opgebeld die dag."
    assert _fragments(said + rest)[0].endswith("Niet over haar heen.")


def test_fragments_part_where_a_sentence_end_is_sure() -> None:
    words = "woord " * 12
    spans = [(at * 72, at * 72 + 71) for at in range(4)]
    for unsure, parted in ((1, 2), (2, 1), (3, 2)):
        sure = [0.1 if at == unsure else 1.0 for at in range(4)]
        starts = [a for a, _ in divide(words * 4, spans, None, sure).fragments]
        assert parted * 72 in starts
        assert unsure * 72 not in starts


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
