"""First hits for a theme that is only defined: which of the fragments that are most like it tell of it, by the model.

A person says yes or no to each; what the model says is an order to look in, and a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from narratief.domain.codebook import Theme
from narratief.domain.spans import Span
from narratief.language_model.checks import DropCounts, Dropped, one_sentence, place_of_words
from narratief.language_model.commands import looks_like_command
from narratief.language_model.passages import LONGEST_WORDS, Passage, passages_as_sent
from narratief.language_model.prompts import Prompt, prompt_of
from narratief.language_model.replies import held_in

PURPOSE = "nieuw_thema"
"""Name of the prompt."""
MOST_PASSAGES = 12
"""Fragments in one prompt. Chosen, not measured, as for codes: each needs a reason here."""


@dataclass(frozen=True, slots=True)
class ModelHit:
    """A fragment that tells of the theme, by the model.

    Attributes
    ----------
    part
        Index of the fragment.
    evidence
        Position of the words that it quoted, within the fragment's own text.
    reason
        One sentence.
    """

    part: int
    evidence: Span
    reason: str


class _Given(BaseModel):
    """One hit as the model gives it."""

    model_config = ConfigDict(extra="ignore", strict=True)
    fragment: int
    bewijs: str = Field(max_length=LONGEST_WORDS)
    reden: str


def definition_of(theme: Theme) -> dict[str, str]:
    """What a theme is, as it is sent: by this an answer is known to be about it."""
    return {"naam": theme.label, "omschrijving": theme.definition, "wel": theme.include, "niet": theme.exclude}


def ask_hits(theme: Theme, passages: Sequence[Passage]) -> Prompt:
    """Ask which fragments tell of a theme; at most `MOST_PASSAGES`.

    Parameters
    ----------
    theme
        Its examples are residents' words: those that look like orders to the model are not sent.
    """
    examples = [words for words in theme.examples if not looks_like_command(words)]
    said = {"thema": definition_of(theme) | {"voorbeelden": examples}, "fragmenten": passages_as_sent(passages)}
    return prompt_of(PURPOSE, _schema(len(passages)), said=said)


def hits_in(answer: str, texts: Sequence[str]) -> tuple[list[ModelHit], DropCounts]:
    """Read the model's hits and hold each against the words.

    Parameters
    ----------
    answer
        As it was written, whatever that is.
    texts
        Words of the fragments, in the order in which they were sent.

    Returns
    -------
    tuple
        What holds, in order of the fragments, and how much does not, by why. An answer that cannot be read counts as
        one.
    """
    held, dropped = held_in(answer, "treffers", _Given, lambda given: _hit(given, texts), lambda hit: hit.part)
    return sorted(held, key=lambda hit: hit.part), dropped


def _hit(given: _Given, texts: Sequence[str]) -> ModelHit | Dropped:
    """Check one hit."""
    if not 1 <= given.fragment <= len(texts):
        return Dropped.NO_FRAGMENT
    evidence = place_of_words(given.bewijs, texts[given.fragment - 1])
    if evidence is None:
        return Dropped.NOT_SAID
    reason = one_sentence(given.reden)
    return ModelHit(given.fragment - 1, evidence, reason) if reason else Dropped.NO_REASON


def _schema(passages: int) -> dict[str, Any]:
    """JSON schema of the answer: fragments that there are, and nothing more."""
    one = create_model(
        "Treffer",
        __config__=ConfigDict(extra="forbid"),
        fragment=(int, Field(ge=1, le=passages)),
        bewijs=(str, Field(min_length=1, max_length=400)),
        reden=(str, Field(min_length=1, max_length=300)),
    )
    whole = create_model(
        "Treffers",
        __config__=ConfigDict(extra="forbid"),
        treffers=(list[one], Field(max_length=passages)),
    )
    return whole.model_json_schema()
