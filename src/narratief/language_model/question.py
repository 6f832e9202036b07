"""A question over a project's own interviews: the model only points at words of residents that answer it.

Nothing that it writes itself is asked for or kept as an answer. What it points at counts when the words stand, letter
for letter, in the fragment that it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from narratief.domain.spans import Span
from narratief.language_model.checks import DropCounts, Dropped, place_of_words
from narratief.language_model.passages import LONGEST_WORDS, Passage, passages_as_sent
from narratief.language_model.prompts import Prompt, prompt_of
from narratief.language_model.replies import held_in

PURPOSE = "vraag"
"""Name of the prompt."""
MOST_PASSAGES = 15
"""Fragments in one prompt. Chosen, not measured: small models lose count of more."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words that answer the question, by the model.

    Attributes
    ----------
    part
        Index of the fragment.
    place
        Position of the words within the fragment's own text.
    """

    part: int
    place: Span


class _Given(BaseModel):
    """One answer as the model gives it."""

    model_config = ConfigDict(extra="ignore", strict=True)
    fragment: int
    woorden: str = Field(max_length=LONGEST_WORDS)


def ask_question(question: str, passages: Sequence[Passage]) -> Prompt:
    """Ask which fragments answer a question; at most `MOST_PASSAGES`."""
    said = {"vraag": question, "fragmenten": passages_as_sent(passages)}
    return prompt_of(PURPOSE, _schema(len(passages)), said=said)


def pointed_at(answer: str, texts: Sequence[str]) -> tuple[list[Pointed], DropCounts]:
    """Read which words the model points at, and hold each against the fragments.

    Parameters
    ----------
    answer
        As it was written, whatever that is.
    texts
        Words of the fragments, in the order in which they were sent.

    Returns
    -------
    tuple
        What holds, in order, and how much does not, by why. An answer that cannot be read counts as one.
    """
    held, dropped = held_in(answer, "antwoord", _Given, lambda given: _pointed(given, texts), lambda each: each)
    return sorted(held, key=lambda each: (each.part, each.place)), dropped


def _pointed(given: _Given, texts: Sequence[str]) -> Pointed | Dropped:
    """Check one answer."""
    if not 1 <= given.fragment <= len(texts):
        return Dropped.NO_FRAGMENT
    place = place_of_words(given.woorden, texts[given.fragment - 1])
    return Dropped.NOT_SAID if place is None else Pointed(given.fragment - 1, place)


def _schema(passages: int) -> dict[str, Any]:
    """JSON schema of the answer: fragments that there are, and words."""
    one = create_model(
        "Antwoord",
        __config__=ConfigDict(extra="forbid"),
        fragment=(int, Field(ge=1, le=passages)),
        woorden=(str, Field(min_length=1, max_length=400)),
    )
    whole = create_model(
        "Antwoorden",
        __config__=ConfigDict(extra="forbid"),
        antwoord=(list[one], Field(max_length=2 * passages)),
    )
    return whole.model_json_schema()
