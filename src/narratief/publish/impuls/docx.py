"""Copy as a Word document for the editors: with lengths, readability, remarks and the evidence under each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from narratief.publish.imprint import NO_IMPRINT, Imprint
from narratief.publish.impuls.edition import Edition
from narratief.publish.impuls.readability import words_of
from narratief.publish.impuls.remarks import measure, remarks, without_cites
from narratief.publish.impuls.spread import Spread
from narratief.publish.report.docx import render_docx
from narratief.publish.report.model import (
    Block,
    Bullets,
    Cite,
    Count,
    Document,
    Heading,
    Line,
    Note,
    Paragraph,
    Table,
    words,
)
from narratief.publish.report.sections.certainty import explanation
from narratief.publish.report.sections.closing import quote_list
from narratief.synthesis.trust_words import ANCHOR, HEADING, REFERENCE, brief

_NO_CLAIM = "niets: dit is een vraag"
_UNPRINTED = "citaten die hier niet staan, omdat niemand ze bevestigde"
_ABSENT = "het ontbreken van citaten in de andere gesprekken"


def spread_docx(spread: Spread, *, template: Path | None = None, imprint: Imprint = NO_IMPRINT) -> bytes:
    """Make the Word document of one spread.

    Parameters
    ----------
    template
        A .docx or .dotx of the organisation.
    """
    return render_docx(replace(copy_document(spread), author=imprint.author, date=imprint.date), template)


def edition_docx(edition: Edition, *, template: Path | None = None, imprint: Imprint = NO_IMPRINT) -> bytes:
    """Make the Word document of an edition: the comparison, then each spread with its remarks, then all evidence."""
    blocks: list[Block] = [Heading(1, edition.headline, "vergelijking")]
    blocks += [Paragraph(line) for line in edition.comparison]
    blocks += [edition.chart, Paragraph(words(f"{brief(edition.trust, scores=edition.draft)} {REFERENCE}"))]
    for number, spread in enumerate(edition.spreads, 1):
        blocks += _copy(spread, f"spread-{number}", alone=False)
    blocks += [Heading(1, HEADING, ANCHOR, new_page=True)]
    common, own = edition.certainty
    blocks += [Bullets(tuple(words(part) for part in common))] if common else []
    for number, (title, parts) in enumerate(own, 1):
        blocks += [Heading(2, title, f"{ANCHOR}-{number}"), Bullets(tuple(words(part) for part in parts))]
    blocks += _evidence(edition.spreads)
    document = Document(
        title=f"{edition.name}: {edition.title}",
        subtitle="Kopij voor de redactie",
        kicker=edition.name,
        draft=edition.draft,
        facts=(("Projecten", str(len(edition.spreads))),),
        blocks=tuple(blocks),
        keywords=("participatie", edition.name),
    )
    return render_docx(replace(document, author=imprint.author, date=imprint.date), template)


def copy_document(spread: Spread) -> Document:
    """Lay one spread out as a document: the copy itself, remarks for the editors, evidence."""
    return Document(
        title=spread.title,
        subtitle="Kopij voor de redactie",
        kicker=spread.requirements.name,
        draft=spread.draft,
        facts=(),
        blocks=(*_copy(spread, "spread"), *_evidence([spread])),
        keywords=("participatie", spread.requirements.name),
        contents=False,
    )


def _copy(spread: Spread, anchor: str, *, alone: bool = True) -> list[Block]:
    """Lay out the copy in reading order, and below it what the editors must know.

    Parameters
    ----------
    alone
        Whether it begins the document and explains how sure its numbers are; an edition does so once, at its end.
    """
    required = spread.requirements
    blocks: list[Block] = [Heading(1, spread.headline, anchor, new_page=not alone)]
    if spread.draft:
        blocks.append(
            Note(words("Dit is een concept: niemand heeft de bevindingen al bevestigd. Plaats dit nog niet."))
        )
    blocks += [Heading(2, "Inleiding", f"{anchor}-inleiding"), Paragraph(words(spread.introduction))]
    for number, finding in enumerate(spread.findings, 1):
        blocks += [Heading(2, finding.title, f"{anchor}-{number}"), Paragraph(finding.text)]
        blocks += [finding.quote] if finding.quote else []
    if spread.quotes:
        blocks += [Heading(2, required.quotes_title, f"{anchor}-citaten"), *spread.quotes]
    blocks += [
        Heading(2, required.open_title, f"{anchor}-team"),
        Paragraph(words("Dit vak vult het team zelf in. Deze vragen kunnen helpen:")),
        Bullets(tuple(words(prompt) for prompt in required.open_prompts)),
        Heading(2, "Grafiek", f"{anchor}-grafiek"),
        *spread.charts,
        Paragraph(words(f"{brief(spread.trust, scores=spread.draft)} {REFERENCE}")),
        Heading(2, "Colofon", f"{anchor}-colofon"),
        Paragraph(words(spread.colophon)),
    ]
    if alone:
        blocks += explanation(spread.trust, scores=spread.draft)
    return blocks + _for_editors(spread, anchor)


def _for_editors(spread: Spread, anchor: str) -> list[Block]:
    """Show lengths, readability and remarks; none of this is printed in the magazine."""
    found = measure(spread)
    required = spread.requirements
    rows = [
        ("Kop", f"{len(spread.headline)} tekens", f"hooguit {required.headline_characters}"),
        ("Inleiding", f"{len(words_of(spread.introduction))} woorden", _span(required.introduction_words)),
        *(
            (
                f"Bevinding {number}",
                f"{len(words_of(without_cites(finding.text)))} woorden",
                _span(required.finding_words),
            )
            for number, finding in enumerate(spread.findings, 1)
        ),
        ("Colofon", f"{len(words_of(spread.colophon))} woorden", f"hooguit {required.colophon_words}"),
        ("Leesbaarheid (Flesch-Douma, zonder citaten)", f"{found.score:.0f}", f"minstens {required.flesch_douma:.0f}"),
        (f"Zinnen van meer dan {required.sentence_words} woorden", str(len(found.long)), "liefst geen"),
        ("Zinnen in de lijdende vorm", str(len(found.passive)), "liefst geen"),
    ]
    table = Table(
        "Lengte en leesbaarheid",
        ("Onderdeel", "Nu", "Gevraagd"),
        tuple(tuple(words(cell) for cell in row) for row in rows),
        (5, 3, 3),
    )
    noted = remarks(spread)
    items = Bullets(tuple(words(f"{remark.part}: {remark.text}") for remark in noted))
    return [
        Heading(2, "Voor de redactie", f"{anchor}-redactie"),
        table,
        _support(spread),
        items if noted else Paragraph(words("Alles past bij wat het blad vraagt.")),
    ]


def _support(spread: Spread) -> Table:
    """Show per sentence of the findings which quotes it rests on, so that each can be checked by itself."""
    rows = []
    for number, finding in enumerate(spread.findings, 1):
        for sentence in finding.sentences:
            cites = [part for part in sentence if isinstance(part, Cite)]
            told = any(isinstance(part, Count) for part in sentence)
            other = _UNPRINTED if told else _NO_CLAIM if without_cites(sentence).endswith("?") else _ABSENT
            rests: Line = tuple(cites) or words(other)
            rows.append((words(str(number)), words(without_cites(sentence)), rests))
    header = ("Bevinding", "Zin", "Rust op citaat")
    return Table("Waar elke zin op rust", header, tuple(rows), (2, 7, 3))


def _span(bounds: tuple[int, int]) -> str:
    """Fewest and most words, in Dutch."""
    return f"{bounds[0]} tot {bounds[1]}"


def _evidence(spreads: Sequence[Spread]) -> list[Block]:
    """List all numbered quotes, so that editors can look up every number."""
    blocks: list[Block] = [Heading(1, "Onderbouwing: alle citaten", "onderbouwing", new_page=True)]
    for spread in spreads:
        blocks += quote_list(spread.case, f"Alle citaten van {spread.title}")
    return blocks
