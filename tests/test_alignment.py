"""What differs between texts: right for all, near what difflib finds, and bounded for texts made to be slow."""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narratief.domain import alignment
from narratief.domain.alignment import Change, changes, likeness
from narratief.domain.interview import Interview, Utterance
from narratief.domain.spans import apply_edits, edits_between
from narratief.privacy.score import Item, score
from narratief.publish.exchange.match import ALIKE, NEARLY_SAME, alike

WORDS = st.lists(st.sampled_from(["de", "ja", "nee", " ", "plein", "[PERSOON-1]", "x", "y"]), max_size=40)
MANY = 100_000


def applied(old: list[str], new: list[str], found: list[Change]) -> list[str]:
    """The old words with the changes made."""
    made, at = [], 0
    for change in found:
        made += old[at : change.start] + new[change.new_start : change.new_end]
        at = change.end
    return made + old[at:]


def words(number: int, seed: int, vocabulary: int) -> list[str]:
    """Words drawn at random."""
    draw = random.Random(seed)
    return [f"w{draw.randrange(vocabulary)}" for _ in range(number)]


def check(old: list[str], new: list[str]) -> list[Change]:
    """The changes turn the one into the other, are in order, and never touch."""
    found = changes(old, new)
    assert applied(old, new, found) == new
    assert all(change.end > change.start or change.new_end > change.new_start for change in found)
    for one, other in pairwise(found):
        assert other.start - one.end == other.new_start - one.new_end > 0
    return found


@settings(max_examples=500, deadline=None)
@given(WORDS, WORDS)
def test_changes_turn_one_text_into_the_other(old: list[str], new: list[str]) -> None:
    check(old, new)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_so_they_do_where_stretches_are_too_large_to_compare(old: list[str], new: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_FEW", 4)
        patch.setattr(alignment, "_MOST", 30)
        patch.setattr(alignment, "_DEEPEST", 1)
        check(old, new)


def test_pseudonyms_in_a_long_text_are_found_one_by_one() -> None:
    old = " ".join(words(20_000, 1, 3000)).replace("w7 ", "Jan w7 ").split(" ")
    new = ["[PERSOON-1]" if word == "Jan" else word for word in old]
    found = check(old, new)
    assert 1 <= len(found) == old.count("Jan")
    assert all(old[each.start : each.end] == ["Jan"] for each in found)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000))
def test_versions_of_a_text_are_no_less_alike_than_difflib_finds(seed: int) -> None:
    draw, old = random.Random(seed), words(120, seed, 60)
    new = [word for word in old if draw.random() > 0.05]
    for _ in range(5):
        new[draw.randrange(len(new))] = "anders"
    least = SequenceMatcher(None, old, new, autojunk=False).ratio()
    assert likeness(old, new) >= least - 0.05


HOSTILE = {
    "one word again and again": (["ja"] * MANY, ["nee", *["ja"] * (MANY - 5), "nee"]),
    "two words by turns": (["ja", "nee"] * (MANY // 2), ["nee", "nee", "ja"] * (MANY // 3)),
    "nothing in common": ([f"a{n}" for n in range(MANY)], [f"b{n}" for n in range(MANY)]),
    "the same words in another order": (words(MANY, 1, 30_000), words(MANY, 2, 30_000)),
    "few words in another order": (words(MANY, 3, 40), words(MANY, 4, 40)),
    "backwards": ([f"a{n}" for n in range(MANY)], [f"a{n}" for n in reversed(range(MANY))]),
    "a place now and then": (
        [f"a{n}" if n % 900 == 0 else "ja" for n in range(MANY)],
        [f"a{n}" if n % 900 == 0 else ("nee", "ja")[n % 2] for n in range(MANY)],
    ),
    "small stretches between places": (
        [f"a{n}" if n % 31 == 0 else ("ja", "nee")[n % 2] for n in range(MANY)],
        [f"a{n}" if n % 31 == 0 else ("ja", "nee", "o")[n % 3] for n in range(MANY)],
    ),
    "all against nothing": (["ja"] * MANY, []),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_made_to_be_slow(name: str) -> None:
    old, new = HOSTILE[name]
    check(old, new)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_on_them_is_bounded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in pairs of words that are compared, since a time says nothing on a busy machine."""
    pairs = 0
    compared = alignment._compared

    def counting(old, new, at):
        nonlocal pairs
        size = (at.end - at.start) * (at.new_end - at.new_start)
        assert size <= alignment._MOST
        pairs += size
        return compared(old, new, at)

    monkeypatch.setattr(alignment, "_compared", counting)
    old, new = HOSTILE[name]
    changes(old, new)
    assert pairs <= 5000 * (len(old) + len(new))


def test_long_texts_are_matched_and_measured_by_it() -> None:
    old, new = ("ja " * MANY).strip(), "nee " + ("ja " * (MANY - 3)) + "nee nee"
    assert apply_edits(old, edits_between(old, new)) == new
    assert alike(old, new, NEARLY_SAME)
    one, other = (" ".join(words(MANY, seed, 30_000)) for seed in (1, 2))
    assert not alike(one, other, ALIKE)
    assert apply_edits(one, edits_between(one, other)) == other
    before = Interview.build("a.txt", [Utterance("Bewoner", "Jan " * 50_000, "resident")])
    after = Interview.build("a.txt", [Utterance("Bewoner", "[PERSOON-1] " * 50_000, "resident")])
    assert score(before, after, []).replaced_outside == 50_000
    assert score(before, after, [Item("a.txt", "Jan", "person")]).replaced_outside == 0


def test_nothing_else_compares_by_difflib() -> None:
    root = Path(alignment.__file__).parent
    users = {
        str(path.relative_to(root)) for path in root.rglob("*.py") if "SequenceMatcher(" in path.read_text("utf-8")
    }
    assert users == {"alignment.py"}
