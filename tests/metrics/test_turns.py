from narratief.domain.interview import Interview, Utterance
from narratief.metrics.gold import GoldTurn
from narratief.metrics.labels import TurnLabels, pooled
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


def test_turns_of_several_projects_stand_one_after_the_other():
    one = TurnLabels((frozenset({"x"}),), (frozenset(),), ({"x": 0.2},), ("p/a.txt",))
    other = TurnLabels((frozenset(),), (frozenset({"y"}),), ({"y": 0.8},), ("q/a.txt",))

    both = pooled([one, other])

    assert both.gold == (frozenset({"x"}), frozenset())
    assert both.predicted == (frozenset(), frozenset({"y"}))
    assert both.scores == ({"x": 0.2}, {"y": 0.8})
    assert both.groups == ("p/a.txt", "q/a.txt")
