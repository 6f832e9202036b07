"""Method and limits, and the appendices with the evidence of every statement."""

from __future__ import annotations

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.dutch import counted
from narratief.publish.report.case import Case
from narratief.publish.report.evidence import Evidence
from narratief.publish.report.model import Block, Bullets, Heading, Line, PageBreak, Paragraph, Table, words
from narratief.publish.report.sections.certainty import explanation
from narratief.synthesis.tables import sides
from narratief.synthesis.wording import OFF_RECORD_GUIDE, coding_note


def method(case: Case) -> list[Block]:
    """Explain how stories became findings, and what the findings cannot tell."""
    synthesis = case.synthesis
    told = (
        "De gesprekken zijn opgenomen, uitgeschreven en van namen ontdaan. Daarna zijn ze verdeeld in fragmenten: "
        "een paar zinnen die samen één ding zeggen. Bij elk fragment is gekeken welke thema's erin zitten. "
    )
    counts = (
        f"Het gaat om {counted(synthesis.fragments, 'fragment', 'fragmenten')}; in {synthesis.coded_fragments} daarvan "
        f"zit een thema. {coding_note(synthesis)} Het verwerken gebeurde op eigen apparatuur."
    )
    return [
        Heading(1, "Werkwijze en grenzen", "werkwijze"),
        Paragraph(words(told + counts)),
        *explanation(synthesis.trust),
        Heading(2, "Zo leest u dit verslag", "leeswijzer"),
        Bullets(limits()),
    ]


def limits() -> tuple[Line, ...]:
    """Sentences on how to read the numbers and quotes, and what they do not say."""
    return (
        words(
            "Elke uitspraak verwijst met een nummer naar citaten in de bijlage. Daar staat wat de bewoner precies zei."
        ),
        words("Een citaat is nooit ingekort of verbeterd. Namen zijn vervangen."),
        words(OFF_RECORD_GUIDE),
        words("“2 van de 3 bewoners” telt gesprekken. Wie iets drie keer vertelt, telt één keer."),
        words("Het is geen peiling. Wie weinig vertelt over een thema, kan er toch een mening over hebben."),
        words("Een thema dat niemand vertelt, kan nog steeds spelen."),
        words("De volgorde van momenten is niet altijd zeker: bewoners noemen zelden een datum."),
    )


def appendix(case: Case) -> list[Block]:
    """Show the full table of themes and all numbered quotes."""
    return [
        PageBreak(),
        Heading(1, "Bijlage 1: alle thema's", "bijlage-themas"),
        theme_table(case),
        Heading(1, "Bijlage 2: alle citaten", "bijlage-citaten"),
        quote_table(case.evidence, case, "Alle citaten, in de volgorde van de gesprekken"),
    ]


def theme_table(case: Case) -> Table:
    """Make a table with a row per theme, also those that nobody told."""
    rows = []
    for goal in case.synthesis.goals:
        for valence, _ in sides():
            for found in goal.side(valence):
                count = (case.count(found),)
                rows.append(
                    (
                        words(str(goal.goal.number)),
                        words(VALENCE_LABELS[valence]),
                        words(found.theme.label),
                        count,
                        (case.cite(found),) if found.quotes else words("–"),
                    )
                )
    return Table(
        "Alle thema's, met wie het vertelt en welke citaten eronder liggen",
        ("Doel", "Kant", "Thema", "Verteld door", "Citaten"),
        tuple(rows),
        (6, 14, 40, 22, 18),
    )


def quote_table(evidence: Evidence, case: Case, caption: str) -> Table:
    """Make a table of all numbered fragments with their places and themes."""
    rows, anchors = [], []
    for fragment in evidence.fragments:
        number = evidence.numbers[fragment.id]
        labels = [case.result.codebook.theme(theme).label for theme in evidence.themes[fragment.id]]
        rows.append(
            (
                words(number),
                words(fragment.shown),
                words(evidence.source(fragment.interview, fragment.resident_turn)),
                words("; ".join(labels) or "geen thema (moment of verwachting)"),
            )
        )
        anchors.append(f"citaat-{number}")
    return Table(caption, ("Nr.", "Citaat", "Plaats", "Thema's"), tuple(rows), (6, 54, 17, 23), tuple(anchors))
