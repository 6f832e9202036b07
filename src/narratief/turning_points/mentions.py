"""Every mention of a moment in a project's fragments, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from narratief.domain.codebook import Codebook
from narratief.domain.fragment import Fragment
from narratief.domain.quotes import quote_fragment
from narratief.domain.result import ProjectResult
from narratief.turning_points.expressions import Expression, find_expressions
from narratief.turning_points.model import Tone, Voice, tone_of

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
    """

    expression: Expression
    voice: Voice

    @property
    def words(self) -> str:
        """The resident's words for the moment; none when they may not be shown."""
        if self.voice.quote.withheld:
            return ""
        return self.voice.quote.text[self.expression.start : self.expression.end]


def mentions_of(result: ProjectResult) -> tuple[Mention, ...]:
    """Find the mentions in all interviews; one fragment may mention several moments."""
    themes: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for code in result.codes:
        themes[code.fragment][code.theme] = max(code.score, themes[code.fragment].get(code.theme, 0.0))
    found: list[Mention] = []
    by_interview: defaultdict[str, list[Fragment]] = defaultdict(list)
    for fragment in sorted(result.fragments, key=lambda each: (each.interview, each.start)):
        by_interview[fragment.interview].append(fragment)
    for fragments in by_interview.values():
        found += _of_interview(fragments, themes, result.codebook, result.facts.period)
    return tuple(found)


def _of_interview(
    fragments: Sequence[Fragment], themes: dict[str, dict[str, float]], codebook: Codebook, period: str
) -> list[Mention]:
    """Read one interview from start to end, so that "die avond" can take over the evening named before it."""
    expressions = [
        tuple(each for each in find_expressions(fragment.text) if not each.when or each.when.plausible(period))
        for fragment in fragments
    ]
    last: dict[str, Expression] = {}
    found: list[Mention] = []
    voice = partial(_voice, themes=themes, codebook=codebook, period=period)
    for at, fragment in enumerate(fragments):
        following = _following(fragments, expressions, at)
        for each in expressions[at]:
            expression = each
            if each.kind == "event":
                before = last.get(each.event)
                if each.refers_back and before:
                    expression = replace(each, ordinal=before.ordinal, noun=before.noun, when=each.when or before.when)
                last[each.event] = expression
            found.append(Mention(expression, voice(fragment, following, expression)))
    return found


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
    themes: dict[str, dict[str, float]],
    codebook: Codebook,
    period: str,
) -> Voice:
    """Collect what is told with a mention: its quote, and the themes told there and right after."""
    span = (fragment.start + expression.start, fragment.start + expression.end)
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
        quote_fragment(fragment, round(max(told.values(), default=_WITHOUT_THEME), 4), (span,)),
        ordered,
        tuple(carried),
        tone_of(tones),
        when,
    )
