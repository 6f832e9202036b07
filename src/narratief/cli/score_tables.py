"""The outcome of scoring, as tables in Dutch for the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from narratief.domain.calibration import Calibration
from narratief.domain.codebook import Codebook
from narratief.domain.dutch import number
from narratief.metrics.bootstrap import Interval
from narratief.metrics.events import EventScores
from narratief.metrics.evidence import EvidenceScores
from narratief.metrics.measures import MEASURES
from narratief.metrics.report import PrivacyScores, ScoreReport
from narratief.metrics.themes import ThemeScores
from narratief.metrics.turns import TurnScores
from narratief.metrics.wording import MARGIN

_MOST_SHOWN = 10
_KINDS = {
    "person": "Naam",
    "address": "Adres",
    "street": "Straat",
    "place": "Plaats",
    "organisation": "Organisatie",
    "phone": "Telefoonnummer",
    "email": "E-mailadres",
    "date": "Datum",
    "date_of_birth": "Geboortedatum",
    "age": "Leeftijd",
    "other": "Anders",
}


def to_console(report: ScoreReport, codebook: Codebook) -> RenderableType:
    """Lay the report out for a terminal.

    Parameters
    ----------
    codebook
        Gives the labels of the themes.
    """
    parts: list[RenderableType] = []
    if report.turns:
        parts += _turns(report.turns)
    if report.themes:
        parts += [_overall(report.themes), _per_theme(report.themes, codebook), Text(MARGIN)]
        parts.append(_confused(report.themes, codebook))
        parts += [
            _calibration(found, of)
            for found, of in (
                (report.themes.calibration_given, "gegeven thema's"),
                (report.themes.calibration, "alle thema's"),
            )
            if found
        ]
    if report.evidence:
        parts.append(_evidence(report.evidence))
    if report.moments:
        parts.append(_moments(report.moments))
    if report.privacy is not None:
        parts += _privacy(report.privacy)
    spaced = [part for each in parts for part in (each, Text(""))]
    return Group(*spaced)


def _turns(scores: TurnScores) -> list[RenderableType]:
    """How many turns were read rightly, and the first that were not."""
    summary = _table("Beurten van bewoners", "", ">Aantal")
    summary.add_row("In het goud", str(scores.expected))
    summary.add_row("Goed gelezen", f"{scores.right} ({_number(scores.share)})")
    summary.add_row("Nergens gevonden", str(scores.missing))
    summary.add_row("Gelezen maar niet in het goud", str(scores.extra))
    for file in scores.missing_files:
        summary.add_row(Text(f"Niet gelezen: {file}"), "")
    if not scores.misread:
        return [summary]
    first = f" (eerste {_MOST_SHOWN})" if len(scores.misread) > _MOST_SHOWN else ""
    wrong = _table(f"Niet goed gelezen{first}", "Bestand", ">Beurt", "Verwacht", "Gelezen", ">Staat bij beurt")
    for turn in scores.misread[:_MOST_SHOWN]:
        elsewhere = "-" if turn.elsewhere is None else str(turn.elsewhere)
        wrong.add_row(Text(turn.file), str(turn.turn), Text(turn.expected), Text(turn.found), elsewhere)
    return [summary, wrong]


def _overall(scores: ThemeScores) -> Table:
    """Every overall measure with its interval."""
    over = "interviews" if scores.groups < scores.turns else "beurten"
    table = _table(f"Thema's op {scores.turns} beurten", "Maat", ">Waarde", f">Marge, over {scores.groups} {over}")
    for name, label in MEASURES.items():
        measure = scores.measures[name]
        table.add_row(label, _number(measure.value), _between(measure.interval))
    table.add_row("Beurten met precies de thema's van het goud", f"{scores.exact} van {scores.turns}", "")
    table.add_row("Beurten zonder thema die leeg bleven", f"{scores.left_empty} van {scores.empty}", "")
    return table


def _per_theme(scores: ThemeScores, codebook: Codebook) -> Table:
    """A row per theme, in the codebook's order."""
    table = _table(
        "Per thema (* kernthema)",
        *("Thema", ">Goud", ">Gegeven", ">Precisie", ">Recall", ">F1", ">Marge", ">Alfa", ">Kappa"),
    )
    for score in scores.themes:
        label = _label(score.theme, codebook)
        table.add_row(
            Text(f"{label} *" if score.core else label),
            *(str(score.gold), str(score.predicted), _number(score.precision), _number(score.recall)),
            *(_number(score.f1), _between(score.f1_interval), _number(score.alpha), _number(score.kappa)),
        )
    return table


def _confused(scores: ThemeScores, codebook: Codebook) -> Table:
    """The most frequent confusions."""
    table = _table("Verwisseld (vaakst eerst)", "Gemist", "In plaats daarvan gegeven", ">Beurten")
    for pair in scores.confused[: 2 * _MOST_SHOWN]:
        table.add_row(Text(_label(pair.gold, codebook)), Text(_label(pair.given, codebook)), str(pair.turns))
    return table


def _calibration(found: Calibration, of: str) -> Table:
    """The reliability table."""
    title = f"Scores van {of}: ECE {_number(found.ece)}, Brier {_number(found.brier)}"
    table = _table(title, "Score", ">Aantal", ">Gemiddelde score", ">Klopte")
    for row in found.bins:
        bounds = f"{_number(row.low, 1)}–{_number(row.high, 1)}"
        table.add_row(bounds, str(row.count), _number(row.mean_score), _number(row.right))
    return table


def _evidence(scores: EvidenceScores) -> Table:
    """How many codes stand on words that a person marked, and how many marked themes were reached."""
    table = _table("Codes en de woorden die het thema dragen", "", ">Aantal", ">Deel")
    table.add_row(
        "Codes op een fragment met zulke woorden", f"{scores.carried} van {scores.codes}", _number(scores.precision)
    )
    table.add_row("Gemarkeerde thema's met zo'n code", f"{scores.reached} van {scores.marked}", _number(scores.recall))
    return table


def _moments(scores: EventScores) -> Table:
    """How well events that two or more residents tell of were put together."""
    table = _table("Momenten van twee of meer bewoners", "Maat", ">Precisie", ">Recall", ">F1")
    table.add_row(
        "Vermeldingen bij elkaar, per paar",
        *map(_number, (scores.pairwise_precision, scores.pairwise_recall, scores.pairwise_f1)),
    )
    table.add_row(
        "Vermeldingen bij elkaar, B-cubed",
        *map(_number, (scores.bcubed_precision, scores.bcubed_recall, scores.bcubed_f1)),
    )
    right = f"Gevonden momenten die kloppen ({scores.right} van {scores.found}; gemarkeerd: {scores.gold})"
    table.add_row(right, _number(scores.event_precision), "", "")
    return table


def _privacy(found: PrivacyScores) -> list[RenderableType]:
    """Recall per type of personal data, and what was replaced without need."""
    table = _table("Persoonsgegevens", "Soort", ">Vervangen", ">Totaal", ">Recall")
    for kind, score in found["types"].items():
        table.add_row(_KINDS.get(kind, kind), str(score["found"]), str(score["total"]), _number(score["recall"]))
    table.add_row("Alle soorten", str(found["found"]), str(found["total"]), _number(found["recall"]), style="bold")
    share = f"{_number(found['over_redaction'], 4)} van {found['words']} woorden ({found['replaced_outside']})"
    places = f"{_number(found['nobodys_share'], 3)} van {found['places']} pseudoniemen ({found['nobodys']})"
    return [
        table,
        Text(f"Pseudoniemen voor wat van niemand een gegeven is: {places}"),
        Text(f"Woorden die weg zijn zonder dat het een gemarkeerd gegeven was: {share}"),
    ]


def _table(title: str, *headings: str) -> Table:
    """Table with these headings; one that begins with ">" is set to the right."""
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading.lstrip(">"), justify="right" if heading.startswith(">") else "left")
    return table


def _label(theme: str, codebook: Codebook) -> str:
    """Label of a theme; says so when there is no theme."""
    return codebook.theme(theme).label if theme in codebook.theme_ids else theme or "(geen thema)"


def _number(value: float | None, decimals: int = 2) -> str:
    """Number with a decimal comma; a dash when undefined."""
    return "-" if value is None else number(value, decimals)


def _between(interval: Interval | None) -> str:
    """Bounds of an interval; a dash when there is none."""
    return f"{_number(interval.low)}–{_number(interval.high)}" if interval else "-"
