"""The turning points of the process, as residents tell them."""

from __future__ import annotations

from narratief.domain.dutch import listed
from narratief.publish.charts.marks import NARROW, Mark, MarkGroup, MarkRow, marks_chart
from narratief.publish.report.case import Case
from narratief.publish.report.model import Block, Figure, Heading, Line, Paragraph, TextRun, joined_ranges, words
from narratief.publish.report.wording import fill, numbered, short, topics
from narratief.synthesis.wording import capital
from narratief.turning_points.labels import date_label
from narratief.turning_points.model import Tone, TurningPoint

SHOWN = 16
"""Most moments in a report: those of most residents."""
PERSPECTIVES = 3
"""Most residents quoted on one moment."""
_TONES: dict[Tone, str] = {
    "positive": "[vertelt|vertellen] wat goed ging",
    "negative": "[vertelt|vertellen] wat beter kon",
    "mixed": "[vertelt|vertellen] allebei",
    "none": "[noemt|noemen] het zonder oordeel",
}


def turning_points(case: Case) -> list[Block]:
    """Tell the process in moments that several residents mention, each from more than one side."""
    blocks: list[Block] = [Heading(1, "Bepalende momenten", "momenten")]
    moments = _shown(case.timeline.turning_points)
    if not moments:
        return [*blocks, Paragraph(words("Er is geen moment dat door meer dan één bewoner wordt genoemd."))]
    blocks.append(
        Paragraph(
            words(
                "Bewoners noemen gebeurtenissen uit het proces. Hier staan de momenten die meer dan één bewoner noemt, "
                "op volgorde van tijd voor zover die bekend is. "
                "Bij elk moment staat van welke kant bewoners het vertellen."
            )
        )
    )
    blocks.append(_figure(case, moments))
    for number, moment in enumerate(moments, 1):
        blocks += _moment(case, moment, number)
    return blocks


def _shown(moments: tuple[TurningPoint, ...]) -> tuple[TurningPoint, ...]:
    """The moments of most residents, still in order of time."""
    best = sorted(moments, key=lambda moment: (-moment.residents, moment.id))[:SHOWN]
    return tuple(moment for moment in moments if moment in best)


def _moment(case: Case, moment: TurningPoint, number: int) -> list[Block]:
    """Write about one moment: who mentions it, what goes with it, and a quote of each resident."""
    blocks: list[Block] = [Heading(2, capital(_title(moment)), f"moment-{number}"), Paragraph(_told(case, moment))]
    chosen = sorted(moment.perspectives, key=lambda each: (not each.themes, each.interview))[:PERSPECTIVES]
    for perspective in chosen:
        voice = perspective.chosen
        side = voice.tone if voice.tone in ("positive", "negative") else None
        blocks.append(case.evidence.quotation(voice.quote, side))  # type: ignore[arg-type]
    return blocks


def _told(case: Case, moment: TurningPoint) -> Line:
    """Say who mentions a moment, and on which side each of them is."""
    quotes = [quote for each in moment.perspectives for voice in each.voices for quote in (voice.quote, *voice.carried)]
    line = list(fill("{count} [noemt|noemen] dit moment.", case.evidence.count(quotes), case.evidence.cite(quotes)))
    if any(each.tone != "none" for each in moment.perspectives):
        line.append(TextRun(f" {capital(_by_tone(case, moment))}."))
    themes = [short(case.result.codebook.theme(theme)) for theme in moment.themes]
    if themes:
        line.append(TextRun(f" Het gaat hierbij over {topics(themes)}."))
    if moment.unsure:
        line.append(TextRun(" Het is niet zeker dat zij hetzelfde moment bedoelen."))
    return tuple(line)


def _by_tone(case: Case, moment: TurningPoint) -> str:
    """Say which talks tell which side."""
    parts = []
    for tone, verb in _TONES.items():
        talks = [str(case.evidence.talks[each.interview]) for each in moment.perspectives if each.tone == tone]
        if talks:
            parts.append(f"gesprek {_numbers(talks)} {numbered(verb, len(talks))}")
    return "; ".join(parts)


def _figure(case: Case, moments: tuple[TurningPoint, ...]) -> Figure:
    """Draw moments as rows and talks as columns."""
    rows, told = [], []
    for moment in moments:
        tones = {each.interview: each.tone for each in moment.perspectives}
        marks: tuple[Mark, ...] = tuple(tones.get(talk, "absent") for talk in case.evidence.talks)
        rows.append(MarkRow(capital(_title(moment)), marks))
        talks = [str(case.evidence.talks[each.interview]) for each in moment.perspectives]
        told.append(f"{_title(moment)} (gesprek {_numbers(talks)})")
    groups = [MarkGroup("", tuple(rows))]
    columns = [str(number) for number in case.evidence.talks.values()]
    return Figure(
        "Tijdlijn: welk gesprek noemt welk moment. Rondje: gaat goed. Vierkant: kan beter. Half om half: allebei. "
        "Open rondje: zonder oordeel.",
        marks_chart(groups, columns),
        f"Tijdlijn van boven naar beneden: {'; '.join(told)}.",
        0.78,
        marks_chart(groups, columns, NARROW),
    )


def _numbers(talks: list[str]) -> str:
    """Sum up numbers of talks, those in a row as a range: 1–4 en 7."""
    return listed([shown for _, shown in joined_ranges(talks)])


def _title(moment: TurningPoint) -> str:
    """Name of a moment, with its date when that is not the name itself."""
    if moment.when is None or not moment.event:
        return moment.label
    return f"{moment.label} ({date_label(moment.when)})"
