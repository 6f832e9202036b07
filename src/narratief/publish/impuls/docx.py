"""Copy as a Word document for the editors: with lengths, readability, remarks and the evidence under each number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from narratief.publish.impuls.edition import Edition
from narratief.publish.impuls.readability import Parse, words_of
from narratief.publish.impuls.remarks import measured, remarks, spoken
from narratief.publish.impuls.spread import Spread
from narratief.publish.report.docx import render_docx
from narratief.publish.report.model import Block, Bullets, Document, Heading, Note, PageBreak, Paragraph, Table, words
from narratief.publish.report.sections.certainty import explanation
from narratief.publish.report.sections.closing import quote_table
from narratief.synthesis.trust_words import ANCHOR, HEADING, brief, explained


def spread_docx(
    spread: Spread, *, template: Path | None = None, date: dt.date | None = None, parse: Parse | None = None
) -> bytes:
    """Make the Word document of one spread.

    Parameters
    ----------
    template
        A .docx or .dotx of the house.
    parse
        A spaCy pipeline, to find passives by grammar; rules when None.
    """
    return render_docx(copy_document(spread, date, parse), template)


def edition_docx(
    edition: Edition, *, template: Path | None = None, date: dt.date | None = None, parse: Parse | None = None
) -> bytes:
    """Make the Word document of an edition: the comparison, then each spread with its remarks, then all evidence."""
    blocks: list[Block] = [Heading(1, edition.headline, "vergelijking")]
    blocks += [Paragraph(line) for line in edition.comparison]
    blocks += [edition.chart, Paragraph(words(brief(edition.trust))), *explanation(edition.trust)]
    for number, spread in enumerate(edition.spreads, 1):
        blocks += [PageBreak(), *_copy(spread, parse, f"spread-{number}")]
    blocks += _evidence(edition.spreads)
    document = Document(
        title=f"{edition.name}: {edition.title}",
        subtitle="Kopij voor de redactie",
        kicker=edition.name,
        draft=edition.draft,
        facts=(("Projecten", str(len(edition.spreads))),),
        blocks=tuple(blocks),
        date=date,
        keywords=("participatie", edition.name),
    )
    return render_docx(document, template)


def copy_document(spread: Spread, date: dt.date | None = None, parse: Parse | None = None) -> Document:
    """Give one spread as a document: the copy itself, remarks for the editors, evidence."""
    return Document(
        title=spread.title,
        subtitle="Kopij voor de redactie",
        kicker=spread.template.name,
        draft=spread.draft,
        facts=(),
        blocks=(*_copy(spread, parse, "spread"), *_evidence([spread])),
        date=date,
        keywords=("participatie", spread.template.name),
        contents=False,
    )


def _copy(spread: Spread, parse: Parse | None, anchor: str) -> list[Block]:
    """The copy in reading order, and what the editors must know of it."""
    asked = spread.template
    blocks: list[Block] = [Heading(1, spread.headline, anchor)]
    if spread.draft:
        blocks.append(
            Note(words("Dit is een concept: niemand heeft de bevindingen al bevestigd. Plaats dit nog niet."))
        )
    blocks += [Heading(2, "Inleiding", f"{anchor}-inleiding"), Paragraph(words(spread.introduction))]
    for number, finding in enumerate(spread.findings, 1):
        blocks += [Heading(2, finding.title, f"{anchor}-{number}"), Paragraph(finding.text), finding.quote]
    if spread.quotes:
        blocks += [Heading(2, asked.quotes_title, f"{anchor}-citaten"), *spread.quotes]
    blocks += [
        Heading(2, asked.open_title, f"{anchor}-team"),
        Paragraph(words("Dit vak vult het team zelf in. Deze vragen kunnen helpen:")),
        Bullets(tuple(words(prompt) for prompt in asked.open_prompts)),
        Heading(2, "Grafiek", f"{anchor}-grafiek"),
        *spread.charts,
        Paragraph(words(brief(spread.trust))),
        Heading(2, "Colofon", f"{anchor}-colofon"),
        Paragraph(words(spread.colophon)),
        Heading(2, HEADING, f"{anchor}-{ANCHOR}"),
        Bullets(tuple(words(part) for part in explained(spread.trust))),
    ]
    return blocks + _for_editors(spread, parse, anchor)


def _for_editors(spread: Spread, parse: Parse | None, anchor: str) -> list[Block]:
    """Lengths, readability and remarks; none of this is printed."""
    found = measured(spread, parse)
    asked = spread.template
    rows = [
        ("Kop", f"{len(spread.headline)} tekens", f"hooguit {asked.headline_characters}"),
        ("Inleiding", f"{len(words_of(spread.introduction))} woorden", _span(asked.introduction_words)),
        *(
            (f"Bevinding {number}", f"{len(words_of(spoken(finding.text)))} woorden", _span(asked.finding_words))
            for number, finding in enumerate(spread.findings, 1)
        ),
        ("Colofon", f"{len(words_of(spread.colophon))} woorden", f"hooguit {asked.colophon_words}"),
        ("Leesbaarheid (Flesch-Douma, zonder citaten)", f"{found.score:.0f}", f"minstens {asked.flesch_douma:.0f}"),
        (f"Zinnen van meer dan {asked.sentence_words} woorden", str(len(found.long)), "liefst geen"),
        ("Zinnen in de lijdende vorm", str(len(found.passive)), "liefst geen"),
    ]
    table = Table(
        "Lengte en leesbaarheid",
        ("Onderdeel", "Nu", "Gevraagd"),
        tuple(tuple(words(cell) for cell in row) for row in rows),
        (5, 3, 3),
    )
    noted = remarks(spread, parse)
    items = Bullets(tuple(words(f"{remark.part}: {remark.text}") for remark in noted))
    return [
        Heading(2, "Voor de redactie", f"{anchor}-redactie"),
        table,
        items if noted else Paragraph(words("Alles past bij wat het blad vraagt.")),
    ]


def _span(bounds: tuple[int, int]) -> str:
    """Write fewest and most words."""
    return f"{bounds[0]} tot {bounds[1]}"


def _evidence(spreads: Sequence[Spread]) -> list[Block]:
    """All numbered quotes, so that editors can look up every number."""
    blocks: list[Block] = [PageBreak(), Heading(1, "Onderbouwing: alle citaten", "onderbouwing")]
    return blocks + [
        quote_table(spread.case.evidence, spread.case, f"Alle citaten van {spread.title}") for spread in spreads
    ]
