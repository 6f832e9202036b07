"""Processor time per stage of a run: each stage's own, without that of the stages it calls."""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

Step = Callable[..., Any]


@contextmanager
def metered() -> Iterator[Counter[str]]:
    """Time the stages of the main job while the block runs; gives seconds of the processor per stage.

    A stage's threads count with it. The stages are called from one thread.
    """
    from narratief.nlp.encoder import Encoder
    from narratief.nlp.tagger import Tagger
    from narratief.pipeline import analyse, ingest

    spent: Counter[str] = Counter()
    stack: list[list[float]] = []

    def timed(stage: str, step: Step) -> Step:
        @functools.wraps(step)
        def measured(*args: Any, **kwargs: Any) -> Any:
            stack.append([0.0])
            began = time.process_time()
            try:
                return step(*args, **kwargs)
            finally:
                took = time.process_time() - began
                spent[stage] += took - stack.pop()[0]
                if stack:
                    stack[-1][0] += took

        return measured

    with (
        patch.object(ingest, "read_transcript", timed("read", ingest.read_transcript)),
        patch.object(ingest, "replace_names", timed("pseudonymise", ingest.replace_names)),
        patch.object(analyse, "divisions", timed("language (spaCy and dividing)", analyse.divisions)),
        patch.object(Encoder, "encode", timed("encode", Encoder.encode)),
        patch.object(Tagger, "tag", timed("tag", Tagger.tag)),
    ):
        yield spent
