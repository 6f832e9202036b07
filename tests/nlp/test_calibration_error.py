"""The figure that the product tells of its scores is measured on interviews that nothing was chosen by."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from narratief.nlp.figures import calibration_error
from narratief.pipeline.scoring import score_folder

ROOT = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("calibration_error", ROOT / "models/tagger/recipe/calibration_error.py")
recipe = importlib.util.module_from_spec(spec)
spec.loader.exec_module(recipe)


def test_the_product_tells_the_error_on_projects_apart_and_not_that_of_the_texts_chosen_by():
    facts = json.loads((ROOT / "models/tagger/tagger.json").read_text("utf-8"))
    assert "apart" in facts, "run models/tagger/recipe/calibration_error.py: this tagger was never measured apart"
    assert facts["apart"]["codes"] >= 100
    assert calibration_error() == facts["apart"]["calibration_error"]
    told = json.loads((ROOT / "models/tagger/meta.json").read_text("utf-8"))["scores"]["sample_projects"]
    assert round(calibration_error(), 3) == told["calibration_error_of_codes_given"]


@pytest.mark.slow
def test_the_recipe_writes_what_narratief_score_measures(tmp_path: Path, samples: Path):
    tagger = tmp_path / "tagger.json"
    shutil.copy(ROOT / "models/tagger/tagger.json", tagger)
    apart = samples / "vernieuwing-beekpark"

    measured = recipe.write_error(tagger, apart)

    facts = json.loads(tagger.read_text("utf-8"))
    scored = score_folder(apart).themes.calibration_given
    assert facts["apart"] == measured == {"codes": scored.count, "calibration_error": round(scored.ece, 4)}
    assert facts["threshold"] == json.loads((ROOT / "models/tagger/tagger.json").read_text("utf-8"))["threshold"]
