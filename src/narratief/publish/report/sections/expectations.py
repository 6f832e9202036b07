"""The influence that residents expected beside the participation level that was chosen; and costs beside experience."""

from __future__ import annotations

from narratief.domain.dutch import euros
from narratief.domain.quotes import ranked
from narratief.publish.report.case import Case
from narratief.publish.report.model import Block, Heading, Inline, Paragraph, TextRun, words
from narratief.publish.report.wording import conclusion, fill, statement, wording
from narratief.synthesis.wording import cost_band

PARADOX = "participation_paradox"
_LEVEL_THEMES = ("influence_doubt", "unclear_frameworks")


def expectations(case: Case) -> list[Block]:
    """Compare the chosen level with residents' expectations, and tell of the participation paradox."""
    blocks: list[Block] = [Heading(1, "Verwachting en participatieniveau", "verwachting")]
    level = case.result.facts.participation_level
    if level:
        blocks.append(
            Paragraph((*words("Gekozen niveau: "), *words(level, strong=True), *words(f". {wording().levels[level]}")))
        )
    else:
        blocks.append(
            Paragraph(
                words(
                    "Het gekozen participatieniveau is niet bekend. "
                    "Vergelijken met wat bewoners verwachtten, kan dan niet."
                )
            )
        )
    told = [found for theme in _LEVEL_THEMES if (found := case.found(theme))]
    line: list[Inline] = []
    for place, found in enumerate(told):
        line += [TextRun(" "), *statement(found.theme, case.count(found), case.cite(found), place)]
    if line:
        blocks.append(Paragraph(tuple(line[1:])))
    blocks += _expected(case, level)
    return blocks + _paradox(case)


def _expected(case: Case, level: str | None) -> list[Block]:
    """Quote residents who say what influence they expected, and say whether that exceeds the chosen level."""
    if not case.expectations:
        return [Paragraph(words("Geen van de bewoners zegt met zoveel woorden welke invloed werd verwacht."))]
    quotes = [each.quote for each in case.expectations]
    blocks: list[Block] = [
        Paragraph(
            fill(
                "{count} [zegt|zeggen] welke invloed werd verwacht.",
                case.evidence.count(quotes),
                case.evidence.cite(quotes),
            )
        )
    ]
    above = [each.quote for each in case.expectations if each.above(level)]
    if above:
        blocks.append(
            Paragraph(
                fill(
                    "Bij {count} wijst dat op meer invloed dan bij {level} hoort.",
                    case.evidence.count(above),
                    case.evidence.cite(above),
                    level=str(level),
                )
            )
        )
    shown = [quote for quote in ranked(above or quotes) if quote.printable]
    return blocks + [case.evidence.quotation(quote) for quote in shown[:2]]


def _paradox(case: Case) -> list[Block]:
    """Explain the participation paradox, when a resident tells of it."""
    found = case.found(PARADOX)
    if found is None:
        return []
    return [
        Heading(2, "De participatieparadox", "paradox"),
        Paragraph(
            (
                *words(
                    "Een plan is in het begin vaak te vaag om iets van te vinden. "
                    "Wordt het concreet, dan is er minder ruimte. Dat heet de participatieparadox. "
                ),
                *conclusion(found.theme, case.count(found), case.cite(found)),
            )
        ),
        *(case.evidence.quotation(quote, "negative") for quote in found.in_print[:2]),
    ]


def costs(case: Case) -> list[Block]:
    """Show the costs beside what residents tell, without weighing one against the other."""
    blocks: list[Block] = [Heading(1, "Kosten naast ervaring", "kosten")]
    amount = case.result.facts.costs
    if amount is None:
        return []  # the chapter on recommendations says that they are not known
    line: list[Inline] = [
        TextRun(f"De participatie kostte {euros(amount)}. Naar kosten is dat: {cost_band(amount)}. "),
        TextRun("Daarnaast staat wat bewoners vertellen: "),
    ]
    for at, (valence, told) in enumerate(
        (
            ("positive", "{count} [vertelt|vertellen] iets dat goed gaat"),
            ("negative", "{count} [vertelt|vertellen] iets dat beter kan"),
        )
    ):
        quotes = [quote for found in case.findings if found.theme.valence == valence for quote in found.quotes]
        line += [*([TextRun(" en ")] if at else []), *fill(told, case.evidence.count(quotes))]
    line.append(TextRun(". Dat zegt niet of het de kosten waard was. Dat oordeel is aan de lezer."))
    return [*blocks, Paragraph(tuple(line))]
