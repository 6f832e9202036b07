"""Codes by a language model, blind to those of the machine coder: what is asked about an answer, and what of it holds.

A resident's answer is put to it with the question before it, divided into fragments as the machine coder divides it. It
does not see anybody's codes. What it gives counts when it quotes words of the fragment, has a theme of the codebook and
a reason of one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from narratief.domain.codebook import Codebook
from narratief.domain.spans import Span
from narratief.language_model.checks import DropCounts, Dropped, one_sentence, place_of_words
from narratief.language_model.commands import looks_like_command
from narratief.language_model.prompts import Prompt, prompt_of, text_of
from narratief.language_model.replies import held_in

MOST_PARTS = 12
"""Fragments in one question. Chosen, not measured: small models lose count of more."""
_LONGEST_QUESTION = 1000  # characters of the interviewer's question, its last ones; chosen: the end is what is answered


@dataclass(frozen=True, slots=True)
class Look:
    """What is put to the model at once: a resident's answer, or a stretch of a long one.

    Attributes
    ----------
    question
        Of the interviewer; empty when there was none.
    parts
        Words of the fragments, in order.
    """

    question: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookCode:
    """A theme that the model gave, and that holds.

    Attributes
    ----------
    part
        Index among the parts of the look.
    evidence
        Position of the words that it quoted, within the part's own text.
    """

    part: int
    theme: str
    evidence: Span
    reason: str


class _Given(BaseModel):
    """One code as the model gives it; the schema names the themes that there are."""

    model_config = ConfigDict(extra="ignore", strict=True)
    fragment: int
    bewijs: str
    thema: str
    reden: str


def stretches(parts: Sequence[str]) -> Iterator[list[int]]:
    """Divide the fragments of an answer into what is asked at once; those that look like orders are left out.

    Yields
    ------
    list
        Indexes of fragments, `MOST_PARTS` at most.
    """
    sent = [at for at, words in enumerate(parts) if not looks_like_command(words)]
    for at in range(0, len(sent), MOST_PARTS):
        yield sent[at : at + MOST_PARTS]


def second_look(look: Look, codebook: Codebook) -> Prompt:
    """Ask for the themes of an answer's fragments."""
    question = "" if looks_like_command(look.question) else look.question[-_LONGEST_QUESTION:]
    said = {
        "vraag": question,
        "fragmenten": [{"nummer": at, "woorden": words} for at, words in enumerate(look.parts, 1)],
    }
    return prompt_of(
        "coderen",
        _schema(codebook.theme_ids, len(look.parts)),
        themes=codebook.themes,
        guide=text_of("codeerwijzer.txt").strip(),
        said=said,
    )


def codes_in(answer: str, look: Look, codebook: Codebook) -> tuple[list[LookCode], DropCounts]:
    """Read the model's codes and hold each against the words and the codebook.

    Parameters
    ----------
    answer
        As it was written, whatever that is.

    Returns
    -------
    tuple
        The codes that hold, and how many do not, by why. An answer that cannot be read counts as one.
    """
    known = set(codebook.theme_ids)
    codes, dropped = held_in(
        answer, "codes", _Given, lambda given: _code(given, look, known), lambda code: (code.part, code.theme)
    )
    return sorted(codes, key=lambda code: (code.part, code.evidence)), dropped


def _code(given: _Given, look: Look, known: set[str]) -> LookCode | Dropped:
    """Check one code."""
    if not 1 <= given.fragment <= len(look.parts):
        return Dropped.NO_FRAGMENT
    if given.thema not in known:
        return Dropped.UNKNOWN_THEME
    evidence = place_of_words(given.bewijs, look.parts[given.fragment - 1])
    if evidence is None:
        return Dropped.NOT_SAID
    reason = one_sentence(given.reden)
    if not reason:
        return Dropped.NO_REASON
    return LookCode(given.fragment - 1, given.thema, evidence, reason)


@lru_cache(maxsize=4 * MOST_PARTS)
def _schema(themes: tuple[str, ...], parts: int) -> dict[str, Any]:
    """JSON schema of the answer: fragments and themes that there are, and nothing more."""
    of_book: Any = Literal[themes]
    one = create_model(
        "Code",
        __config__=ConfigDict(extra="forbid"),
        fragment=(int, Field(ge=1, le=parts)),
        bewijs=(str, Field(min_length=1, max_length=400)),
        thema=(of_book, ...),
        reden=(str, Field(min_length=1, max_length=300)),
    )
    whole = create_model(
        "Codes",
        __config__=ConfigDict(extra="forbid"),
        codes=(list[one], Field(max_length=3 * parts)),
    )
    return whole.model_json_schema()
