"""Method and limits, and the appendices with the evidence of every statement."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.dutch import counted
from narratief.domain.quotes import quote_fragment
from narratief.publish.report.case import Case
from narratief.publish.report.evidence import Evidence
from narratief.publish.report.model import Block, Bullets, Heading, Line, Paragraph, Table, TextRun, words
from narratief.publish.report.sections.certainty import explanation
from narratief.publish.report.wording import numbered
from narratief.synthesis.confirmed_quotes import FEW_GUIDE, NO_QUOTES, UNASKED, asked_note
from narratief.synthesis.tables import sides
from narratief.synthesis.wording import (
    OFF_RECORD_GUIDE,
    PSEUDONYM_GUIDE,
    QUOTE_GUIDE,
    REVIEWED_GUIDE,
    coding_note,
    in_plain_text,
)


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
        Heading(2, "Zo leest u dit verslag", "leeswijzer"),
        Bullets(limits([case])),
    ]


def limits(cases: Sequence[Case]) -> tuple[Line, ...]:
    """Sentences on how to read the numbers and quotes, and what they do not say."""
    few = any(case.result.few and case.confirmed for case in cases)
    told = any(case.timeline.turning_points for case in cases)
    waiting = sum(case.unconfirmed for case in cases if case.confirmed and not case.timeline.turning_points)
    return (
        words(
            f"{'Uitspraken verwijzen' if few else 'Elke uitspraak verwijst'} met nummers naar citaten in de bijlage. "
            "Daar staat wat de bewoner precies zei. Zijn er meer citaten dan er staan, dan vindt u ze in de bijlage "
            "bij het thema."
        ),
        *((words(FEW_GUIDE),) if few else ()),
        words(QUOTE_GUIDE),
        words("De streep naast een citaat is doorgetrokken bij wat goed gaat, en onderbroken bij wat beter kan."),
        words(PSEUDONYM_GUIDE),
        words(OFF_RECORD_GUIDE),
        words(REVIEWED_GUIDE),
        words("“2 van de 3 bewoners” telt gesprekken. Wie iets drie keer vertelt, telt één keer."),
        words("Het is geen peiling. Wie weinig vertelt over een thema, kan er toch een mening over hebben."),
        words("Een thema dat niemand vertelt, kan nog steeds spelen."),
        *((words("De volgorde van momenten is niet altijd zeker: bewoners noemen zelden een datum."),) if told else ()),
        *((words(_unconfirmed(waiting)),) if waiting else ()),
    )


def _unconfirmed(moments: int) -> str:
    """Say that there is no chapter on moments, because nobody confirmed one."""
    found = counted(moments, "moment", "momenten")
    apart = numbered("[Dat staat|Die staan] hier niet in, want niemand heeft [het|ze] bevestigd.", moments)
    return f"De computer vond {found} waar meer dan één bewoner over vertelt. {apart}"


def appendix(case: Case) -> list[Block]:
    """Show the full table of themes and all numbered quotes."""
    return [
        *explanation(case.result.trust, 1, scores=not case.confirmed),
        Heading(1, "Bijlage 2: alle thema's", "bijlage-themas"),
        theme_table(case),
        *meanings([case]),
        Heading(1, "Bijlage 3: alle citaten", "bijlage-citaten"),
        *quote_list(case, "Alle citaten" if case.result.few else "Alle citaten, in de volgorde van de gesprekken"),
    ]


def meanings(cases: Sequence[Case]) -> list[Block]:
    """Say what each theme of the codebooks means, in their order."""
    themes = {theme.id: theme for case in reversed(cases) for theme in case.result.codebook.themes}
    ordered = dict.fromkeys(theme.id for case in cases for theme in case.result.codebook.themes)
    lines = tuple(words(f"{themes[each].label}: {themes[each].definition}") for each in ordered)
    return [Heading(2, "Wat de thema's betekenen", "bijlage-betekenis"), Bullets(lines)]


def theme_table(case: Case) -> Table:
    """Make a table with a row per theme, also those that nobody told."""
    rows = []
    for goal in case.synthesis.goals:
        for valence, _ in sides():
            for found in goal.side(valence):
                count, cite = (case.count(found),), case.evidence.cite_all(found.quotes)
                rows.append(
                    (
                        words(str(goal.goal.number)),
                        words(VALENCE_LABELS[valence]),
                        words(found.theme.label),
                        count,
                        (cite,) if cite.numbers else words("–"),
                    )
                )
    return Table(
        "Alle thema's, met wie het vertelt en welke citaten eronder liggen",
        ("Doel", "Kant", "Thema", "Verteld door", "Citaten"),
        tuple(rows),
        (6, 14, 36, 26, 18),
    )


def quote_list(case: Case, caption: str) -> list[Block]:
    """List all quotes, or say that there are none; and how many wait for a person."""
    note = asked_note(len(case.asked), draft=not case.confirmed)
    if not case.evidence.fragments:
        return [Paragraph(words(f"{NO_QUOTES} {note}".strip()))]
    return [*([Paragraph(words(note))] if note else []), _quote_table(case.evidence, case, caption)]


def _quote_table(evidence: Evidence, case: Case, caption: str) -> Table:
    """Make a table of all numbered fragments with their themes, and their places unless these are of few residents."""
    rows, anchors = [], []
    for fragment in evidence.fragments:
        number = evidence.numbers[fragment.id]
        labels = [case.result.codebook.theme(theme).label for theme in evidence.themes[fragment.id]]
        quote = words(in_plain_text(quote_fragment(fragment, 0.0)))
        if fragment.printing == "asked":
            quote = (*quote, TextRun(f" – {UNASKED}", strong=True))
        place = words(evidence.source(fragment.interview, fragment.resident_turn))
        about = words("; ".join(labels) or "geen thema (moment of verwachting)")
        rows.append((words(number), quote, about) if evidence.few else (words(number), quote, place, about))
        anchors.append(f"citaat-{number}")
    if evidence.few:
        return Table(caption, ("Nr.", "Citaat", "Thema's"), tuple(rows), (6, 66, 28), tuple(anchors))
    return Table(caption, ("Nr.", "Citaat", "Plaats", "Thema's"), tuple(rows), (6, 54, 17, 23), tuple(anchors))
