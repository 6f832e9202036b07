"""The sentences of a finding: which are written follows from what was found, and each has the quotes that carry it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from narratief.domain.codebook import Theme
from narratief.domain.entities import PSEUDONYM
from narratief.domain.quotes import Quote
from narratief.publish.comparison import UNCONFIRMED
from narratief.publish.impuls.variety import Variety
from narratief.publish.impuls.wording import copy_of, magazine, told_by
from narratief.publish.report.case import Case
from narratief.publish.report.model import Line, Quotation, TextRun, words
from narratief.publish.report.wording import fill, short, wording
from narratief.synthesis.tables import ThemeFindings
from narratief.turning_points.labels import date_label
from narratief.turning_points.model import TurningPoint

OFTEN = 3
"""From this number of fragments of one resident the text says how often the theme comes back. Chosen."""
MOST_WORDS = 55
"""Words from which no further sentence is written: chosen, so that three findings fit on a spread."""


@dataclass(frozen=True, slots=True)
class SpreadFinding:
    """One finding.

    Attributes
    ----------
    sentences
        Its text, a sentence or two that belong together at a time, each with its own counts and cites.
    quote
        The quote that shows it best; None when none may be printed.
    """

    title: str
    sentences: tuple[Line, ...]
    quote: Quotation | None

    @property
    def text(self) -> Line:
        """All sentences in one line."""
        return tuple(part for at, line in enumerate(self.sentences) for part in (*(words(" ") if at else ()), *line))


_Writer = Callable[[Case, ThemeFindings, set[str], Variety], Line]
"""Writes what was found besides on a finding; nothing when there is nothing to say."""


def article(case: Case, chosen: Sequence[ThemeFindings], variety: Variety) -> list[tuple[Line, ...]]:
    """Write the text of each finding; no theme is told twice."""
    said = {found.theme.id for found in chosen}
    return [_sentences(case, found, said, variety) for found in chosen]


def _sentences(case: Case, found: ThemeFindings, said: set[str], variety: Variety) -> tuple[Line, ...]:
    """Write the text of a finding: a question, who tells it, and what else was found on it, as long as it is short.

    Parameters
    ----------
    said
        Themes that the article tells; what this text adds is added to it.
    """
    copy, told = copy_of(found.theme), told_by(found)
    opener, text = variety.choose(copy.openers, told), variety.choose(copy.texts, told)
    lines: list[Line] = [
        words(opener),
        fill(text, case.count(found), case.cite(found), label=short(found.theme)),
    ]
    added: dict[_Writer, Line] = {}
    for write in (_moment, _opposite, _alone, _together, _again):
        line = write(case, found, said, variety)
        if line and _length([*lines, *added.values(), line]) <= MOST_WORDS:
            added[write] = line
    # what is said of the finding itself stands before other themes, or it would seem to be said of those
    own = [added[write] for write in (_moment, _alone, _again) if write in added]
    return (*lines, *own, *(added[write] for write in (_opposite, _together) if write in added))


def _length(lines: Iterable[Line]) -> int:
    """Words of lines as they are printed."""
    return sum(len(part.text.split()) for line in lines for part in line)


def _moment(case: Case, found: ThemeFindings, _: set[str], variety: Variety) -> Line:
    """Name the turning point that most residents mention where they tell the finding."""
    carried = {quote.fragment for quote in found.quotes}
    named: list[tuple[TurningPoint, list[Quote]]] = []
    for point in case.timeline.turning_points:
        voices = [voice for each in point.perspectives for voice in each.voices]
        own = [quote for voice in voices for quote in (voice.quote, *voice.carried) if quote.fragment in carried]
        if own and not point.unsure and not PSEUDONYM.search(point.label):
            named.append((point, own))
    best = max(named, key=lambda pair: (len({quote.interview for quote in pair[1]}), len(pair[1])), default=None)
    if best is None:
        return ()
    point, quotes = best
    name = point.label if point.when is None or not point.event else f"{point.label} ({date_label(point.when)})"
    if not case.confirmed and not point.confirmed:
        name = f"{name} ({UNCONFIRMED})"
    return _filled(case, magazine().moment, quotes, found, variety, moment=name)


def _opposite(case: Case, found: ThemeFindings, said: set[str], variety: Variety) -> Line:
    """Say that the same residents, or others, tell the opposite, unless that is a finding of its own."""
    who = {quote.interview for quote in found.quotes}
    for other in _opposites(found.theme):
        told = case.found(other) if other not in said else None
        if told is None:
            continue
        said.add(other)
        label = short(told.theme)
        if {quote.interview for quote in told.quotes} <= who:
            return _filled(case, magazine().both, told.quotes, found, variety, label=label)
        minor = told.residents < found.residents
        frames = magazine().contrast if minor else magazine().other_story
        return _filled(case, frames, told.quotes, found, variety, label=label)
    return ()


def _alone(case: Case, found: ThemeFindings, _: set[str], variety: Variety) -> Line:
    """Say that one resident only tells it, where there are others and all were looked at."""
    if found.residents != 1 or case.residents < 2 or not found.coverage.complete:
        return ()
    return words(variety.choose(magazine().alone, told_by(found)))


def _together(case: Case, found: ThemeFindings, said: set[str], variety: Variety) -> Line:
    """Say what residents who tell a finding tell besides, of the themes that are no finding of their own."""
    who = {quote.interview for quote in found.quotes}
    apart = said | set(_opposites(found.theme))
    others = [
        (each, [quote for quote in each.quotes if quote.interview in who])
        for each in case.findings
        if each.theme.id not in apart
    ]
    best = max(others, key=lambda pair: (len({quote.interview for quote in pair[1]}), len(pair[1])), default=None)
    if best is None or not best[1]:
        return ()
    said.add(best[0].theme.id)
    return _filled(case, magazine().together, best[1], found, variety, label=short(best[0].theme))


def _again(case: Case, found: ThemeFindings, _: set[str], variety: Variety) -> Line:
    """Say how often the resident who tells it most often comes back to it."""
    by_talk = Counter(quote.interview for quote in found.quotes)
    talk, times = by_talk.most_common(1)[0]
    if times < OFTEN:
        return ()
    frame = variety.choose(magazine().again, told_by(found)).format(times=times)
    cite = case.evidence.cite(quote for quote in found.quotes if quote.interview == talk)
    if not cite.numbers:
        return ()
    return (TextRun(f"{frame[:-1]} "), cite, TextRun("."))


def _opposites(theme: Theme) -> tuple[str, ...]:
    """Ids of the themes that say the opposite of one."""
    pairs = ((pair.well, pair.better) for pair in wording().contrasts)
    return tuple(other for one, two in pairs for this, other in ((one, two), (two, one)) if this == theme.id)


def _filled(
    case: Case,
    frames: Sequence[str],
    quotes: Sequence[Quote],
    found: ThemeFindings,
    variety: Variety,
    **values: str,
) -> Line:
    """Fill one of the frames with who these quotes are from, and cite them."""
    frame = variety.choose(frames, told_by(found))
    return fill(frame, case.evidence.count(quotes), case.evidence.cite(quotes), **values)
