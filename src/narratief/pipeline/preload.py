"""Loads what a run will need before it begins, when there is anything to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from narratief.domain.errors import InputError
from narratief.nlp.encoder import load_encoder
from narratief.nlp.pipeline import load_pipeline
from narratief.pipeline.batches import unfinished
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.pseudonymisation import detectors


def load_models(project_dirs: Iterable[Path]) -> bool:
    """Load the models when an interview of these projects is yet to be taken in or coded; tells whether they were.

    What is wrong with a project is left for the run itself to tell.
    """
    for project_dir in project_dirs:
        try:
            if unfinished(open_folder(project_dir)):
                break
        except InputError:
            continue
    else:
        return False
    load_pipeline()
    load_encoder()
    detectors()
    return True
