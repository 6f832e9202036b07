"""Loads what a run will need before it begins, when there is anything to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from narratief.domain.machine_share import files_apart
from narratief.nlp.encoder import load_encoder
from narratief.nlp.pipeline import load_pipeline
from narratief.pipeline.apart import WITH_MODELS
from narratief.pipeline.batches import any_unfinished
from narratief.pipeline.pseudonymisation import detectors


def load_models(project_dirs: Iterable[Path]) -> bool:
    """Load the models when an interview of these projects is yet to be taken in or coded; tells whether they were."""
    if not any_unfinished(project_dirs):
        return False
    start_models()
    return True


def start_models() -> None:
    """Load the models where they are used: in the process that works on files, which goes on after this returns."""
    if files_apart():
        WITH_MODELS.start()
    else:
        load_here()


def load_here() -> None:
    """Load everything that work on a file needs into this process."""
    load_pipeline()
    load_encoder()
    detectors()
