"""Sentences in speech without punctuation."""

from __future__ import annotations

from narratief.domain.marks import has_punctuation
from narratief.nlp.encoder import load_encoder
from narratief.nlp.sentence_ends import load_sentence_ends

SPOKEN = (
    "ja dat was in het dorpshuis er waren wel vijftig mensen ik heb toen gezegd dat de bus moet blijven "
    "daar heb ik nooit meer iets van gehoord dat vind ik jammer"
)


def sentences(text: str) -> list[str]:
    """What a text is cut into."""
    (encoded,) = load_encoder().encode([text])
    return [text[start:end] for start, end in load_sentence_ends().sentences(text, encoded)]


def test_speech_without_punctuation_is_cut_between_words_and_keeps_them_all() -> None:
    found = sentences(SPOKEN)
    assert " ".join(found) == SPOKEN
    assert 3 <= len(found) <= 7


def test_one_word_is_one_sentence() -> None:
    assert sentences("ja") == ["ja"]


def test_a_text_longer_than_the_network_reads_at_a_time_is_cut_throughout() -> None:
    found = sentences(" ".join([SPOKEN] * 12))
    halfway = len(" ".join(found)) // 2
    assert sum(len(" ".join(found[:at])) > halfway for at in range(len(found))) >= 8


def test_texts_with_punctuation_are_left_to_it() -> None:
    assert has_punctuation("Ja. Dat was zo.")
    assert not has_punctuation(SPOKEN)
