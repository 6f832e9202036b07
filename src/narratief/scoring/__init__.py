"""How good the reading and the coding are, measured against a person's gold."""

from narratief.scoring.gold import load_gold, load_labelled, load_personal_data
from narratief.scoring.labels import TurnLabels, joined, turn_labels
from narratief.scoring.report import ScoreReport, to_json
from narratief.scoring.themes import ThemeScores, score_themes
from narratief.scoring.turns import TurnScores, compare_turns

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
