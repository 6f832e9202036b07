"""What was measured of the shipped tagger, for who publishes with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from narratief.domain.locations import models_dir


@cache
def calibration_error() -> float | None:
    """Expected calibration error of the codes that the tagger gave on interviews that nothing of it was chosen by.

    None when unknown: the recipe (models/tagger/recipe/calibration_error.py) writes it.
    """
    error = _facts().get("apart", {}).get("calibration_error")
    return None if error is None else float(error)


@cache
def theme_thresholds() -> Mapping[str, float]:
    """Probability (0..1) from which the shipped tagger gives a theme to an answer, per theme; empty when unknown."""
    return {str(theme): float(value) for theme, value in _facts().get("threshold", {}).items()}


@cache
def _facts() -> dict[str, Any]:
    """What is written with the tagger; empty when it is not there."""
    try:
        return dict(json.loads((models_dir() / "tagger" / "tagger.json").read_text("utf-8")))
    except OSError:
        return {}
