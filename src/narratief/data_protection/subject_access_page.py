"""What is held on one person as a document to hand over: a web page or a Word document."""

from __future__ import annotations

import datetime as dt

from narratief.data_protection.subject_access import InterviewData, Mention, PersonalData
from narratief.domain.dutch import short_date
from narratief.domain.errors import InputError
from narratief.publish.report.model import Block, Bullets, Document, Heading, Line, Note, Paragraph, Table, words

_WHY = (
    "Dit overzicht hoort bij artikel 15 van de AVG: het recht op inzage. Het bevat wat narratief over deze persoon "
    "bewaart. Namen van anderen zijn vervangen door pseudoniemen."
)
_CHECK = "narratief zoekt ook namen die op elkaar lijken. Controleer of elke plek echt over deze persoon gaat."


def subject_access_document(held: PersonalData, day: dt.date) -> Document:
    """Write down what is held on a person.

    Parameters
    ----------
    day
        The day of the overview.
    """
    blocks: list[Block] = [Paragraph(words(_WHY)), Note(words(_CHECK))]
    if not held.interviews:
        blocks.append(Paragraph(words("Over deze persoon is niets gevonden.")))
    for number, interview in enumerate(held.interviews, 1):
        blocks += _interview(interview, number)
    if held.files:
        blocks.append(Heading(2, "Bestanden die van deze projecten zijn gemaakt", "bestanden"))
        blocks.append(Paragraph(words("Hierin kunnen woorden van deze persoon staan, zonder namen."), introduces=True))
        blocks.append(Bullets(tuple(words(file) for file in held.files)))
    return Document(
        title=f"Wat narratief bewaart over {held.asked}",
        subtitle=f"Gemaakt op {short_date(day)}",
        kicker="Overzicht van persoonsgegevens",
        draft=False,
        facts=(
            ("Gesprekken", str(len(held.interviews))),
            ("Plekken", str(sum(len(i.mentions) for i in held.interviews))),
        ),
        blocks=tuple(blocks),
        contents=False,
    )


def render_subject_access(held: PersonalData, day: dt.date, suffix: str) -> bytes:
    """Make the file.

    Raises
    ------
    InputError
        When the suffix is neither .html nor .docx.
    """
    document = subject_access_document(held, day)
    if suffix == ".docx":
        from narratief.publish.report.docx import render_docx

        return render_docx(document, None)
    if suffix == ".html":
        from narratief.publish.report.html import render_html

        return render_html(document)
    raise InputError(f"bestand{suffix}", "Dit soort bestand kan narratief hier niet maken.", "Kies .html of .docx.")


def _interview(held: InterviewData, number: int) -> list[Block]:
    """Write down one interview."""
    known = [f"{label}: {', '.join(said) or 'naam niet meer bekend'}" for label, said in held.names.items()]
    facts = [f"Gelezen op {held.read}.", *(f"In de naamkluis staat {each}." for each in known)]
    if held.unreplaced:
        facts.append("De naam staat ergens in de tekst zonder dat hij vervangen is.")
    if held.original:
        facts.append(f"Het transcript met echte namen staat nog in {held.original}.")
    if held.recording:
        facts.append(
            "De opname van dit gesprek wordt bewaard, versleuteld. Geef die ook, als deze persoon erom vraagt."
        )
    if held.attributes:
        noted = "; ".join(f"{name}: {value}" for name, value in held.attributes.items())
        facts.append(f"Over deze persoon is genoteerd: {noted}.")
    if held.others_attributes:
        facts.append(
            "Van de bewoner in dit gesprek zijn kenmerken genoteerd. Is dat deze persoon? Maak het overzicht dan van "
            "dit gesprek, met alle antwoorden."
        )
    facts.append(f"Namen worden bewaard tot {held.kept_until}." if held.kept_until else "Er is geen bewaartermijn.")
    blocks: list[Block] = [
        Heading(2, f"{held.project}, gesprek {held.file}", f"gesprek-{number}"),
        Bullets(tuple(words(fact) for fact in facts)),
    ]
    if held.mentions:
        rows = tuple(_row(mention) for mention in held.mentions)
        header = ("Beurt", "Spreker", "Woorden", "Thema's en beslissingen")
        blocks.append(Table("Plekken in dit gesprek", header, rows, (1, 2, 6, 4)))
    if held.decisions:
        blocks.append(Heading(3, "Beslissingen over het hele gesprek", f"beslissingen-{number}"))
        blocks.append(Bullets(tuple(words(decision) for decision in held.decisions)))
    return blocks


def _row(mention: Mention) -> tuple[Line, ...]:
    """Write down one mention."""
    speaker = f"{mention.speaker} ({mention.role})" if mention.speaker else mention.role
    about = "; ".join((*mention.themes, *mention.decisions)) or "geen"
    return words(str(mention.number)), words(speaker), words(mention.text), words(about)
