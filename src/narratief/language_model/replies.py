"""Reading what a model answered: JSON that a schema describes, and nothing else; what does not hold is counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from narratief.language_model.checks import DropCounts, Dropped

Given = TypeVar("Given", bound=BaseModel)
Held = TypeVar("Held")

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


def held_in(
    answer: str, name: str, form: type[Given], check: Callable[[Given], Held | Dropped], key: Callable[[Held], Hashable]
) -> tuple[list[Held], DropCounts]:
    """Read the list of things that an answer must have, and hold each against what was sent.

    Parameters
    ----------
    answer
        As it was written, whatever that is.
    name
        Of the list in the answer.
    form
        What each thing in it must look like.
    check
        Gives what holds of a thing, or why it does not.
    key
        By what two that hold are the same; the first one counts.

    Returns
    -------
    tuple
        What holds, in the order of the answer, and how much does not, by why. An answer that cannot be read counts as
        one.
    """
    given = (read_object(answer) or {}).get(name)
    if not isinstance(given, list):
        return [], Counter({Dropped.UNREADABLE: 1})
    held: dict[Hashable, Held] = {}
    dropped: DropCounts = Counter()
    for raw in given:
        try:
            one = form.model_validate(raw)
        except ValidationError:
            dropped[Dropped.UNREADABLE] += 1
            continue
        found = check(one)
        if isinstance(found, Dropped):
            dropped[found] += 1
        elif key(found) in held:
            dropped[Dropped.DOUBLE] += 1
        else:
            held[key(found)] = found
    return list(held.values()), dropped


def _refuse(constant: str) -> float:
    """Refuse NaN and Infinity, which JSON does not know."""
    raise ValueError(constant)
