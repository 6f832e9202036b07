"""What stands beside published numbers, in plain Dutch: one line, and an explanation to which the line refers."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.dutch import counted, number
from narratief.domain.trust import SHARES_FROM, Trust

HEADING = "Hoe zeker zijn deze aantallen?"
ANCHOR = "zekerheid"
GUIDE_SHEET = "Leeswijzer"
_FIRM, _FAIR = 0.8, 0.667
REFERENCE = f"Uitleg staat bij ‘{HEADING}’."


def brief(trust: Trust, *, scores: bool = True) -> str:
    """Say coverage, agreement and calibration in one line.

    Parameters
    ----------
    scores
        Whether to speak of scores of the machine, which nobody sees where people confirmed every theme.
    """
    read = counted(trust.interviews, "gesprek", "gesprekken")
    pieces = counted(trust.fragments, "fragment", "fragmenten")
    parts = [
        f"Gelezen: {read}, {pieces}; {trust.coded} met een thema, {trust.confirmed} bevestigd.",
        f"Mens en computer: {_kept(trust)}.",
        f"Mensen onderling: {_among(trust)}.",
    ]
    return " ".join([*parts, f"Score van de computer: {_error(trust)}."] if scores else parts)


def in_workbook(trust: Trust) -> str:
    """Say the same above a table of a workbook, whose last sheet explains it."""
    return f"{brief(trust)} Uitleg staat op het blad {GUIDE_SHEET}."


def explained(trust: Trust, *, scores: bool = True) -> tuple[str, ...]:
    """Explain the line, a part at a time.

    Parameters
    ----------
    scores
        Whether to explain scores of the machine, which nobody sees where people confirmed every theme.
    """
    parts = [told for _, told in sections(trust, scores=scores)]
    if not trust.shares:
        parts.append(f"Er zijn minder dan {SHARES_FROM} gesprekken. Daarom staan hier geen percentages.")
    return tuple(parts)


def explained_together(
    trusts: Sequence[Trust], *, scores: bool = True
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Explain the lines of several projects without saying the same of each.

    Returns
    -------
    tuple
        What holds for all of them, and for each what holds for it and not for all, in the order given.
    """
    each = [explained(trust, scores=scores) for trust in trusts]
    common = tuple(part for part in (each[0] if each else ()) if all(part in other for other in each))
    return common, tuple(tuple(part for part in own if part not in common) for own in each)


def sections(trust: Trust, *, scores: bool = True) -> tuple[tuple[str, str], ...]:
    """Explain the same as answers to a reader's questions.

    Parameters
    ----------
    scores
        As in `explained`.

    Returns
    -------
    tuple
        Pairs of question and answer.
    """
    parts = [
        ("Wat betekent dat samen?", in_short(trust)),
        ("Wat is er gelezen?", _coverage(trust)),
        ("Heeft de computer gelijk?", _with_machine(trust)),
        ("Zijn mensen het met elkaar eens?", _among_people(trust)),
    ]
    if scores:
        parts.append(("Hoe goed weet de computer wat hij niet weet?", _calibration(trust)))
    return tuple(parts)


def in_short(trust: Trust) -> str:
    """Say how certain the themes are, by what people looked at and how far they agree.

    The borders are Krippendorff's (Content Analysis, 2004): from 0.8 conclusions hold, from 0.667 with caution.
    """
    open_yet = trust.coded - trust.confirmed
    alpha = trust.among_people.alpha if trust.among_people else None
    if not trust.confirmed:
        return "Kort gezegd: nog onzeker. De thema's zijn voorstellen van de computer; geen mens heeft ze bevestigd."
    if open_yet > 0:
        return "Kort gezegd: voor een deel zeker. Een mens bevestigde een deel van de thema's; de rest is nog open."
    if alpha is None:
        return (
            "Kort gezegd: redelijk zeker. Een mens bevestigde elk thema. "
            "Hoe vaak een tweede mens hetzelfde zou kiezen, is niet te zeggen."
        )
    if alpha >= _FIRM:
        return "Kort gezegd: zeker. Mensen bevestigden elk thema; wie los van elkaar keken, kozen bijna altijd gelijk."
    if alpha >= _FAIR:
        return "Kort gezegd: redelijk zeker. Mensen bevestigden elk thema; wie los van elkaar keken, kozen vaak gelijk."
    return "Kort gezegd: wees voorzichtig. Mensen bevestigden elk thema, maar los van elkaar kozen zij vaak anders."


def _coverage(trust: Trust) -> str:
    """Say what was read, coded and confirmed."""
    read = counted(trust.interviews, "gesprek", "gesprekken")
    answers = counted(trust.answers, "antwoord", "antwoorden")
    pieces = counted(trust.fragments, "fragment", "fragmenten")
    rest = trust.coded - trust.confirmed
    waits = 0 < rest < trust.coded
    undecided = f" Over {counted(rest, 'fragment', 'fragmenten')} is nog niet beslist." if waits else ""
    return (
        f"Gelezen: {read} met samen {answers} van bewoners. Dat zijn {pieces}. In {trust.coded} daarvan zit een thema. "
        f"Bij {trust.confirmed} heeft een mens een thema bevestigd.{undecided}"
    )


def _with_machine(trust: Trust) -> str:
    """Say how far people and the machine agree."""
    seen = "Mens en computer: nog niemand keek voorstellen van de computer na."
    if trust.judged:
        looked = counted(len(trust.judged), "voorstel", "voorstellen")
        seen = f"Mens en computer: mensen keken {looked} van de computer na. Daarvan bleven er {trust.kept} staan."
    blind = trust.with_machine
    if blind is None or blind.alpha is None:
        return seen
    return f"{seen} Los van elkaar kwamen zij op een alfa van {number(blind.alpha, 2)} ({_sample(blind.fragments)})."


def _among_people(trust: Trust) -> str:
    """Say how far people agree among each other."""
    found = trust.among_people
    if found is None:
        return "Mensen onderling: niet gemeten. Geen twee mensen bekeken dezelfde fragmenten los van elkaar."
    looked = f"{found.people} mensen bekeken {_sample(found.fragments)} los van elkaar"
    if found.alpha is None:
        return f"Mensen onderling: {looked}. Hoe gelijk zij zijn, is daarmee niet te bepalen."
    told = f"Mensen onderling: {looked}. Hun alfa is {number(found.alpha, 2)}."
    return f"{told} 1 betekent helemaal gelijk, 0 betekent toeval."


def _calibration(trust: Trust) -> str:
    """Say how far scores can be believed."""
    start = "Score van de computer: die loopt van 0 tot 1 en zegt hoe zeker de computer is."
    own = trust.own_calibration
    if own:
        looked = counted(own.count, "voorstel", "voorstellen")
        return f"{start} In dit onderzoek zat de score er gemiddeld {number(own.ece, 2)} naast ({looked})."
    few = "Hier zijn te weinig voorstellen nagekeken om dat zelf te meten."
    if trust.model_error is None:
        return f"{start} Hoe goed die klopt, is hier niet bekend. {few}"
    tried = "Bij proefgesprekken waar de computer niet op is ingesteld, zat de score van een gegeven thema er gemiddeld"
    return f"{start} {tried} {number(trust.model_error, 2)} naast. {few}"


def _kept(trust: Trust) -> str:
    """Say briefly how many suggestions people kept."""
    return f"{trust.kept} van {len(trust.judged)} voorstellen bleven staan" if trust.judged else "nog niet vergeleken"


def _among(trust: Trust) -> str:
    """Say briefly how far people agree."""
    found = trust.among_people
    if found is None:
        return "niet gemeten"
    return "niet te bepalen" if found.alpha is None else f"alfa {number(found.alpha, 2)}"


def _error(trust: Trust) -> str:
    """Say briefly how far scores are off."""
    return "niet gemeten" if trust.error is None else f"gemiddeld {number(trust.error, 2)} ernaast"


def _sample(fragments: int) -> str:
    """Say how many fragments were compared."""
    return counted(fragments, "fragment", "fragmenten")
