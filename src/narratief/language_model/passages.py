"""Fragments of several interviews as they are put to the model, to point at words in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from narratief.domain.fragment import Fragment
from narratief.language_model.commands import looks_like_command

LONGEST_WORDS = 4000
"""Characters of a quote; chosen: no fragment is longer, and what is looked for must have an end."""
_LONGEST_BEFORE = 300  # characters of the interviewer's question, its last ones; chosen: they say what is answered


@dataclass(frozen=True, slots=True)
class Passage:
    """A fragment as it is put to the model.

    Attributes
    ----------
    before
        What the interviewer asked; empty when that is not known.
    words
        Of the resident.
    """

    before: str
    words: str

    @classmethod
    def of(cls, fragment: Fragment) -> Passage:
        """Put a fragment with what was asked before it."""
        return cls(fragment.question, fragment.text)


def passages_as_sent(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """Fragments as they stand in a prompt: numbered from 1, each with what the interviewer asked.

    What the interviewer said is left out where it looks like an order to the model; whoever chooses the fragments
    leaves out those that do.
    """
    return [
        {"nummer": at, "gevraagd": _before(passage), "woorden": passage.words} for at, passage in enumerate(passages, 1)
    ]


def _before(passage: Passage) -> str:
    """What the interviewer asked, as it is sent: not what looks like an order to the model."""
    return "" if looks_like_command(passage.before) else passage.before[-_LONGEST_BEFORE:]
