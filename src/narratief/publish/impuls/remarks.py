"""Remarks for editors: what is too long, too short or hard to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narratief.publish.impuls.choice import has_pseudonym
from narratief.publish.impuls.readability import Parse, Readability, readability, words_of
from narratief.publish.impuls.spread import Spread
from narratief.publish.report.model import Cite, Line


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing for the editors to look at; `part` names the part of the spread, both are Dutch."""

    part: str
    text: str


def spoken(line: Line) -> str:
    """Text of a line as the magazine prints it: without the numbers of quotes."""
    parts = []
    for part in line:
        if isinstance(part, Cite):
            parts[-1:] = [text.rstrip() for text in parts[-1:]]
        else:
            parts.append(part.text)
    return "".join(parts)


def running_text(spread: Spread) -> str:
    """All text that is not a quote: what readability is measured on."""
    parts = [spread.introduction, *(spoken(finding.text) for finding in spread.findings), spread.colophon]
    return "\n".join(parts)


def measured(spread: Spread, parse: Parse | None = None) -> Readability:
    """Readability of the spread without its quotes, for those are residents' own words."""
    return readability(running_text(spread), spread.template.sentence_words, parse)


def remarks(spread: Spread, parse: Parse | None = None) -> tuple[Remark, ...]:
    """List everything that does not fit the template.

    Parameters
    ----------
    parse
        A spaCy pipeline, to find passives by grammar; rules when None.
    """
    return (*_lengths(spread), *_reading(spread, parse))


def _lengths(spread: Spread) -> Iterator[Remark]:
    """Compare every part with the length that the template asks."""
    asked = spread.template
    if len(spread.headline) > asked.headline_characters:
        yield Remark("Kop", f"{len(spread.headline)} tekens; gevraagd zijn er hooguit {asked.headline_characters}.")
    yield from _bounds("Inleiding", spread.introduction, asked.introduction_words)
    for number, finding in enumerate(spread.findings, 1):
        yield from _bounds(f"Bevinding {number}", spoken(finding.text), asked.finding_words)
        if len(finding.title) > asked.finding_title_characters:
            most = asked.finding_title_characters
            yield Remark(
                f"Bevinding {number}", f"De kop heeft {len(finding.title)} tekens; gevraagd zijn er hooguit {most}."
            )
        yield from _bounds(f"Citaat bij bevinding {number}", finding.quote.text, asked.quote_words)
        yield from _marks(f"Citaat bij bevinding {number}", finding.quote.text)
    if len(spread.findings) < asked.findings:
        yield Remark("Bevindingen", f"Er zijn er {len(spread.findings)}; gevraagd zijn er {asked.findings}.")
    for number, quote in enumerate(spread.quotes, 1):
        yield from _bounds(f"Citaat {number}", quote.text, asked.quote_words)
        yield from _marks(f"Citaat {number}", quote.text)
    if len(spread.quotes) < asked.quotes:
        yield Remark("Citaten", f"Er zijn er {len(spread.quotes)}; gevraagd zijn er {asked.quotes}.")
    yield from _bounds("Colofon", spread.colophon, (0, asked.colophon_words))


def _bounds(part: str, text: str, bounds: tuple[int, int]) -> Iterator[Remark]:
    """Remark on a text with too few or too many words."""
    number = len(words_of(text))
    if not bounds[0] <= number <= bounds[1]:
        yield Remark(part, f"{number} woorden; gevraagd zijn er {bounds[0]} tot {bounds[1]}.")


def _marks(part: str, text: str) -> Iterator[Remark]:
    """Remark on the mark of a replaced name, which the editors may want to put otherwise."""
    if has_pseudonym(text):
        yield Remark(part, "Hier staat een vervangen naam tussen haken. Kies een ander citaat, of laat het zo staan.")


def _reading(spread: Spread, parse: Parse | None) -> Iterator[Remark]:
    """Remark on what makes the text hard to read."""
    found = measured(spread, parse)
    if found.words and found.score < spread.template.flesch_douma:
        score = f"{found.score:.0f}"
        yield Remark(
            "Leesbaarheid", f"Flesch-Douma is {score}; gevraagd is minstens {spread.template.flesch_douma:.0f}."
        )
    for sentence in found.long:
        yield Remark("Lange zin", f"{len(words_of(sentence))} woorden: {sentence}")
    for sentence in found.passive:
        yield Remark("Lijdende vorm", sentence)
