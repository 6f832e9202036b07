"""Crosstabs show no number of a small group, nor one that follows from what they show."""

from __future__ import annotations

import random
from itertools import product

from narratief.domain.code import Code
from narratief.domain.codebook_file import default_codebook
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import ProjectFacts
from narratief.domain.result import ProjectResult
from narratief.publish.crosstab import TOGETHER, UNKNOWN, crosstab, hide_small
from narratief.publish.open_data.suppress import THRESHOLD

BOOK = default_codebook()
A, B, C = BOOK.theme_ids[:3]


def _result(told: dict[str, set[str]], reviewed: set[str] | None = None, coder: str = "Anna") -> ProjectResult:
    """A project with an interview per file, in which one fragment tells its themes."""
    talks, fragments, codes = [], [], []
    for file, themes in told.items():
        said = [Utterance("Interviewer", "Hoe was het?", "interviewer"), Utterance("Bewoner", "Goed.", "resident")]
        talk = Interview.build(file, said)
        turn = talk.resident_turns[0]
        fragment = Fragment("p", file, turn.index, 0, 0, turn.start, turn.end, turn.text, "Hoe was het?")
        talks.append(talk)
        fragments.append(fragment)
        codes += [Code(fragment.id, theme, 1.0, coder) for theme in themes]
    files = frozenset(told if reviewed is None else reviewed)
    return ProjectResult("p", ProjectFacts(), BOOK, tuple(talks), tuple(fragments), tuple(codes), reviewed=files)


def _files(**sizes: int) -> dict[str, list[str]]:
    return {name: [f"{name}-{number}" for number in range(size)] for name, size in sizes.items()}


def test_residents_are_counted_and_small_numbers_hidden() -> None:
    files = _files(huur=8, koop=9)
    told: dict[str, set[str]] = {file: set() for own in files.values() for file in own}
    for theme, huur, koop in ((A, 6, 7), (B, 5, 2), (C, 1, 2)):
        for file in (*files["huur"][:huur], *files["koop"][:koop]):
            told[file].add(theme)
    values = {file: name for name, own in files.items() for file in own}
    table = crosstab(_result(told), "rol", values)
    assert [(group.label, group.residents) for group in table.groups] == [("huur", 8), ("koop", 9)]
    assert [(row.theme.id, row.cells, row.total) for row in table.rows] == [(A, (6, 7), 13), (B, (None, None), 7)]
    assert ([theme.id for theme in table.left_out], table.residents) == ([C], 17)


def test_small_values_have_no_column_and_do_not_follow_from_the_others() -> None:
    def groups(**sizes: int) -> list[tuple[str, int]]:
        files = _files(**sizes)
        values = {file: name for name, own in files.items() for file in own if name != "geen"}
        found = crosstab(_result({file: {A} for own in files.values() for file in own}), "x", values).groups
        return [(group.label, group.residents) for group in found]

    assert groups(a=6, b=7, c=3, d=2) == [("a", 6), ("b", 7), (TOGETHER, 5)]
    assert groups(a=6, b=9, c=3) == [("b", 9), (TOGETHER, 9)]  # c alone would follow from the total
    assert groups(a=6, b=9, geen=5) == [("a", 6), ("b", 9), (UNKNOWN, 5)]
    assert groups(a=6, b=9, geen=1) == [("b", 9), (TOGETHER, 7)]
    assert groups(a=20, b=4) == groups(a=4, b=4) == groups(a=30) == []


def test_only_reviewed_interviews_count_outside_a_draft() -> None:
    files = _files(a=6, b=6)
    values = {file: name for name, own in files.items() for file in own}
    told = {file: {A} for file in values}
    reviewed = {*files["a"], *files["b"][:5]}
    table = crosstab(_result(told, reviewed), "x", values)
    assert ([group.residents for group in table.groups], table.rows[0].cells, table.residents) == ([6, 5], (6, 5), 11)
    draft = crosstab(_result(told, reviewed, coder="narratief"), "x", values)
    assert ([group.residents for group in draft.groups], draft.residents) == ([6, 6], 12)


def test_no_hidden_number_follows_from_what_is_shown() -> None:
    chance = random.Random(18)
    for _ in range(300):
        sizes = [chance.randint(THRESHOLD, 9) for _ in range(chance.randint(2, 4))]
        counts = [chance.randint(0, size) for size in sizes]
        if sum(counts) < THRESHOLD:
            continue
        shown = hide_small(counts, sizes)
        for count, was in zip(shown, counts, strict=True):
            assert count is None or (count == was and count >= THRESHOLD)
        hidden = [number for number, count in enumerate(shown) if count is None]
        rest = sum(counts) - sum(count for count in shown if count is not None)
        assert not hidden or rest >= THRESHOLD, (counts, sizes)
        fits = [each for each in product(*(range(sizes[number] + 1) for number in hidden)) if sum(each) == rest]
        for place in range(len(hidden)):
            assert len({each[place] for each in fits}) > 1, (counts, sizes, shown)


def test_nothing_is_hidden_without_need() -> None:
    assert hide_small([5, 9, 7], [9, 9, 9]) == (5, 9, 7)
    assert hide_small([3, 9, 5, 7], [9, 9, 9, 9]) == (None, 9, None, 7)
    assert hide_small([2, 3, 9], [9, 9, 9]) == (None, None, 9)
