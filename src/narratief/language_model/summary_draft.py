"""Sentences for a project's summary by the language model: what is asked about a goal, and what of it holds.

It sees what a report would say of the goal: themes with how many residents told them, and the quotes that may be
printed. A sentence counts when it rests on quotes that were given, has no number that is not of their themes or in
their words, and quotes nothing that is not in them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from narratief.domain.entities import PSEUDONYM
from narratief.language_model.checks import DropCounts, Dropped, one_sentence
from narratief.language_model.prompts import Prompt, prompt_of
from narratief.language_model.replies import held_in

PURPOSE = "samenvatting"
"""Name of the prompt, by which answers are kept."""
MOST_SENTENCES = 4
"""Sentences about one goal. Chosen: a summary has one page for all goals."""
_MOST_CITED = 6  # quotes of one sentence; chosen, as many as a report cites beside a statement
_UNITS = (
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
    "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_SHARE = re.compile(
    r"%|\b(?:procent\w*|percentage\w*|promille|helft|(?:drie)?kwart|meerderheid|minderheid|meeste\w*|merendeel"
    r"|grootste deel|iedereen|allemaal|niemand|unaniem|niet één|geen enkele (?:bewoner|inwoner|deelnemer)"
    r"|alle (?:\w+ )?(?:bewoners|inwoners|deelnemers|mensen)|elke (?:bewoner|inwoner|deelnemer)"
    r"|(?:een|twee|drie)[ -]?(?:derde|vierde|vijfde)(?: deel)?|duizend\w*|miljoen\w*|tientallen|honderden)\b"
    r"|\whonderd|honderd\w",
    re.IGNORECASE,
)
"""Words for a share or a number that nobody counted."""
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|‘((?:[^‘’]|’(?=\w))+)’|(?<![\w'])'((?:[^']|'(?=\w))+)'(?!\w)")


@dataclass(frozen=True, slots=True)
class ThemeTold:
    """A theme as it is put to the model.

    Attributes
    ----------
    residents
        How many residents told it.
    quotes
        Indexes of its quotes among those of the goal.
    """

    label: str
    residents: int
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoalTold:
    """What is put to the model about a goal.

    Attributes
    ----------
    of
        How many residents its numbers are about.
    sides
        What a side is called, with its themes.
    quotes
        Residents' words; their numbers for the model begin at 1.
    """

    goal: str
    of: int
    sides: tuple[tuple[str, tuple[ThemeTold, ...]], ...]
    quotes: tuple[str, ...]

    def numbers(self, cited: Collection[int]) -> set[int]:
        """Numbers that may stand in a sentence that cites quotes: counts of their themes, and what is in the quotes."""
        counts = {theme.residents for _, themes in self.sides for theme in themes if set(theme.quotes) & set(cited)}
        said = {number for at in cited for number in _numbers_in(self.quotes[at])}
        return counts | said | {self.of}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that holds.

    Attributes
    ----------
    quotes
        Indexes of the quotes that it rests on.
    """

    text: str
    quotes: tuple[int, ...]


class _Given(BaseModel):
    """One sentence as the model gives it."""

    model_config = ConfigDict(extra="ignore", strict=True)
    tekst: str
    citaten: list[int]


def summary_question(told: GoalTold) -> Prompt:
    """Ask for sentences about a goal."""
    said = {
        "doel": told.goal,
        "bewoners": told.of,
        "kanten": [
            {
                "kant": side,
                "themas": [
                    {"thema": each.label, "bewoners": each.residents, "citaten": [at + 1 for at in each.quotes]}
                    for each in themes
                ],
            }
            for side, themes in told.sides
        ],
        "citaten": [{"nummer": at, "woorden": quote} for at, quote in enumerate(told.quotes, 1)],
    }
    return prompt_of(PURPOSE, _schema(len(told.quotes)), said=said)


def sentences_in(answer: str, told: GoalTold) -> tuple[list[Sentence], DropCounts]:
    """Read the sentences that a model gave, and hold each against what it was given.

    Parameters
    ----------
    answer
        As it was written, whatever that is.

    Returns
    -------
    tuple
        The sentences that hold, in the model's order, and how many do not, by why.
    """
    return held_in(answer, "zinnen", _Given, lambda given: _sentence(given, told), lambda each: each.text.casefold())


def _sentence(given: _Given, told: GoalTold) -> Sentence | Dropped:
    """Check one sentence."""
    cited = tuple(dict.fromkeys(number - 1 for number in given.citaten))
    if not cited or not all(0 <= at < len(told.quotes) for at in cited):
        return Dropped.NO_QUOTE
    text = one_sentence(given.tekst)
    if not text:
        return Dropped.NO_SENTENCE
    return _wrong(text, cited, told) or Sentence(text if text[-1] in ".!?…" else f"{text}.", cited)


def _wrong(text: str, cited: Collection[int], told: GoalTold) -> Dropped | None:
    """Say what a sentence has that its quotes and their themes do not; None for nothing."""
    if PSEUDONYM.search(text) or "www." in text or "@" in text:
        return Dropped.NAME
    if _SHARE.search(text) or not set(_numbers_in(text)) <= told.numbers(cited):
        return Dropped.NUMBER
    if not all(_stands_in(quoted, [told.quotes[at] for at in cited]) for quoted in _quoted(text)):
        return Dropped.INVENTED
    return None


def _numbers_in(text: str) -> Iterator[int]:
    """Numbers in figures and in words; -1 for one that is no whole number."""
    for found in _FIGURES.findall(text):
        yield int(found) if found.isdecimal() and found.isascii() and len(found) < 9 else -1
    for word in _WORD.findall(text.casefold()):
        if (number := _number_words().get(word)) is not None:
            yield number


@lru_cache
def _number_words() -> Mapping[str, int]:
    """Dutch words for numbers up to a hundred; not "een", which is an article far more often."""
    found = {word: number for number, word in enumerate(_UNITS) if word != "een"} | {"één": 1, "honderd": 100}
    for tens, ten in enumerate(_TENS, 2):
        found[ten] = 10 * tens
        for unit, word in enumerate(_UNITS[1:10], 1):
            for spelled in (word, "één") if unit == 1 else (word,):
                found |= {f"{spelled}{joint}{ten}": 10 * tens + unit for joint in ("en", "ën")}
    return found


def _quoted(text: str) -> list[str]:
    """Words between quotation marks."""
    return ["".join(parts) for parts in _QUOTED.findall(text)]


def _stands_in(quoted: str, quotes: Iterable[str]) -> bool:
    """Tell whether words stand in a quote, letter for letter but for case and white space, as whole words."""
    bare = quoted.strip(" .,!?…")
    pattern = r"\s+".join(re.escape(word) for word in bare.split())
    return bool(bare) and any(re.search(rf"(?<!\w){pattern}(?!\w)", quote, re.IGNORECASE) for quote in quotes)


def _schema(quotes: int) -> dict[str, Any]:
    """JSON schema of the answer: quotes that there are, and nothing more."""
    one = create_model(
        "Zin",
        __config__=ConfigDict(extra="forbid"),
        tekst=(str, Field(min_length=1, max_length=300)),
        citaten=(list[Annotated[int, Field(ge=1, le=quotes)]], Field(min_length=1, max_length=_MOST_CITED)),
    )
    whole = create_model(
        "Samenvatting",
        __config__=ConfigDict(extra="forbid"),
        zinnen=(list[one], Field(max_length=MOST_SENTENCES)),
    )
    return whole.model_json_schema()
