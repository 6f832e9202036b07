import io
import json

from rich.console import Console

from narratief.cli.score_tables import to_console
from narratief.domain.codebook_file import default_codebook
from narratief.metrics.evidence import EvidenceScores
from narratief.metrics.gold import GoldTurn
from narratief.metrics.report import ScoreReport, to_json
from narratief.metrics.themes import score_themes
from narratief.metrics.turns import compare_turns
from narratief.metrics.wording import MARGIN

BOOK = default_codebook()
GOLD = [{"influence_doubt"}, {"feedback_silence"}, set(), set()]
GIVEN = [{"influence_doubt"}, {"decision_opacity"}, set(), {"influence_doubt"}]
PRIVACY = {
    "recall": 0.75,
    "found": 3,
    "total": 4,
    "types": {"person": {"found": 3, "total": 4, "recall": 0.75}},
    "over_redaction": 0.01,
    "words": 1000,
    "replaced_outside": 10,
    "places": 4,
    "nobodys": 1,
    "nobodys_share": 0.25,
}


def report():
    themes = score_themes(
        GOLD,
        GIVEN,
        BOOK.theme_ids,
        core=BOOK.core_themes,
        scores=[dict.fromkeys(given, 0.9) for given in GIVEN],
        samples=50,
    )
    turns = compare_turns([GoldTurn("a[1].txt", 0, "Ja", frozenset())], [])
    return ScoreReport(turns, themes, PRIVACY, EvidenceScores(codes=4, carried=3, marked=2, reached=1))


def shown(what):
    console = Console(file=io.StringIO(), width=140)
    console.print(to_console(what, BOOK))
    return console.file.getvalue()


def test_json_has_the_documented_shape():
    data = json.loads(json.dumps(to_json(report()), allow_nan=False))

    assert list(data) == ["version", "turns", "themes", "evidence", "moments", "privacy"]
    assert list(data["turns"]) == ["expected", "right", "share", "read", "extra", "missing", "missing_files", "misread"]
    themes = data["themes"]
    assert list(themes) == [
        "turns",
        "groups",
        "exact",
        "empty",
        "measures",
        "per_theme",
        "confused",
        "calibration",
        "calibration_given",
    ]
    assert themes["empty"] == {"gold": 2, "left_empty": 1, "share": 0.5}
    assert themes["measures"]["macro_f1"].keys() == {"value", "low", "high"}
    assert list(themes["per_theme"]) == list(BOOK.theme_ids)
    assert set(themes["per_theme"]["influence_doubt"]) == {
        "core",
        "gold",
        "predicted",
        "both",
        "precision",
        "recall",
        "f1",
        "alpha",
        "kappa",
        "f1_low",
        "f1_high",
    }
    assert {"gold": "feedback_silence", "given": "decision_opacity", "turns": 1} in themes["confused"]
    assert {"gold": None, "given": "influence_doubt", "turns": 1} in themes["confused"]
    assert themes["calibration"]["bins"][0].keys() == {"low", "high", "count", "mean_score", "right"}
    assert data["privacy"]["types"]["person"]["found"] == 3


def test_what_was_not_scored_is_null():
    names = ("turns", "themes", "evidence", "moments", "privacy")
    assert to_json(ScoreReport()) == {"version": 1, **dict.fromkeys(names)}
    assert shown(ScoreReport()).strip() == ""


def test_console_speaks_dutch_with_decimal_commas():
    text = shown(report())

    assert "Twijfel over mate van invloed *" in text
    assert "a[1].txt" in text
    assert "0,67" in text
    assert "1 van 2" in text
    assert "(geen thema)" in text
    assert "Naam" in text
    assert "0,75" in text
    assert "0,0100 van 1000 woorden (10)" in text
    assert "3 van 4" in text


def test_the_margin_is_explained_and_called_so():
    words = " ".join(shown(report()).split())

    assert MARGIN in words
    assert "95%" not in words
