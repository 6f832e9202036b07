"""How good the reading and the coding are, measured against a person's gold."""

from narratief.metrics.gold import load_gold, load_labelled, load_personal_data
from narratief.metrics.labels import TurnLabels, joined, turn_labels
from narratief.metrics.report import ScoreReport, to_json
from narratief.metrics.themes import ThemeScores, score_themes
from narratief.metrics.turns import TurnScores, compare_turns

__all__ = [
    "ScoreReport",
    "ThemeScores",
    "TurnLabels",
    "TurnScores",
    "compare_turns",
    "joined",
    "load_gold",
    "load_labelled",
    "load_personal_data",
    "score_themes",
    "to_json",
    "turn_labels",
]
