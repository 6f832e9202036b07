"""What was measured of the shipped tagger, for who publishes with it."""

from __future__ import annotations

import json
from functools import cache

from narratief.domain.settings import models_dir


@cache
def calibration_error() -> float | None:
    """Expected calibration error of the codes that the tagger gave on texts outside its training; None when unknown."""
    path = models_dir() / "tagger" / "tagger.json"
    try:
        error = json.loads(path.read_text("utf-8")).get("figures", {}).get("given_calibration_error")
    except OSError:
        return None
    return None if error is None else float(error)
