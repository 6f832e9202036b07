"""Stories: answers of one resident in a row that tell of one event, or of nothing that happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from narratief.domain.fragment import Fragment
from narratief.turning_points.answers import says_no, venue_in
from narratief.turning_points.expressions import Expression, find_expressions
from narratief.turning_points.mentions import Mention
from narratief.turning_points.model import Place
from narratief.turning_points.story_model import Features, Regression
from narratief.turning_points.vocabulary import vocabulary
from narratief.turning_points.wording import stems_of, weights_of


@dataclass(frozen=True, slots=True)
class Marks:
    """What answers point at an event with.

    Attributes
    ----------
    said, asked
        Families of events that the resident names, and that the question does.
    nouns
        Nouns of events that are not just any gathering.
    ordinals, months, days, venues
        Order words, months, days (month and day) and places where people gather.
    """

    said: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    ordinals: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    venues: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """Families of events that are named at all."""
        return self.said | self.asked

    def with_those_of(self, other: Marks) -> Marks:
        """Marks of both together."""
        return Marks(
            self.said | other.said,
            self.asked | other.asked,
            self.nouns | other.nouns,
            self.ordinals | other.ordinals,
            self.months | other.months,
            self.days | other.days,
            self.venues | other.venues,
        )


@dataclass(frozen=True)
class Answer:
    """A resident's turn with its question.

    Attributes
    ----------
    place
        How far into the interview, 0 to 1.
    """

    fragments: tuple[Fragment, ...]
    place: float

    @property
    def interview(self) -> str:
        """File name of the interview."""
        return self.fragments[0].interview

    @property
    def turn(self) -> Place:
        """File name of the interview and 0-based place among the resident's turns."""
        return self.interview, self.fragments[0].resident_turn

    @cached_property
    def text(self) -> str:
        """The resident's words."""
        return " ".join(fragment.text for fragment in self.fragments)

    @property
    def question(self) -> str:
        """The interviewer's words before them."""
        return self.fragments[0].question

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of the resident's words, without names of times: these are compared as dates."""
        return stems_of(self.text) - _times()

    @cached_property
    def asked_words(self) -> frozenset[str]:
        """Stems of the question's words, without names of times."""
        return stems_of(self.question) - _times()

    @cached_property
    def denies(self) -> bool:
        """Whether it opens with no."""
        return says_no(self.text)

    @cached_property
    def marks(self) -> Marks:
        """What the answer and its question point at an event with."""
        said, asked = find_expressions(self.text), find_expressions(self.question)
        events = [each for each in (*said, *asked) if each.event]
        whens = [each.when for each in (*said, *asked) if each.when]
        return Marks(
            said=_families(said),
            asked=_families(asked),
            nouns=frozenset(each.noun for each in events) - vocabulary().generic,
            ordinals=frozenset(each.ordinal for each in events if each.ordinal),
            months=frozenset(when.month for when in whens if when.month),
            days=frozenset((when.month, when.day) for when in whens if when.month and when.day),
            venues=frozenset({venue_in(self.text), venue_in(self.question)} - {""}),
        )


@dataclass(frozen=True)
class Story:
    """Answers in a row that are taken to tell of one event.

    Attributes
    ----------
    tells
        Log-odds that any of them tells of an event of the process.
    marks
        What its answers point at an event with.
    mentions
        Events that its answers name.
    """

    answers: tuple[Answer, ...]
    tells: float
    marks: Marks = field(default=Marks())
    mentions: tuple[Mention, ...] = ()

    @property
    def interview(self) -> str:
        """File name of the interview."""
        return self.answers[0].interview

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of the resident's words."""
        return frozenset().union(*(answer.words for answer in self.answers))

    @cached_property
    def asked_words(self) -> frozenset[str]:
        """Stems of the questions' words."""
        return frozenset().union(*(answer.asked_words for answer in self.answers))

    @property
    def denied(self) -> bool:
        """Whether it only says no to what was asked."""
        return all(answer.denies and not answer.marks.said for answer in self.answers)

    @property
    def place(self) -> float:
        """How far into the interview, 0 to 1, in the middle."""
        return sum(answer.place for answer in self.answers) / len(self.answers)


def answers_of(fragments: Iterable[Fragment]) -> tuple[Answer, ...]:
    """Put the fragments of a project together by answer, in reading order."""
    turns: defaultdict[str, defaultdict[int, list[Fragment]]] = defaultdict(lambda: defaultdict(list))
    for fragment in sorted(fragments, key=lambda each: (each.interview, each.start)):
        turns[fragment.interview][fragment.resident_turn].append(fragment)
    return tuple(
        Answer(tuple(own), at / max(1, len(by_turn) - 1))
        for by_turn in turns.values()
        for at, own in enumerate(by_turn.values())
    )


def stories_of(
    answers: Sequence[Answer], mentions: Iterable[Mention], goes_on: Regression, tells: Regression
) -> tuple[Story, ...]:
    """Divide the answers of a project into stories: where the next answer does not go on, a new one begins.

    Parameters
    ----------
    goes_on
        Tells whether an answer goes on about the event of the one before it (`going_on`).
    tells
        Tells whether an answer is about an event of the process (`telling`).
    """
    named = by_turn(mentions)
    seconds = (second for _, second in neighbours(answers))
    going = dict(zip(seconds, goes_on.log_odds(going_on(answers)), strict=True))
    told = tells.log_odds(telling(answers)).tolist()
    return tuple(_story(answers, told, run, named) for run in _in_runs(answers, going))


def _in_runs(answers: Sequence[Answer], goes_on: Mapping[int, float]) -> list[list[int]]:
    """Put answers in a row together, by their places; one that names another event begins anew.

    Parameters
    ----------
    goes_on
        Log-odds that an answer goes on about the event of the one before it, by its place.
    """
    runs: list[list[int]] = []
    so_far = Marks()
    for at, answer in enumerate(answers):
        if goes_on.get(at, -1.0) > 0 and not _of_another(answer.marks, so_far):
            runs[-1].append(at)
            so_far = so_far.with_those_of(answer.marks)
        else:
            runs.append([at])
            so_far = answer.marks
    return runs


def _of_another(marks: Marks, so_far: Marks) -> bool:
    """Tell whether an answer names another kind of event than those before it, or another of its kind."""
    kinds = bool(so_far.named and marks.said) and so_far.named.isdisjoint(marks.said)
    order = bool(so_far.ordinals and marks.ordinals) and so_far.ordinals.isdisjoint(marks.ordinals)
    return kinds or order


def by_turn(mentions: Iterable[Mention]) -> dict[Place, list[Mention]]:
    """Mentions by the answer in which they stand; a place alone names no event."""
    found: defaultdict[Place, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if not mention.expression.place_only:
            found[mention.turn].append(mention)
    return found


def _story(
    answers: Sequence[Answer], tells: Sequence[float], run: Sequence[int], named: Mapping[Place, Iterable[Mention]]
) -> Story:
    """Make one story of answers in a row, by their places."""
    marks = Marks()
    for at in run:
        marks = marks.with_those_of(answers[at].marks)
    own = tuple(answers[at] for at in run)
    mentions = (each for answer in own for each in named.get(answer.turn, ()) if each.family)
    return Story(own, max(float(tells[at]) for at in run), marks, tuple(mentions))


def neighbours(answers: Sequence[Answer]) -> list[tuple[int, int]]:
    """Places of answers that follow each other in one interview."""
    return [(at, at + 1) for at in range(len(answers) - 1) if answers[at].interview == answers[at + 1].interview]


def going_on(answers: Sequence[Answer]) -> Features:
    """What tells whether an answer goes on about the event of the one before it, for each pair of neighbours."""
    weights = weights_of(answer.words | answer.asked_words for answer in answers)
    pairs = [(answers[one], answers[other]) for one, other in neighbours(answers)]

    def weigh(words: frozenset[str]) -> float:
        return sum(weights.get(word, 0.0) for word in words)

    numbers = [
        (
            weigh(one.words & other.words),
            weigh((one.words | one.asked_words) & other.asked_words),
            weigh(other.asked_words),
            len(other.question) / 60,
            bool(other.marks.asked),
            bool(other.marks.asked - one.marks.named),
            bool(one.marks.named & other.marks.named),
            bool(one.marks.asked),
            bool(one.marks.said),
            bool(other.marks.venues),
            bool(other.marks.venues & one.marks.venues),
            bool(other.marks.months | other.marks.days),
            other.denies,
            one.denies,
            len(other.text) / 200,
            len(one.text) / 200,
            other.place,
        )
        for one, other in pairs
    ]
    return Features([other.question for _, other in pairs], [other.text for _, other in pairs], numbers)


def telling(answers: Sequence[Answer]) -> Features:
    """What tells whether an answer is about an event of the process, for each answer."""
    weights = weights_of(answer.words | answer.asked_words for answer in answers)
    numbers = [
        (
            bool(answer.marks.said),
            bool(answer.marks.asked),
            bool(answer.marks.venues),
            bool(answer.marks.months | answer.marks.days),
            answer.denies,
            len(answer.text) / 200,
            len(answer.question) / 60,
            answer.place,
            answer.place**2,
            sum(weights.get(word, 0.0) for word in answer.words) / 20,
            sum(weights.get(word, 0.0) for word in answer.asked_words) / 10,
        )
        for answer in answers
    ]
    return Features([answer.question for answer in answers], [answer.text for answer in answers], numbers)


@cache
def _times() -> frozenset[str]:
    """Stems of the names of months and seasons."""
    return stems_of(" ".join((*vocabulary().months, *vocabulary().seasons)))


def _families(expressions: Iterable[Expression]) -> frozenset[str]:
    """Families of the events among expressions."""
    return frozenset(each.family for each in expressions if each.event)
