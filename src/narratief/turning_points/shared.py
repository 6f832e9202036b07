"""Events that several residents tell of, each with its mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from narratief.domain.fragment import Fragment
from narratief.domain.result import ProjectResult
from narratief.turning_points.linking import SURE, TELLS_SOMETHING, linked
from narratief.turning_points.mentions import Mention, Themes, themes_of, unnamed_mention
from narratief.turning_points.model import Place
from narratief.turning_points.stories import Story, answers_of, by_turn, stories_of
from narratief.turning_points.story_model import load_story_model
from narratief.turning_points.vocabulary import vocabulary
from narratief.turning_points.wording import stems_of_words, weights_of

StoriesTogether = tuple[tuple[Story, ...], float]
"""Stories of one event, and the mean log-odds that those of different residents are."""


@dataclass(frozen=True, slots=True)
class SharedEvent:
    """An event of several residents.

    Attributes
    ----------
    mentions
        At least one per answer that tells of it, in reading order.
    family
        Kind of event as most residents name it; empty when fewer than two name one.
    sure
        Whether it is likely enough that they mean the same.
    told
        Stems of the words that several residents tell it with.
    """

    mentions: tuple[Mention, ...]
    family: str
    sure: bool
    told: frozenset[str]

    @property
    def turns(self) -> frozenset[Place]:
        """Answers that tell of it."""
        return frozenset(mention.turn for mention in self.mentions)


def stories_together(result: ProjectResult, mentions: Sequence[Mention]) -> list[StoriesTogether]:
    """Put together the stories of several residents that tell of one event, by what they tell and not by its name.

    Themes play no part. Of a hundred interviews it takes seconds.

    Parameters
    ----------
    mentions
        All mentions of the project.
    """
    model = load_story_model()
    stories = stories_of(answers_of(result.fragments), mentions, model.goes_on, model.tells)
    return [(tuple(stories[at] for at in places), odds) for places, odds in linked(stories)]


def shared_events(
    result: ProjectResult, mentions: Iterable[Mention], together: Iterable[StoriesTogether]
) -> list[SharedEvent]:
    """Find the events that several residents tell of.

    Parameters
    ----------
    mentions
        All mentions of the project: those of the event's kind name it in the answers that tell of it.
    together
        Stories of the same fragments (`stories_together`), whatever themes these had and however they are printed.
    """
    named, themes = by_turn(mentions), themes_of(result)
    present = {fragment.id: fragment for fragment in result.fragments}
    return [_event(result, themes, stories, named, present, sure=odds >= SURE) for stories, odds in together]


def _event(
    result: ProjectResult,
    themes: Themes,
    stories: Sequence[Story],
    named: Mapping[Place, Sequence[Mention]],
    present: Mapping[str, Fragment],
    *,
    sure: bool,
) -> SharedEvent:
    """Collect the mentions of one event from the stories that tell of it."""
    family = _family(stories)
    weights, generic = _told(stories), stems_of_words(vocabulary().generic)
    told = frozenset(weights)
    said = sum(weight for word, weight in weights.items() if word not in generic)
    found: list[Mention] = []
    for answer in (answer for story in stories for answer in story.answers):
        here = named.get(answer.turn, ())
        own = [mention for mention in here if family and mention.family == family]
        if not own:
            unnamed = unnamed_mention(result, themes, [present[each.id] for each in answer.fragments], told)
            own = [unnamed if family else _dated(unnamed, here)]  # a date that goes on may be of what came after
        found += own
    return SharedEvent(tuple(found), family, sure and said >= TELLS_SOMETHING, told)


def _dated(mention: Mention, others: Iterable[Mention]) -> Mention:
    """Give a mention the first date that stands by itself in its answer."""
    when = next((other.voice.when for other in others if other.expression.kind == "date" and other.voice.when), None)
    return replace(mention, voice=replace(mention.voice, when=when)) if when else mention


def _family(stories: Iterable[Story]) -> str:
    """Family of event that most residents name, themselves or in answer to a question."""
    naming: defaultdict[str, set[str]] = defaultdict(set)
    for story in stories:
        for mention in story.mentions:
            naming[mention.family].add(story.interview)
    ranked = sorted(naming.items(), key=lambda each: (-len(each[1]), each[0]))
    return ranked[0][0] if ranked and len(ranked[0][1]) > 1 else ""


def _told(stories: Iterable[Story]) -> dict[str, float]:
    """Stems of words that more than one resident tells it with, their questions included, and what each weighs."""
    by_resident = _by_resident(stories)
    telling = Counter(word for words in by_resident.values() for word in words)
    weights = weights_of(frozenset(words) for words in by_resident.values())
    return {word: weights[word] for word, residents in telling.items() if residents > 1}


def _by_resident(stories: Iterable[Story]) -> dict[str, set[str]]:
    """Words of each resident."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for story in stories:
        words[story.interview] |= story.words | story.asked_words
    return words
