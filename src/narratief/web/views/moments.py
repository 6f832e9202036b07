"""Turning points as the pages show them: who tells what about each, and what people changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from narratief.domain.actions import (
    ConfirmTurningPoint,
    MergeTurningPoints,
    OrderTurningPoints,
    RejectTurningPoint,
    RenameTurningPoint,
    TurningPointAction,
)
from narratief.domain.codebook import VALENCE_LABELS, Codebook, Theme
from narratief.domain.decision import Decision
from narratief.domain.quotes import Quote
from narratief.synthesis.wording import capital
from narratief.turning_points.labels import date_label
from narratief.turning_points.model import Perspective, Timeline, TurningPoint, Voice

TONES: dict[str, str] = {
    "positive": "gaat goed",
    "negative": "kan beter",
    "mixed": "allebei",
    "none": "geen oordeel",
}
_SIDES = 3
"""Most residents shown with a turning point in the list, a layout choice; its own page shows all."""
_EXPRESSIONS = 4
"""Most of the residents' own words for it that are shown, a layout choice."""


@dataclass(frozen=True, slots=True)
class ShownMention:
    """A quote in which a moment is told, its expression marked.

    Attributes
    ----------
    question
        The question before it, when the quote is hard to understand alone; else empty.
    place
        Where it stands, in Dutch.
    carried
        Quotes right after it whose themes belong to it.
    themes
        Labels of the themes told with it.
    """

    quote: Quote
    question: str
    place: str
    carried: tuple[Quote, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownSide:
    """What one resident tells about a moment.

    Attributes
    ----------
    interview_id
        Number of the interview.
    tone, tone_label
        What the resident's themes say together.
    best
        The mention that tells most.
    """

    interview: str
    interview_id: int
    tone: str
    tone_label: str
    themes: tuple[str, ...]
    best: ShownMention
    mentions: tuple[ShownMention, ...]


@dataclass(frozen=True, slots=True)
class ShownMoment:
    """A moment.

    Attributes
    ----------
    period
        Its date as far as residents named one; empty when its name says it already.
    expressions
        Residents' own words for it, the most used first.
    themes
        Labels per side: those that go well, and those that can be better.
    sides
        Per resident, those who tell a theme first; in a list the first few.
    more
        Residents that are not among them.
    """

    id: str
    label: str
    period: str
    residents: int
    unsure: bool
    differs: bool
    confirmed: bool
    expressions: tuple[str, ...]
    themes: tuple[tuple[str, str, tuple[str, ...]], ...]
    sides: tuple[ShownSide, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that holds.

    Attributes
    ----------
    what
        A Dutch phrase after the person's name.
    counts
        False when a later one of the same kind came in its place.
    """

    decision: Decision[TurningPointAction]
    what: str
    counts: bool


def shown_moment(
    moment: TurningPoint, codebook: Codebook, ids: Mapping[str, int], *, listed: bool = False
) -> ShownMoment:
    """A turning point as the pages show it.

    Parameters
    ----------
    ids
        Numbers of interviews by file name.
    listed
        Whether it is one of a list, which shows the first few residents.
    """
    themes = [codebook.theme(theme) for theme in moment.themes]
    ordered = sorted(moment.perspectives, key=lambda each: (not each.themes, each.interview))
    first = ordered[:_SIDES] if listed else ordered
    return ShownMoment(
        moment.id,
        capital(moment.label),
        date_label(moment.when) if moment.when and moment.event else "",
        moment.residents,
        moment.unsure,
        moment.differs,
        moment.confirmed,
        _expressions(moment),
        tuple(
            (valence, TONES[valence], labels)
            for valence in VALENCE_LABELS
            if (labels := _labels(theme for theme in themes if theme.valence == valence))
        ),
        tuple(_side(each, codebook, ids) for each in first),
        len(ordered) - len(first),
    )


def changes(decisions: Sequence[Decision[TurningPointAction]], names: Mapping[str, str]) -> list[Change]:
    """Describe the decisions that hold, newest first.

    Parameters
    ----------
    decisions
        Oldest first, as `holding_decisions` gives them.
    names
        TurningPoint id → what it is called without any renaming.
    """
    replaced: set[tuple[type[TurningPointAction], str]] = set()
    found = []
    subject: tuple[type[TurningPointAction], str] | None
    for decision in reversed(decisions):
        match decision.action:
            case RenameTurningPoint(turning_point=one):
                subject = (RenameTurningPoint, one)
            case OrderTurningPoints():
                subject = (OrderTurningPoints, "")
            case _:
                subject = None
        found.append(Change(decision, _what(decision.action, names), subject not in replaced))
        if subject is not None:
            replaced.add(subject)
    return found


def names_of(timeline: Timeline) -> dict[str, str]:
    """Name of every turning point, by id."""
    return {moment.id: moment.label for moment in (*timeline.turning_points, *timeline.others)}


def _what(action: TurningPointAction, names: Mapping[str, str]) -> str:
    """Describe what a decision did."""

    def name(moment: str) -> str:
        return f"‘{names[moment]}’" if moment in names else "een moment dat niemand meer noemt"

    match action:
        case ConfirmTurningPoint(turning_point=one):
            return f"bevestigde {name(one)}"
        case RenameTurningPoint(turning_point=one, label=label):
            return f"noemde {name(one)} voortaan ‘{label}’"
        case MergeTurningPoints(turning_point=one, others=others):
            return f"voegde {name(one)} samen met {' en '.join(name(each) for each in others)}"
        case RejectTurningPoint(turning_point=one):
            return f"verwierp {name(one)}"
        case OrderTurningPoints(order=order, moved=(one, other)):
            return f"zette {name(one)} {'vóór' if order.index(one) < order.index(other) else 'na'} {name(other)}"
    return "bepaalde de volgorde"


def _side(perspective: Perspective, codebook: Codebook, ids: Mapping[str, int]) -> ShownSide:
    """What one resident tells."""
    mentions = tuple(_mention(voice, codebook) for voice in perspective.voices)
    return ShownSide(
        perspective.interview,
        ids[perspective.interview],
        perspective.tone,
        TONES[perspective.tone],
        _labels(codebook.theme(theme) for theme in perspective.themes),
        _mention(perspective.chosen, codebook),
        mentions,
    )


def _mention(voice: Voice, codebook: Codebook) -> ShownMention:
    """A mention as the pages show it."""
    quote = voice.quote
    return ShownMention(
        quote,
        quote.asked,
        f"{quote.interview}, antwoord {quote.turn + 1}",
        voice.carried,
        _labels(codebook.theme(theme) for theme in voice.themes),
    )


def _labels(themes: Iterable[Theme]) -> tuple[str, ...]:
    """Labels of themes."""
    return tuple(theme.label for theme in themes)


def _expressions(moment: TurningPoint) -> tuple[str, ...]:
    """Residents' own words for a moment, the most used first, each once whatever its capitals."""
    said = [
        " ".join(words.lower().split())
        for perspective in moment.perspectives
        for voice in perspective.voices
        for words, marked in voice.quote.parts
        if marked
    ]
    return tuple(words for words, _ in Counter(said).most_common(_EXPRESSIONS))
