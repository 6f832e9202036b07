"""Which models are shipped: known without loading any, so that a page can tell in no time."""

from __future__ import annotations

import hashlib
from functools import cache

from narratief.domain.locations import models_dir

_HEADS = ("sentence_ends/sentence_ends.npz", "process_talk/process_talk.npz")


@cache
def models_version() -> str:
    """Hash of the shipped encoder and tagger: codes made with other weights are not reused."""
    digest = hashlib.sha256()
    for path in ("encoder/encoder.onnx", "encoder/words.npz", "tagger/head.npz", "tagger/tagger.json", *_HEADS):
        digest.update((models_dir() / path).read_bytes())
    return digest.hexdigest()
