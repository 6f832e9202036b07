"""How the synthesis says things in Dutch: counts, costs, periods and levels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narratief.domain.code import MACHINE
from narratief.domain.coverage import EVERYTHING, Coverage
from narratief.domain.dutch import counted, euros, listed, month_name
from narratief.domain.fragment import WITHHELD
from narratief.domain.project import LEVELS, ProjectFacts
from narratief.domain.quotes import Quote
from narratief.domain.standing_alone import LEFT_OUT
from narratief.synthesis.tables import OverallTheme, ProjectSynthesis, ThemeFindings

SMALL_GROUP = 5
"""Below this number of residents a reader is warned that people may be recognised. Chosen, not measured."""

COST_BANDS: tuple[tuple[str, int, int], ...] = (
    ("laag", 1_000, 15_000),
    ("midden", 15_000, 75_000),
    ("hoog", 75_000, 500_000),
)
"""Name, lower and upper bound (inclusive) in euros, after the municipality's own evaluation."""

UNKNOWN = "niet bekend"

QUOTE_GUIDE = (
    f"Elk citaat is letterlijk wat een bewoner zei, zonder namen. Er is niets verbeterd. Staat er {LEFT_OUT}? Dan zei "
    "de bewoner op die plek nog meer."
)
"""What a quote is."""

SAME_NUMBER_GUIDE = (
    "Een naam is vervangen door een woord tussen haken, zoals [PERSOON-1]. Binnen een project staat hetzelfde nummer "
    "voor dezelfde persoon. Was alleen een voornaam of achternaam bekend? Dan kan het ook een naamgenoot zijn."
)
"""What a pseudonym is, and how sure it is that two are of one person."""

PSEUDONYM_GUIDE = (
    f"{SAME_NUMBER_GUIDE} Citaten met meer dan één zo'n woord staan alleen in de bijlage. Zij tellen wel mee."
)
"""What a pseudonym is, and why some quotes that count are not among those that are set apart."""

OFF_RECORD_GUIDE = (
    f"Staat er {WITHHELD}? Dan vroeg de spreker om dit niet op te schrijven. Het telt wel mee, maar de woorden staan "
    "hier niet."
)
"""How to read a quote that is not shown."""

REVIEWED_GUIDE = (
    "Een gesprek is nagekeken als een mens het heeft bekeken en er geen voorstel van de computer meer openstaat. "
    "Wat niet is nagekeken, telt niet als 'niemand'."
)
"""How to read numbers of a project of which not everything was reviewed."""


def residents_of(told: int, of: int) -> str:
    """Say how many residents told something; never as a percentage."""
    return f"{told} van {of} bewoner{'' if of == 1 else 's'}"


def told(found: ThemeFindings | OverallTheme) -> str:
    """Say how many residents told a theme, with how many were looked at when that is not everybody."""
    said = told_of(found.residents, found.of, found.sure, found.coverage)
    if not found.beyond:
        return said
    which = "1 gesprek dat" if found.beyond == 1 else f"{found.beyond} gesprekken die"
    are = "is" if found.beyond == 1 else "zijn"
    return f"{said}; wel bevestigd in {which} nog niet helemaal {are} nagekeken"


def told_of(residents: int, of: int, sure: int, coverage: Coverage) -> str:
    """Say a number of residents; what was not looked at is never counted as silence.

    Parameters
    ----------
    residents, of
        How many told it, of how many that the number is about.
    sure
        How many told it in an interview that was reviewed.
    """
    if coverage.complete:
        return residents_of(residents, of)
    reviewed = f"{sure} van de {coverage.reviewed} nagekeken gesprekken ({coverage.spoken} gesproken)"
    if of == coverage.reviewed:
        return reviewed if of else f"niet nagekeken ({coverage.spoken} gesproken)"
    if not coverage.reviewed:
        return f"volgens de computer {residents_of(residents, of)}; nog geen gesprek nagekeken"
    return f"volgens de computer {residents_of(residents, of)}; {reviewed}"


def reviewed_fact(coverage: Coverage) -> tuple[tuple[str, str], ...]:
    """Label and value of how much was reviewed; nothing when everything was."""
    return () if coverage.complete and not coverage.waiting else (("Nagekeken", reviewed(coverage)),)


def over_projects(row: OverallTheme) -> str:
    """Say how many residents told a theme over the projects compared, and in how many of these it was told."""
    if not row.counted:
        return "niet te vergelijken"
    where = f", in {row.told_in} van {counted(row.among, 'project', 'projecten')}" if row.residents else ""
    return told(row) + where


def reviewed(coverage: Coverage) -> str:
    """Say how many interviews were reviewed, and what waits."""
    said = f"{coverage.reviewed} van {counted(coverage.spoken, 'gesprek', 'gesprekken')}"
    if not coverage.waiting:
        return said
    return f"{said}; {'1 voorstel wacht' if coverage.waiting == 1 else f'{coverage.waiting} voorstellen wachten'}"


def not_compared(projects: Sequence[ProjectSynthesis]) -> str:
    """Name the projects of which too little was reviewed to compare them."""
    return left_out_note([(project.title, project.coverage) for project in projects])


def nobody(found: ThemeFindings) -> str:
    """Say that a theme was not told, as far as anybody looked."""
    if found.coverage.complete:
        return "Door niemand verteld."
    if found.of == found.coverage.reviewed:
        return "Niet verteld in de nagekeken gesprekken." if found.of else "Niet nagekeken."
    return "De computer vond dit niet. Niet elk gesprek is nagekeken."


def coverage_note(coverage: Coverage, *, draft: bool) -> str:
    """Say how many interviews were reviewed and what waits; empty when nothing does.

    Parameters
    ----------
    draft
        Whether interviews that were not reviewed count along.
    """
    if coverage.complete and not coverage.waiting:
        return ""
    are = {0: "is er nog geen", 1: "is er 1"}.get(coverage.reviewed, f"zijn er {coverage.reviewed}")
    spoken = counted(coverage.spoken, "gesprek", "gesprekken")
    said = f"Van de {spoken} {are} nagekeken."
    if coverage.waiting:
        waits = "wacht nog 1 voorstel" if coverage.waiting == 1 else f"wachten nog {coverage.waiting} voorstellen"
        said += f" Er {waits} van de computer op een oordeel."
    if coverage.complete:
        return said
    if draft:
        return f"{said} De andere gesprekken tellen mee zoals de computer ze las."
    return f"{said} De andere gesprekken tellen hier niet mee: wat daarin staat, is nog niet bekeken."


def left_out_note(projects: Sequence[tuple[str, Coverage]], least: int | None = None) -> str:
    """Name the projects that are not compared, with how much of them was reviewed; empty for none.

    Parameters
    ----------
    least
        Percentage of the interviews that is asked; not said when None.
    """
    if not projects:
        return ""
    names = listed([f"{title} ({part.reviewed} van {part.spoken} gesprekken nagekeken)" for title, part in projects])
    asked = {None: "", EVERYTHING: " Alleen projecten waarvan elk gesprek is nagekeken, worden vergeleken."}.get(
        least, f" Een project doet mee als {least}% van de gesprekken is nagekeken."
    )
    return f"Niet vergeleken: {names}.{asked}"


def capital(text: str) -> str:
    """Let a text begin with a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def cost_band(costs: float) -> str:
    """Name the band that costs fall in, with its bounds; says so when they lie outside every band."""
    for name, low, high in COST_BANDS:
        if low <= costs <= high:
            return f"{name} ({euros(low)} tot {euros(high)})"
    if costs < COST_BANDS[0][1]:
        return f"onder de laagste groep (minder dan {euros(COST_BANDS[0][1])})"
    return f"boven de hoogste groep (meer dan {euros(COST_BANDS[-1][2])})"


def period(text: str) -> str:
    """Write "2023-02/2024-06" as "februari 2023 tot en met juni 2024", and "2021-2025" alike; all else as it stands."""
    years = re.fullmatch(r"\s*(\d{4})\s*[-–]\s*(\d{4})\s*", text)
    halves = list(years.groups()) if years else [half.strip() for half in text.split("/")]
    months = [_month(half) for half in halves]
    if not all(months) or len(halves) > 2:
        return text
    return " tot en met ".join(months)


def level(chosen: str | None) -> str:
    """Name a participation level with its place on the ladder."""
    if chosen not in LEVELS:
        return UNKNOWN
    return f"{chosen} (trede\u00a0{LEVELS.index(chosen) + 1}\u00a0van\u00a0{len(LEVELS)})"


def facts_in_words(facts: ProjectFacts) -> tuple[tuple[str, str], ...]:
    """Label and value of what stands beside a project's findings; a fact that is missing is named as missing."""
    costs = UNKNOWN if facts.costs is None else f"{euros(facts.costs)}; {cost_band(facts.costs)}"
    return (
        ("Participatieniveau", level(facts.participation_level)),
        ("Schaal", facts.scale or UNKNOWN),
        ("Periode", period(facts.period) or UNKNOWN),
        ("Kosten van de participatie", costs),
    )


def known_facts(facts: ProjectFacts) -> tuple[tuple[str, str], ...]:
    """Label and value of what is known of a project, for readers who cannot fill in the rest."""
    known = [fact for fact in facts_in_words(facts) if fact[1] != UNKNOWN]
    return (*known, ("Gesprekken gehouden", period(facts.talks))) if facts.talks else tuple(known)


def place(quote: Quote) -> str:
    """Say where a quote stands: interview, which answer of the resident (the first is 1), and characters."""
    return f"{quote.interview}, antwoord {quote.turn + 1}, tekens {quote.start}–{quote.end}"


def in_plain_text(quote: Quote, between: str = " ") -> str:
    """Quote in one piece of plain text, where a question has no place of its own."""
    return f"Vraag: {quote.asked}{between}Antwoord: {quote.printed}" if quote.asked else quote.printed


def coding_note(synthesis: ProjectSynthesis) -> str:
    """Say who gave the themes, so that a reader knows how far to trust them."""
    if not synthesis.coders:
        return "In deze gesprekken is nog geen thema toegekend."
    if synthesis.unreviewed:
        return "De thema's zijn door de computer toegekend en nog niet door een mens nagekeken."
    if MACHINE in synthesis.coders:
        part = coverage_note(synthesis.coverage, draft=True)
        return f"De thema's zijn door de computer toegekend en deels door een onderzoeker nagekeken. {part}".strip()
    part = coverage_note(synthesis.coverage, draft=False)
    return f"De thema's zijn door een onderzoeker toegekend of nagekeken. {part}".strip()


def coding_notes(projects: Sequence[ProjectSynthesis]) -> tuple[str, ...]:
    """Say who gave the themes in several projects: once when it is the same everywhere, else per project."""
    notes = {project.title: coding_note(project) for project in projects}
    if len(set(notes.values())) == 1:
        return (next(iter(notes.values())),)
    return tuple(f"{title}: {note}" for title, note in notes.items())


def withheld_note(findings: ThemeFindings) -> str:
    """Say how many fragments with a theme are not shown; empty when all may be."""
    if not findings.withheld:
        return ""
    are = "is 1 fragment" if findings.withheld == 1 else f"zijn {findings.withheld} fragmenten"
    return f"Hiervan {are} niet voor publicatie."


def small_group_note(residents: int) -> str:
    """Warn that few residents were spoken to; empty when there are enough."""
    if not 0 < residents < SMALL_GROUP:
        return ""
    spoken = "is maar 1 bewoner" if residents == 1 else f"zijn maar {residents} bewoners"
    return (
        f"Er {spoken} gesproken. In zo'n kleine groep zijn mensen snel te herkennen, ook zonder hun naam. "
        "Lees de citaten daarop na voordat u dit deelt."
    )


def low_number_note(residents: int) -> str:
    """Tell readers what few talks mean for what they read; empty when there are enough."""
    if not 0 < residents < SMALL_GROUP:
        return ""
    spoken = "is maar 1 bewoner" if residents == 1 else f"zijn maar {residents} bewoners"
    return f"Er {spoken} gesproken. In zo'n kleine groep zijn mensen snel te herkennen, ook zonder hun naam."


def _month(text: str) -> str:
    """Write "2023-02" or a day in it as "februari 2023", a year as it is; empty when it is no date."""
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-\d{2})?", text)
    if not match or not 1 <= int(match[2]) <= 12:
        return text if re.fullmatch(r"\d{4}", text) else ""
    return f"{month_name(int(match[2]))} {match[1]}"
