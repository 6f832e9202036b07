"""The turning points of the process, as residents tell them."""

from __future__ import annotations

from narratief.domain.dutch import counted, listed
from narratief.publish.charts.marks import NARROW, Mark, MarkGroup, MarkRow, marks_chart
from narratief.publish.charts.words import brief_alt
from narratief.publish.report.case import Case
from narratief.publish.report.model import Block, Figure, Heading, Line, Paragraph, TextRun, joined_ranges, words
from narratief.publish.report.wording import fill, numbered, short, topics
from narratief.synthesis.wording import capital
from narratief.turning_points.labels import date_label
from narratief.turning_points.model import Tone, TurningPoint

SHOWN = 16
"""Most turning points in a report, those of most residents: chosen, not measured, to fit the drawing on one page."""
_BELOW = "Hieronder staat bij elk moment wie het noemt."
PERSPECTIVES = 3
"""Most residents quoted on one turning point: chosen, not measured, enough to show more than two sides."""
_TONES: dict[Tone, str] = {
    "positive": "[vertelt|vertellen] wat goed ging",
    "negative": "[vertelt|vertellen] wat beter kon",
    "mixed": "[vertelt|vertellen] allebei",
    "none": "[noemt|noemen] het zonder oordeel",
}


def turning_points(case: Case) -> list[Block]:
    """Tell the process in turning points that several residents mention, each from more than one side.

    Where nobody confirmed one, a report that is no draft has no such chapter; its method says so.
    """
    points = _shown(case.timeline.turning_points)
    if not points and case.confirmed:
        return []
    blocks: list[Block] = [Heading(1, "Bepalende momenten", "momenten")]
    if not points:
        return [*blocks, Paragraph(words("Er is geen moment dat door meer dan één bewoner wordt genoemd."))]
    blocks.append(
        Paragraph(
            words(
                "Bewoners noemen gebeurtenissen uit het proces. Hier staan de momenten die meer dan één bewoner noemt, "
                "op volgorde van tijd voor zover die bekend is. "
                f"Bij elk moment staat van welke kant bewoners het vertellen.{_left_out(case)}"
            )
        )
    )
    if not case.result.few:
        blocks.append(_figure(case, points))
    for number, point in enumerate(points, 1):
        blocks += _point(case, point, number)
    return blocks


def _left_out(case: Case) -> str:
    """Say how many turning points nobody confirmed: those that are left out, or in a draft those that are not."""
    if not case.unconfirmed:
        return ""
    found = counted(case.unconfirmed, "moment", "momenten")
    if not case.confirmed:
        return f" Dit is een concept: {found} {numbered('[is|zijn]', case.unconfirmed)} nog niet bevestigd."
    apart = "[dat|die] niemand heeft bevestigd. [Dat staat|Die staan] hier niet in."
    return f" De computer vond ook {found} {numbered(apart, case.unconfirmed)}"


def _shown(points: tuple[TurningPoint, ...]) -> tuple[TurningPoint, ...]:
    """Choose the turning points of most residents, still in order of time."""
    best = sorted(points, key=lambda point: (-point.residents, point.id))[:SHOWN]
    return tuple(point for point in points if point in best)


def _point(case: Case, point: TurningPoint, number: int) -> list[Block]:
    """Write about one turning point: who mentions it, which themes go with it, and quotes of residents."""
    blocks: list[Block] = [Heading(2, capital(_title(point)), f"moment-{number}"), Paragraph(_told(case, point))]
    quotable = [each for each in point.perspectives if each.chosen.quote.printable]
    chosen = sorted(quotable, key=lambda each: (not each.themes, each.interview))[:PERSPECTIVES]
    for perspective in chosen:
        voice = perspective.chosen
        side = voice.tone if voice.tone in ("positive", "negative") else None
        blocks.append(case.evidence.quotation(voice.quote, side))
    return blocks


def _told(case: Case, point: TurningPoint) -> Line:
    """Say who mentions a turning point, and how each of them tells of it."""
    quotes = [quote for each in point.perspectives for voice in each.voices for quote in (voice.quote, *voice.carried)]
    line = list(fill("{count} [noemt|noemen] dit moment.", case.evidence.count(quotes), case.evidence.cite(quotes)))
    if any(each.tone != "none" for each in point.perspectives):
        line.append(TextRun(f" {capital(_by_tone(case, point))}."))
    themes = [short(case.result.codebook.theme(theme)) for theme in point.themes]
    if themes:
        line.append(TextRun(f" Het gaat hierbij over {topics(themes)}."))
    if not case.confirmed and not point.confirmed:
        line.append(TextRun(" Niemand heeft dit moment nog bevestigd."))
    if point.unsure:
        line.append(TextRun(" Het is niet zeker dat zij hetzelfde moment bedoelen."))
    return tuple(line)


def _by_tone(case: Case, point: TurningPoint) -> str:
    """Say which talks tell of it in which way; of few residents only how many."""
    parts = []
    for tone, verb in _TONES.items():
        talks = [str(case.evidence.talks[each.interview]) for each in point.perspectives if each.tone == tone]
        if talks:
            who = counted(len(talks), "bewoner", "bewoners") if case.result.few else f"gesprek {_numbers(talks)}"
            parts.append(f"{who} {numbered(verb, len(talks))}")
    return "; ".join(parts)


def _figure(case: Case, points: tuple[TurningPoint, ...]) -> Figure:
    """Draw turning points as rows and talks as columns."""
    rows, told = [], []
    for point in points:
        tones = {each.interview: each.tone for each in point.perspectives}
        marks: tuple[Mark, ...] = tuple(tones.get(talk, "absent") for talk in case.evidence.talks)
        rows.append(MarkRow(capital(_title(point)), marks))
        talks = [str(case.evidence.talks[each.interview]) for each in point.perspectives]
        told.append(f"{_title(point)} (gesprek {_numbers(talks)})")
    groups = [MarkGroup("", tuple(rows))]
    first = max(points, key=lambda point: point.residents)
    most = f"{capital(counted(len(points), 'moment', 'momenten'))}. Het vaakst genoemd: {_title(first)}."
    columns = [str(number) for number in case.evidence.talks.values()]
    return Figure(
        "Welk gesprek noemt welk moment. Rondje: goed, vierkant: beter, half: allebei, open: geen oordeel.",
        marks_chart(groups, columns),
        brief_alt(f"Momenten van boven naar beneden, met wie ze noemt: {'; '.join(told)}.", most, rest=_BELOW),
        0.78,
        marks_chart(groups, columns, NARROW),
    )


def _numbers(talks: list[str]) -> str:
    """Join numbers of talks, consecutive ones as a range: 1–4 en 7."""
    return listed([shown for _, shown in joined_ranges(talks)])


def _title(point: TurningPoint) -> str:
    """Name of a turning point, with its date when the name is not a date itself."""
    if point.when is None or not point.event:
        return point.label
    return f"{point.label} ({date_label(point.when)})"
