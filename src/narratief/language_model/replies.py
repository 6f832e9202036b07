"""Reading what a model answered: JSON that a schema describes, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?```\s*\Z", re.DOTALL)


def read_object(text: str) -> dict[str, Any] | None:
    """Read the one JSON object that an answer must be.

    Parameters
    ----------
    text
        What the model wrote; what it thought aloud before, and a fence around the object, are left off.

    Returns
    -------
    dict or None
        None when it is no object, or JSON that cannot be (numbers that are none, nesting without end, characters that
        no database keeps).
    """
    bare = _THOUGHT.sub("", text)
    fenced = _FENCE.match(bare)
    try:
        found = json.loads(fenced[1] if fenced else bare, parse_constant=_refuse)
        kept = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()  # half a character: ValueError
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and rb"\u0000" not in kept else None


def _refuse(constant: str) -> float:
    """Refuse NaN and Infinity, which JSON does not know."""
    raise ValueError(constant)
