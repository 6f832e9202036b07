"""A turning point: a moment of the process, and what each resident who mentions it tells about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from narratief.domain.quotes import Quote
from narratief.turning_points.when import When

Tone = Literal["positive", "negative", "mixed", "none"]
Place = tuple[str, int]
"""Where something is told: file name of the interview, and 0-based number of the resident's turn."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One mention of a moment in one interview.

    Attributes
    ----------
    quote
        The fragment that names the moment; its evidence is the expression by which it does.
    themes
        Ids of the themes on this fragment and on the following ones of the same answer that name no other moment.
    carried
        Quotes of those following fragments, as far as they carry a theme.
    tone
        What these themes say: positive, negative, mixed, or none when there is no theme.
    when
        The date said with it, when there is one.
    """

    quote: Quote
    themes: tuple[str, ...] = ()
    carried: tuple[Quote, ...] = ()
    tone: Tone = "none"
    when: When | None = None

    @property
    def interview(self) -> str:
        """File name of the interview."""
        return self.quote.interview


@dataclass(frozen=True, slots=True)
class Perspective:
    """Everything one resident tells about a moment, in the order of telling."""

    interview: str
    voices: tuple[Voice, ...]

    @property
    def themes(self) -> tuple[str, ...]:
        """Ids of the themes of all mentions, each once, in the order of telling."""
        return tuple(dict.fromkeys(theme for voice in self.voices for theme in voice.themes))

    @property
    def tone(self) -> Tone:
        """Tone of all mentions together."""
        return tone_of(voice.tone for voice in self.voices)

    @property
    def chosen(self) -> Voice:
        """The mention that tells most: with a theme before without, and of those the one that reads best as a quote.

        One that may not be shown only when there is no other, and before that one with many pseudonyms.
        """

        def tells(voice: Voice) -> tuple[bool, bool, bool, float, int]:
            return (
                not voice.quote.hidden,
                voice.quote.printable,
                bool(voice.themes),
                voice.quote.fitness,
                -voice.quote.start,
            )

        return max(self.voices, key=tells)


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A moment of the process that residents mention; `Timeline` says which are turning points.

    Attributes
    ----------
    id
        Made from the project and what the moment is recognised by, not from its place or its mentions. Another moment
        of its kind can get it when interviews are added (`review.same_moment`).
    label
        What it is called, in Dutch, without a capital.
    perspectives
        What each resident tells about it, by interview.
    when
        The date, when a resident named one.
    unsure
        True when residents may mean different moments ("de avond", where a process has several).
    event, ordinal
        What kind of event it is in the vocabulary and which one of its kind; empty and 0 when not known.
    confirmed
        True when a person said that it is one: publications hold only these.
    """

    id: str
    label: str
    perspectives: tuple[Perspective, ...]
    when: When | None = None
    unsure: bool = False
    event: str = ""
    ordinal: int = 0
    confirmed: bool = False

    @property
    def residents(self) -> int:
        """Number of residents who mention it."""
        return len(self.perspectives)

    @property
    def places(self) -> frozenset[Place]:
        """Where it is told."""
        return frozenset(
            (perspective.interview, voice.quote.turn)
            for perspective in self.perspectives
            for voice in perspective.voices
        )

    @property
    def themes(self) -> tuple[str, ...]:
        """Ids of all themes told with it: those of most residents first, then in the order of telling."""
        told = [theme for perspective in self.perspectives for theme in perspective.themes]
        return tuple(sorted(dict.fromkeys(told), key=lambda theme: -told.count(theme)))

    @property
    def differs(self) -> bool:
        """True when it has both a good and a bad side in what residents tell."""
        tones = {perspective.tone for perspective in self.perspectives}
        return "mixed" in tones or {"positive", "negative"} <= tones


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moments of one project, in the order in which they happened as far as that can be told.

    Attributes
    ----------
    project
        Name of the project folder.
    residents
        Number of residents spoken to.
    turning_points
        Turning points: moments that several residents mention, and with which at least one of them tells a theme.
    others
        The other moments, in the same order: a reviewer may merge them into turning points.
    """

    project: str
    residents: int
    turning_points: tuple[TurningPoint, ...]
    others: tuple[TurningPoint, ...] = ()

    @property
    def by_id(self) -> dict[str, TurningPoint]:
        """All of them, by id."""
        return {moment.id: moment for moment in (*self.turning_points, *self.others)}


def tone_of(tones: Iterable[Tone]) -> Tone:
    """Join tones: a good and a bad one make mixed, and none adds nothing."""
    heard: set[Tone] = set(tones) - {"none"}
    if not heard:
        return "none"
    return heard.pop() if len(heard) == 1 else "mixed"
