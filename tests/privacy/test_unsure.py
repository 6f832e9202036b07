"""What a person is asked about before a transcript is approved."""

from __future__ import annotations

import pytest

from narratief.privacy.unsure import unsure_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Toen kwam Sanne van Dalen langs.", ["Sanne van Dalen"]),
        ("Dat zei Jan Peter van der Heuvel ook.", ["Jan Peter van der Heuvel"]),
        ("Ik sprak Fatima El Idrissi en Anne-Marie ter Horst.", ["Fatima El Idrissi", "Anne-Marie ter Horst"]),
        ("Toen Zebedeus kwam, was [PERSOON-1] er niet.", ["Zebedeus"]),
        ("[PERSOON-1] Zebedeus kwam.", ["Zebedeus"]),
        ("Wij wilden dat. Het was mooi.", []),
    ],
)
def test_whole_names_are_one_and_words_that_begin_a_sentence_are_none(text: str, words: list[str]) -> None:
    assert [each.words for each in unsure_words([text])] == words


def test_what_may_be_a_name_comes_before_what_a_list_knows() -> None:
    texts = ["In Zwolle, in Zwolle en in Zwolle spraken de Friezen over de Wmo.", "Dat zei Sanne van Dalen in Zwolle."]
    found = unsure_words(texts)
    assert found[0].words == "Sanne van Dalen"
    assert found[0].sentence == "Dat zei Sanne van Dalen in Zwolle."
    assert {each.words: each.doubt for each in found} == {"Sanne van Dalen": 2, "Zwolle": 0, "Friezen": 0, "Wmo": 0}
    assert next(each.times for each in found if each.words == "Zwolle") == 4
