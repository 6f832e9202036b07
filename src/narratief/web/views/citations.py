"""Fragments with their themes, chosen by what somebody looks for, in order, and as pages and files show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from narratief.domain.attributes import alike
from narratief.domain.fragment import Fragment
from narratief.domain.quotes import Quote, quote_fragment, quote_of, ranked
from narratief.domain.spans import Span, overlap
from narratief.domain.trust import SHARES_FROM
from narratief.store.attributes import Attributes
from narratief.store.review.memos import Quote as ChosenQuote
from narratief.store.review.review_state import CurrentCode, InterviewState
from narratief.store.review.search import Term, matches
from narratief.web.views.finding import NOT_FILLED_IN, Wanted

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Source:
    """A project that citations come from, as somebody may see it.

    Attributes
    ----------
    labels
        Of the themes that count, by id.
    interviews
        By number.
    chosen
        What is chosen for publication.
    confirmed_only
        Whether only codes that a person stands behind may be seen, and no fragments without.
    attributes
        Of its residents; None for who reads no interviews, and sees no attributes either.
    reviewed
        File names of the interviews that were reviewed; None when nobody asked for them.
    """

    id: int
    title: str
    labels: Mapping[str, str]
    interviews: Mapping[int, InterviewState]
    chosen: Sequence[ChosenQuote]
    confirmed_only: bool
    attributes: Attributes | None = None
    reviewed: Collection[str] | None = None

    @property
    def few(self) -> bool:
        """Whether so few residents were spoken to that nothing beside a quote may tell who said it."""
        return sum(bool(state.interview.resident_turns) for state in self.interviews.values()) < SHARES_FROM

    def takes(self, number: int, wanted: Wanted) -> bool:
        """Whether an interview is looked for, by its file, whether it was reviewed, and its resident."""
        file = self.interviews[number].interview.file
        if wanted.interview not in ("", file) or (self.reviewed is not None and file not in self.reviewed):
            return False
        if not wanted.attributes:
            return True
        return self.attributes is not None and wanted.fits_resident(self.attributes.of(number))

    def told_of(self, number: int) -> str:
        """Attributes that may stand beside a quote of an interview; empty when there are none."""
        if self.attributes is None or self.few:
            return ""
        return "; ".join(f"{name}: {value}" for name, value in self.attributes.of(number).items())


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A theme on a citation; ``chosen_by`` chose it for publication under this theme, empty when nobody did."""

    code: CurrentCode
    label: str
    chosen_by: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A fragment that was found.

    Attributes
    ----------
    fragment
        Marked when it is not for publication.
    codes
        All themes on it that may be seen; `found` are those that fit what is looked for.
    rank
        Place among what was found by words; 0 when no words were looked for.
    """

    source: Source
    interview_id: int
    fragment: Fragment
    codes: tuple[FoundCode, ...]
    found: tuple[FoundCode, ...]
    rank: int

    @property
    def span(self) -> Span:
        """Its place in the interview's text."""
        return self.fragment.start, self.fragment.end

    @property
    def score(self) -> float | None:
        """Highest score that the machine gave a theme that fits; None when it gave none."""
        scores = [each.code.score for each in self.found if each.code.by_machine]
        return max(scores, default=None)

    @property
    def decided(self) -> datetime:
        """When somebody last decided about a theme that fits; long ago when nobody did."""
        return max((each.code.at for each in self.found if each.code.at is not None), default=_LONG_AGO)


Places = Mapping[int, Mapping[Span, int]]
"""Places that words were found at, by interview and span, with their rank from 1."""


def citations(source: Source, wanted: Wanted, places: Places | None, terms: Sequence[Term]) -> list[Citation]:
    """Choose the fragments of a project that fit.

    Parameters
    ----------
    places
        Where the words stand that are looked for; None when none are.
    terms
        Those words, to look for them in fragments that people made.
    """
    chosen = {(quote.interview, quote.span, quote.theme): quote.chosen.author.name for quote in source.chosen}
    made: list[Citation] = []
    for number, state in source.interviews.items():
        file = state.interview.file
        if not source.takes(number, wanted) or (places is not None and number not in places):
            continue
        by_span: dict[Span, list[FoundCode]] = {}
        for code in state.codes:
            span = (code.fragment.start, code.fragment.end)
            if (code.settled if source.confirmed_only else code.counts) and code.theme in source.labels:
                by_whom = chosen.get((file, span, code.theme), "")
                by_span.setdefault(span, []).append(FoundCode(code, source.labels[code.theme], by_whom))
        if wanted.together == "gesprek" and not _told_all(by_span.values(), wanted):
            continue
        for plain, marked in zip(state.fragments, state.marked_fragments, strict=True):
            codes = by_span.get((plain.start, plain.end), [])
            found = _fitting(codes, wanted)
            if not _fits(codes, found, wanted, source):
                continue
            rank = 0
            if places is not None:
                # words that are not for publication are no way to find out what was said, for who reads no interviews
                rank = 0 if marked.withheld and source.confirmed_only else _rank(plain, places[number], terms)
                if not rank:
                    continue
            made.append(Citation(source, number, marked, tuple(codes), tuple(found), rank))
    return made


def in_order(found: Sequence[Citation], wanted: Wanted) -> list[Citation]:
    """Sort citations; where the order says nothing, by project and place."""
    by_place = sorted(found, key=lambda each: (each.source.title, each.fragment.interview, each.fragment.start))
    match wanted.sort:
        case "plek":
            return by_place
        case "hoog":
            return sorted(by_place, key=lambda each: -1.0 if each.score is None else each.score, reverse=True)
        case "laag":
            return sorted(by_place, key=lambda each: 2.0 if each.score is None else each.score)
        case "nieuw":
            return sorted(by_place, key=lambda each: each.decided, reverse=True)
    if wanted.words:
        return sorted(by_place, key=lambda each: each.rank)
    quoted = [each for each in by_place if each.found]
    places = {quote.fragment: place for place, quote in enumerate(ranked(quotes_for(quoted)))}
    return sorted(by_place, key=lambda each: places.get(each.fragment.id, len(places)))


def quotes_for(found: Iterable[Citation]) -> list[Quote]:
    """Quote citations for the themes that fit, as every page and file prints them."""
    made = []
    for each in found:
        codes = [own.code.code for own in each.found]
        made.append(quote_of(each.fragment, codes) if codes else quote_fragment(each.fragment, 0.0))
    return made


def loose_choices(source: Source, wanted: Wanted, found: Collection[Citation]) -> list[tuple[int, ChosenQuote]]:
    """Words chosen for publication that are no citation in sight, with the number of their interview.

    A fragment can be divided otherwise since, or its theme be taken off: the choice stays until a person undoes it.
    """
    narrowed = wanted.words or wanted.by or wanted.stand or not (wanted.least is None and wanted.most is None)
    if narrowed or not wanted.chosen:
        return []
    shown = {
        (each.fragment.interview, each.span, own.code.theme) for each in found for own in each.codes if own.chosen_by
    }
    numbers = {state.interview.file: number for number, state in source.interviews.items()}
    return [
        (numbers[quote.interview], quote)
        for quote in source.chosen
        if (quote.interview, quote.span, quote.theme) not in shown
        and quote.interview in numbers
        and source.takes(numbers[quote.interview], wanted)
        and (not wanted.themes or quote.theme in wanted.themes)
    ]


def people_in(sources: Iterable[Source]) -> list[str]:
    """Names of those who stand behind a code, in order."""
    codes = (code for source in sources for state in source.interviews.values() for code in state.codes)
    return sorted({code.coder for code in codes if code.settled})


def attribute_choices(sources: Iterable[Source], wanted: Wanted) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Attributes to choose from: per name what an address says of each value, its label, and whether it is chosen.

    What is looked for is among them also when no resident has it.
    """
    values: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    chosen = {(alike(name), alike(value)) for name, value in wanted.attributes}
    known = [source.attributes for source in sources if source.attributes is not None]
    pairs = [(name, value) for own in known for name in own.names for value in own.used(name)]
    for name, value in (*pairs, *wanted.attributes) if known else ():
        names.setdefault(alike(name), name)
        values.setdefault(alike(name), {}).setdefault(alike(value), value)
    made = []
    for key, name in names.items():
        options = [*values[key].values(), ""] if "" not in values[key] else list(values[key].values())
        told = [(f"{name}={value}", value or NOT_FILLED_IN, (key, alike(value)) in chosen) for value in options]
        made.append((name, told))
    return made


def _fitting(codes: Sequence[FoundCode], wanted: Wanted) -> list[FoundCode]:
    """Codes of a fragment that fit by themselves."""
    return [
        each
        for each in codes
        if (not wanted.themes or each.code.theme in wanted.themes)
        and (wanted.stand != "bevestigd" or each.code.settled)
        and (wanted.stand != "open" or not each.code.settled)
        and (not wanted.by or (each.code.settled and each.code.coder == wanted.by))
        and (not wanted.chosen or each.chosen_by)
        and _in_bounds(each.code, wanted)
    ]


def _told_all(codes: Iterable[Sequence[FoundCode]], wanted: Wanted) -> bool:
    """Whether a resident told all themes that are looked for, in one fragment or in several."""
    return {each.code.theme for own in codes for each in _fitting(own, wanted)} >= set(wanted.themes)


def _in_bounds(code: CurrentCode, wanted: Wanted) -> bool:
    """Whether the machine's score is within the bounds; without bounds every code is."""
    if wanted.least is None and wanted.most is None:
        return True
    low, high = wanted.least or 0.0, 1.0 if wanted.most is None else wanted.most
    return code.by_machine and low <= code.score <= high


def _fits(codes: Sequence[FoundCode], found: Sequence[FoundCode], wanted: Wanted, source: Source) -> bool:
    """Whether a fragment is to be shown."""
    if wanted.stand == "zonder" or not found:
        if source.confirmed_only or wanted.about_codes:
            return False
        return not codes or wanted.stand != "zonder"
    if wanted.together != "ja":
        return True
    return {each.code.theme for each in found} >= set(wanted.themes)


def _rank(fragment: Fragment, places: Mapping[Span, int], terms: Sequence[Term]) -> int:
    """Rank of a fragment among what words found; 0 when the words are not in it."""
    span = (fragment.start, fragment.end)
    if span in places:
        return places[span]
    near = [rank for place, rank in places.items() if overlap(place, span)]
    return min(near) if near and matches(fragment.text, terms) else 0
