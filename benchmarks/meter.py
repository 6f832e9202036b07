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
    from narratief.pipeline import tagging, take_in

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
        patch.object(take_in, "read_transcript", timed("read", take_in.read_transcript)),
        patch.object(take_in, "pseudonymise_for_project", timed("pseudonymise", take_in.pseudonymise_for_project)),
        patch.object(tagging, "divisions", timed("language (spaCy and dividing)", tagging.divisions)),
        patch.object(Encoder, "encode", timed("encode", Encoder.encode)),
        patch.object(Tagger, "tag", timed("tag", Tagger.tag)),
    ):
        yield spent
