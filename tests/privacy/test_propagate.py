"""A name found once is found everywhere it is said."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narratief.domain.entities import Entity
from narratief.privacy.propagate import propagate

PHRASES = ["jan", "jan jansen", "jansen", "x-y", "06 12", "'t hart", "ans", "an", "İbrahim"]
TEXTS = st.lists(
    st.sampled_from([*PHRASES, "Jan", "JANSEN", "jans", "@", ".", " ", "-", "s", "!", "kijk", "  "]), max_size=25
).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_the_places_are_those_of_a_pattern_with_all_phrases(text):
    kinds = dict.fromkeys(PHRASES[:8], "other")
    found = [[Entity(0, len(phrase), kind)] for phrase, kind in kinds.items()]
    longest_first = "|".join(re.escape(phrase) for phrase in sorted(kinds, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@.])(?:{longest_first})(?=s?(?![\w@]))", re.IGNORECASE)

    *_, here = propagate([*kinds, text], [*found, []])

    assert [(e.start, e.end) for e in here] == [m.span() for m in pattern.finditer(text)]


@pytest.mark.parametrize("text", ["İbrahim en weer İbrahim", "İİİ ibrahim Jansen jansen"])
def test_a_letter_without_a_lower_case_of_one_character_moves_nothing(text):
    name = text.rsplit(maxsplit=1)[-1]
    start = text.rindex(name)

    (found,) = propagate([text], [[Entity(start, len(text), "other")]])

    assert {text[e.start : e.end].lower() for e in found} == {name.lower()}
    assert len(found) == 2
