from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.metrics.gold import GoldTurn
from narratief.metrics.labels import joined, turn_labels
from narratief.metrics.turns import Misread, compare_turns, total


def interview(file, *answers):
    talk = [
        part
        for answer in answers
        for part in (Utterance("Vrager", "En toen?", "interviewer"), Utterance("Bewoner", answer, "resident"))
    ]
    return Interview.build(file, talk)


def gold(*starts, file="a.txt"):
    return [GoldTurn(file, turn, start, frozenset()) for turn, start in enumerate(starts)]


def test_turns_that_begin_alike_are_read_rightly_whatever_the_white_space():
    scores = compare_turns(
        gold("Ja, nou", "Toen  kwam de bri"), [interview("a.txt", "Ja,\nnou ja.", "Toen kwam de brief.")]
    )

    assert (scores.right, scores.expected, scores.share, scores.extra, scores.misread) == (2, 2, 1.0, 0, ())


def test_a_missed_turn_shifts_the_rest_and_says_so():
    scores = compare_turns(
        gold("Een", "Twee", "Drie"), [interview("a.txt", "Een hond.", "Drie katten.", "Vier.", "Vijf.")]
    )

    assert scores.right == 1
    assert scores.misread == (
        Misread("a.txt", 1, "Twee", "Drie katten.", None),
        Misread("a.txt", 2, "Drie", "Vier.", 1),
    )
    assert (scores.missing, scores.extra, scores.read) == (1, 1, 4)


def test_a_file_that_was_not_read_counts_as_wrong():
    scores = compare_turns(gold("Een", "Twee"), [interview("b.txt", "Een.")])

    assert (scores.right, scores.missing, scores.missing_files, scores.read) == (0, 2, ("a.txt",), 0)


def test_projects_add_up():
    part = compare_turns(gold("Een", "Twee"), [interview("a.txt", "Een.")])

    both = total([part, part])

    assert (both.expected, both.right, both.share, len(both.misread)) == (4, 2, 0.5, 2)
    assert total([]).share is None


def fragment(turn, index, file="a.txt"):
    return Fragment("p", file, 2 * turn + 1, turn, index, 10 * index, 10 * index + 3, "Ja.")


def test_themes_of_a_turn_are_those_of_its_fragments_with_the_highest_score():
    fragments = [fragment(0, 0), fragment(0, 1), fragment(2, 2)]
    codes = [
        Code(fragments[0].id, "x", 0.6),
        Code(fragments[1].id, "x", 0.8),
        Code(fragments[1].id, "y", 0.7),
        Code(fragments[2].id, "z", 0.9),
        Code("unknown", "z", 0.9),
    ]
    turns = [GoldTurn("a.txt", turn, "Ja", frozenset({"x"})) for turn in range(2)]

    found = turn_labels(turns, fragments, codes, "p")

    assert found.gold == (frozenset({"x"}), frozenset({"x"}))
    assert found.predicted == (frozenset({"x", "y"}), frozenset())
    assert found.scores == ({"x": 0.8, "y": 0.7}, {})
    assert found.groups == ("p/a.txt", "p/a.txt")
    assert joined([found, found]).predicted == found.predicted * 2
