"""Every mention of a moment in a project's fragments, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from narratief.domain.codebook import Codebook
from narratief.domain.fragment import Fragment
from narratief.domain.quotes import quote_fragment
from narratief.domain.result import ProjectResult
from narratief.turning_points.answers import expressions_of, venue_in
from narratief.turning_points.expressions import Expression
from narratief.turning_points.model import Place, Tone, Voice, tone_of
from narratief.turning_points.vocabulary import vocabulary
from narratief.turning_points.wording import stems_of, stems_of_words

Themes = dict[str, dict[str, float]]
"""Fragment id → theme id → highest score."""
Expressions = Mapping[str, Sequence[tuple[Expression, ...]]]
"""Per interview what points at moments in each of its fragments, in reading order."""
_BACK = 2
"""Answers over which "die avond" takes over the evening named before. Chosen, not measured."""
_WITHOUT_THEME = 0.5
"""Score of a quote that carries no theme; it only orders quotes that may be chosen, behind surely coded ones."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An expression in a fragment, with what is told there.

    Attributes
    ----------
    expression
        Positions are those within the fragment's text.
    voice
        The quote with its themes.
    story
        Content words of what is told with it, and of the question when it opens the answer.
    venue
        Place where people gathered; empty when none is named.
    named
        Whether the event's own name is said, by the resident or in the question.
    """

    expression: Expression
    voice: Voice
    story: frozenset[str] = frozenset()
    venue: str = ""
    named: bool = False

    @property
    def words(self) -> str:
        """The resident's words for the moment; none when they may not be shown."""
        if self.voice.quote.withheld:
            return ""
        return self.voice.quote.text[self.expression.start : self.expression.end]

    @property
    def turn(self) -> Place:
        """Answer in which it stands."""
        return self.voice.quote.interview, self.voice.quote.turn

    @property
    def family(self) -> str:
        """Kinds of events that may be one moment; empty for a date or clause without a known event."""
        return self.expression.family

    @property
    def sent(self) -> bool | None:
        """Of a letter: True when a resident wrote it, False when it came, None when that is not told."""
        if self.expression.event != "letter":
            return None
        sent, came = self.story & stems_of_words(vocabulary().sent), self.story & stems_of_words(vocabulary().received)
        return bool(sent) if bool(sent) != bool(came) else None


def expressions_by_interview(result: ProjectResult) -> Expressions:
    """Find what points at moments in all fragments, whatever their themes."""
    period = result.facts.period
    return {
        interview: [
            tuple(
                each
                for each in expressions_of(
                    fragment,
                    opens=not at or fragments[at - 1].turn != fragment.turn,
                    before=_asked_before(fragments, at),
                )
                if not each.when or each.when.plausible(period)
            )
            for at, fragment in enumerate(fragments)
        ]
        for interview, fragments in _by_interview(result).items()
    }


def mentions_of(result: ProjectResult, expressions: Expressions | None = None) -> tuple[Mention, ...]:
    """Find the mentions in all interviews; one fragment may mention several moments.

    Parameters
    ----------
    expressions
        As `expressions_by_interview` gives them, when the caller has them.
    """
    themes, known = themes_of(result), expressions or expressions_by_interview(result)
    found: list[Mention] = []
    for interview, fragments in _by_interview(result).items():
        found += _of_interview(fragments, known[interview], themes, result.codebook, result.facts.period)
    return tuple(found)


def _by_interview(result: ProjectResult) -> dict[str, list[Fragment]]:
    """Fragments of each interview, in reading order."""
    found: defaultdict[str, list[Fragment]] = defaultdict(list)
    for fragment in sorted(result.fragments, key=lambda each: (each.interview, each.start)):
        found[fragment.interview].append(fragment)
    return found


def unnamed_mention(result: ProjectResult, themes: Themes, answer: Sequence[Fragment], told: frozenset[str]) -> Mention:
    """Mention of a moment that an answer tells of without naming it, by the fragment that tells most of it.

    Parameters
    ----------
    themes
        Of the project's fragments (`themes_of`).
    answer
        Its fragments, in order.
    told
        Stems of words that tell the moment from others.
    """
    at = max(range(len(answer)), key=lambda place: (len(stems_of(answer[place].text) & told), -place))
    expression = Expression("story", 0, len(answer[at].text))
    voice = _voice(
        answer[at],
        answer[at + 1 :],
        expression,
        themes=themes,
        codebook=result.codebook,
        period=result.facts.period,
    )
    return Mention(expression, voice, stems_of(answer[at].text))


def themes_of(result: ProjectResult) -> Themes:
    """Themes of each fragment with the highest score that a coder gave them."""
    themes: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for code in result.codes:
        themes[code.fragment][code.theme] = max(code.score, themes[code.fragment].get(code.theme, 0.0))
    return themes


def _of_interview(
    fragments: Sequence[Fragment],
    expressions: Sequence[tuple[Expression, ...]],
    themes: Themes,
    codebook: Codebook,
    period: str,
) -> list[Mention]:
    """Read one interview from start to end, so that "die avond" can take over the evening named before it."""
    last: dict[str, tuple[int, Expression]] = {}
    found: list[Mention] = []
    voice = partial(_voice, themes=themes, codebook=codebook, period=period)
    for at, fragment in enumerate(fragments):
        following = _following(fragments, expressions, at)
        opens = not at or fragments[at - 1].turn != fragment.turn
        told = " ".join((*([fragment.question] if opens else []), fragment.text, *(each.text for each in following)))
        for each in expressions[at]:
            expression = each
            if each.kind == "event":
                turn, before = last.get(each.event, (0, None))
                if each.refers_back and before and fragment.resident_turn - turn <= _BACK:
                    expression = replace(each, ordinal=before.ordinal, noun=before.noun, when=each.when or before.when)
                last[each.event] = fragment.resident_turn, expression
            found.append(
                Mention(
                    expression,
                    voice(fragment, following, expression),
                    stems_of(told) - stems_of(f"{expression.noun} {expression.event}"),
                    venue_in(fragment.text) or (venue_in(fragment.question) if opens else ""),
                    each.asked or each.noun in fragment.text.lower(),
                )
            )
    return found


def _asked_before(fragments: Sequence[Fragment], at: int) -> str:
    """Question of the answer before the one that a fragment is of; empty when there is none."""
    earlier = (each for each in reversed(fragments[:at]) if each.turn != fragments[at].turn)
    return next((each.question for each in earlier), "")


def _following(
    fragments: Sequence[Fragment], expressions: Sequence[tuple[Expression, ...]], at: int
) -> tuple[Fragment, ...]:
    """Fragments after this one in the same answer, up to the next that names a moment itself."""
    own: list[Fragment] = []
    for fragment, found in zip(fragments[at + 1 :], expressions[at + 1 :], strict=True):
        if fragment.turn != fragments[at].turn or found:
            break
        own.append(fragment)
    return tuple(own)


def _voice(
    fragment: Fragment,
    following: Iterable[Fragment],
    expression: Expression,
    *,
    themes: Themes,
    codebook: Codebook,
    period: str,
) -> Voice:
    """Collect what is told with a mention: its quote, and the themes told there and right after."""
    span = (fragment.start + expression.start, fragment.start + expression.end)
    marks = () if expression.asked or expression.kind == "story" else (span,)
    told = dict(themes.get(fragment.id, {}))
    carried = []
    for later in following:
        own = themes.get(later.id, {})
        if own:
            carried.append(quote_fragment(later, round(max(own.values()), 4)))
            told |= {theme: score for theme, score in own.items() if theme not in told}
    ordered = tuple(theme for theme in codebook.theme_ids if theme in told)
    tones: list[Tone] = [codebook.theme(theme).valence for theme in ordered]
    when = expression.when.within(period) if expression.when else None
    return Voice(
        quote_fragment(fragment, round(max(told.values(), default=_WITHOUT_THEME), 4), marks),
        ordered,
        tuple(carried),
        tone_of(tones),
        when,
    )
