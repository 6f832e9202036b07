"""Remarks for the editors: what is too long, too short or hard to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narratief.publish.impuls.choice import has_pseudonym
from narratief.publish.impuls.readability import Readability, readability, words_of
from narratief.publish.impuls.spread import Spread
from narratief.publish.report.model import Cite, Line
from narratief.synthesis.confirmed_quotes import asked_note


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing for the editors to look at; `part` names the part of the spread, both are Dutch."""

    part: str
    text: str


def without_cites(line: Line) -> str:
    """Text of a line as the magazine prints it: without the numbers of quotes."""
    parts: list[str] = []
    for part in line:
        if isinstance(part, Cite):
            parts[-1:] = [text.rstrip() for text in parts[-1:]]
        else:
            parts.append(part.text)
    return "".join(parts)


def running_text(spread: Spread) -> str:
    """All text that is not a quote, on which readability is measured."""
    parts = [spread.introduction, *(without_cites(finding.text) for finding in spread.findings), spread.colophon]
    return "\n".join(parts)


def measure(spread: Spread) -> Readability:
    """Measure the readability of a spread without its quotes, which are residents' own words."""
    return readability(running_text(spread), spread.requirements.sentence_words)


def remarks(spread: Spread) -> tuple[Remark, ...]:
    """List everything that does not fit what the magazine asks."""
    return (*_lengths(spread), *_reading(spread))


def _lengths(spread: Spread) -> Iterator[Remark]:
    """Compare the length of every part with what the magazine asks."""
    required = spread.requirements
    if len(spread.headline) > required.headline_characters:
        yield Remark("Kop", f"{len(spread.headline)} tekens; gevraagd zijn er hooguit {required.headline_characters}.")
    yield from _bounds("Inleiding", spread.introduction, required.introduction_words)
    for number, finding in enumerate(spread.findings, 1):
        yield from _bounds(f"Bevinding {number}", without_cites(finding.text), required.finding_words)
        if len(finding.title) > required.finding_title_characters:
            most = required.finding_title_characters
            yield Remark(
                f"Bevinding {number}", f"De kop heeft {len(finding.title)} tekens; gevraagd zijn er hooguit {most}."
            )
        if finding.quote is None:
            yield Remark(f"Bevinding {number}", "Er is geen citaat dat zo in het blad kan. De aantallen kloppen wel.")
            continue
        yield from _bounds(f"Citaat bij bevinding {number}", finding.quote.text, required.quote_words)
        yield from _pseudonyms(f"Citaat bij bevinding {number}", finding.quote.text)
    if len(spread.findings) < required.findings:
        yield Remark("Bevindingen", f"Er zijn er {len(spread.findings)}; gevraagd zijn er {required.findings}.")
    for number, quote in enumerate(spread.quotes, 1):
        yield from _bounds(f"Citaat {number}", quote.text, required.quote_words)
        yield from _pseudonyms(f"Citaat {number}", quote.text)
    if len(spread.quotes) < required.quotes:
        yield Remark("Citaten", f"Er zijn er {len(spread.quotes)}; gevraagd zijn er {required.quotes}.")
    asked = asked_note(len(spread.case.asked), draft=spread.draft)
    if asked:
        yield Remark("Citaten", asked)
    yield from _bounds("Colofon", spread.colophon, (0, required.colophon_words))


def _bounds(part: str, text: str, bounds: tuple[int, int]) -> Iterator[Remark]:
    """Remark on a text with too few or too many words."""
    number = len(words_of(text))
    if not bounds[0] <= number <= bounds[1]:
        yield Remark(part, f"{number} woorden; gevraagd zijn er {bounds[0]} tot {bounds[1]}.")


def _pseudonyms(part: str, text: str) -> Iterator[Remark]:
    """Remark on a pseudonym, which the editors may want to replace by other words."""
    if has_pseudonym(text):
        yield Remark(part, "Hier staat een vervangen naam tussen haken. Kies een ander citaat, of laat het zo staan.")


def _reading(spread: Spread) -> Iterator[Remark]:
    """Remark on what makes the text hard to read."""
    found = measure(spread)
    if found.words and found.score < spread.requirements.flesch_douma:
        score = f"{found.score:.0f}"
        yield Remark(
            "Leesbaarheid", f"Flesch-Douma is {score}; gevraagd is minstens {spread.requirements.flesch_douma:.0f}."
        )
    for sentence in found.long:
        yield Remark("Lange zin", f"{len(words_of(sentence))} woorden: {sentence}")
    for sentence in found.passive:
        yield Remark("Lijdende vorm", sentence)
