"""The outcome of scoring, as JSON of a stable shape.

::

    {"version": 1,
     "turns":   {"expected", "right", "share", "read", "extra", "missing", "missing_files": [file],
                 "misread": [{"file", "turn", "expected", "found", "elsewhere"}]}            or null,
     "themes":  {"turns", "groups", "exact",
                 "empty": {"gold", "left_empty", "share"},
                 "measures": {name: {"value", "low", "high"}},      (names: `measures.MEASURES`)
                 "per_theme": {theme: {"core", "gold", "predicted", "both", "precision", "recall", "f1",
                                       "f1_low", "f1_high", "alpha", "kappa"}},
                 "confused": [{"gold", "given", "turns"}],          (null for no theme)
                 "calibration": {"count", "ece", "brier",
                                 "bins": [{"low", "high", "count", "mean_score", "right"}]} or null,
                 "calibration_given": the same, of the themes given only                     or null} or null,
     "evidence": {"codes", "carried", "precision", "marked", "reached", "recall", "lost"}        or null,
     "moments": {"gold", "found", "right", "event_precision",
                 "pairwise": {"precision", "recall", "f1"}, "bcubed": {"precision", "recall", "f1"}} or null,
     "privacy": {"recall", "found", "total", "types": {type: {"found", "total", "recall"}},
                 "over_redaction", "words", "replaced_outside",
                 "places", "nobodys", "nobodys_share"}                                        or null}

Numbers are not rounded; what is undefined is null. Names and meaning stay; a change of either raises the version.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, TypedDict

from narratief.domain.calibration import Calibration
from narratief.metrics.bootstrap import Interval
from narratief.metrics.events import EventScores
from narratief.metrics.evidence import EvidenceScores
from narratief.metrics.themes import ThemeScore, ThemeScores
from narratief.metrics.turns import TurnScores

VERSION = 1  # of this shape; raised when a name or its meaning changes


class TypeScore(TypedDict):
    """Personal data of one type: how many marked items are gone, of how many."""

    found: int
    total: int
    recall: float


class PrivacyScores(TypedDict):
    """Scores of finding personal data, in the shape that this module documents; they hold no personal data."""

    recall: float
    found: int
    total: int
    types: dict[str, TypeScore]
    over_redaction: float
    words: int
    replaced_outside: int
    places: int
    nobodys: int
    nobodys_share: float


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """All scores of one run; None for what was not scored.

    Attributes
    ----------
    turns, themes, privacy
        Scores of reading, of coding, and of finding personal data.
    evidence
        How codes lie against words that a person marked.
    moments
        How events that residents share were put together.
    """

    turns: TurnScores | None = None
    themes: ThemeScores | None = None
    privacy: PrivacyScores | None = None
    evidence: EvidenceScores | None = None
    moments: EventScores | None = None


def to_json(report: ScoreReport) -> dict[str, Any]:
    """Lay the report out in the shape that this module documents."""
    return {
        "version": VERSION,
        "turns": _turns(report.turns) if report.turns else None,
        "themes": _themes(report.themes) if report.themes else None,
        "evidence": _evidence(report.evidence) if report.evidence else None,
        "moments": _moments(report.moments) if report.moments else None,
        "privacy": dict(report.privacy) if report.privacy is not None else None,
    }


def _turns(scores: TurnScores) -> dict[str, Any]:
    """The part on reading."""
    return {
        "expected": scores.expected,
        "right": scores.right,
        "share": scores.share,
        "read": scores.read,
        "extra": scores.extra,
        "missing": scores.missing,
        "missing_files": list(scores.missing_files),
        "misread": [asdict(turn) for turn in scores.misread],
    }


def _themes(scores: ThemeScores) -> dict[str, Any]:
    """The part on themes."""
    return {
        "turns": scores.turns,
        "groups": scores.groups,
        "exact": scores.exact,
        "empty": {"gold": scores.empty, "left_empty": scores.left_empty, "share": scores.empty_share},
        "measures": {
            name: {"value": measure.value, **_bounds(measure.interval)} for name, measure in scores.measures.items()
        },
        "per_theme": {score.theme: _theme(score) for score in scores.themes},
        "confused": [
            {"gold": pair.gold or None, "given": pair.given or None, "turns": pair.turns} for pair in scores.confused
        ],
        "calibration": _calibration(scores.calibration),
        "calibration_given": _calibration(scores.calibration_given),
    }


def _evidence(scores: EvidenceScores) -> dict[str, Any]:
    """The part on the words that codes stand on."""
    return asdict(scores) | {"precision": scores.precision, "recall": scores.recall}


def _moments(scores: EventScores) -> dict[str, Any]:
    """The part on events that residents share."""
    return {
        "gold": scores.gold,
        "found": scores.found,
        "right": scores.right,
        "event_precision": scores.event_precision,
        "pairwise": {
            "precision": scores.pairwise_precision,
            "recall": scores.pairwise_recall,
            "f1": scores.pairwise_f1,
        },
        "bcubed": {"precision": scores.bcubed_precision, "recall": scores.bcubed_recall, "f1": scores.bcubed_f1},
    }


def _calibration(found: Calibration | None) -> dict[str, Any] | None:
    """Calibration with its table; null when nothing was scored."""
    return asdict(found) | {"bins": [asdict(row) for row in found.bins]} if found else None


def _theme(score: ThemeScore) -> dict[str, Any]:
    """Scores of one theme; its name is the key under which they stand."""
    data = asdict(score)
    del data["theme"], data["f1_interval"]
    return data | _bounds(score.f1_interval, "f1_")


def _bounds(interval: Interval | None, prefix: str = "") -> dict[str, float | None]:
    """Bounds of an interval as two numbers, null when there is none."""
    return {
        f"{prefix}low": interval.low if interval else None,
        f"{prefix}high": interval.high if interval else None,
    }
