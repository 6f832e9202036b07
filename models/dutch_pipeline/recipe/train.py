"""Run one spaCy training from a config of this folder, on one thread."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CONFIGS = Path(__file__).resolve().parent / "configs"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def train(
    config: str, train_file: Path, dev_file: Path, output: Path, options: Mapping[str, str | int | float]
) -> Path:
    """Train a pipeline and return the folder of the version to keep.

    ``options`` holds config values to change, such as ``training.max_steps``; the key ``keep`` chooses between
    ``model-best`` (as measured on the dev file) and ``model-last``.
    """
    changed = dict(options)
    keep = str(changed.pop("keep", "model-best"))
    command = [sys.executable, "-m", "spacy", "train", str(CONFIGS / config), "--output", str(output)]
    command += ["--paths.train", str(train_file), "--paths.dev", str(dev_file)]
    for name, value in changed.items():
        command += [f"--{name}", str(value)]
    output.mkdir(parents=True, exist_ok=True)
    log = output / "train.log"
    with log.open("w", encoding="utf8") as told:
        done = subprocess.run(
            command, check=False, stdout=told, stderr=subprocess.STDOUT, env={**os.environ, **ONE_THREAD}
        )
    if done.returncode:
        sys.exit(f"{log.read_text('utf8')[-3000:]}\nspaCy ended with {done.returncode}: {log}")
    return output / keep
