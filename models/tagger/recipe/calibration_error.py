"""Measure how far scores are off on interviews by which nothing of the tagger was chosen, and write it down.

    python models/tagger/recipe/calibration_error.py [--apart narratives]

Over the codes given, through the whole product, as `narratief score` measures it. calibrate.py ends with this, and the
product tells the figure beside its numbers (`narratief.nlp.figures`). The error on the texts that thresholds were
chosen by is no such figure: it is less than half of it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from narratief.domain.locations import models_dir
from narratief.pipeline.scoring import score_folder

APART = Path(__file__).resolve().parents[3] / "narratives"
"""The sample projects: never trained on, and no recipe reads them to choose."""


def write_error(tagger: Path, apart: Path = APART) -> dict[str, float]:
    """Measure the shipped tagger on coded projects, and put the figure into its tagger.json.

    Parameters
    ----------
    tagger
        Its tagger.json.
    apart
        Folder of coded projects that nothing was chosen by.

    Returns
    -------
    dict
        ``codes`` (given on them) and ``calibration_error`` (expected, over ten bins of the score).

    Raises
    ------
    ValueError
        When no code was given on them.
    """
    themes = score_folder(apart).themes
    found = themes.calibration_given if themes else None
    if found is None:
        raise ValueError(f"no codes on {apart}")
    measured = {"codes": found.count, "calibration_error": round(found.ece, 4)}
    facts = json.loads(tagger.read_text("utf-8"))
    tagger.write_text(json.dumps(facts | {"apart": measured}, indent=1) + "\n", "utf-8")
    return measured


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", type=Path, default=APART, help="folder of coded projects that nothing is chosen by")
    args = parser.parse_args()
    print(write_error(models_dir() / "tagger" / "tagger.json", args.apart))


if __name__ == "__main__":
    main()
