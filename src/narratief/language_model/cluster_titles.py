"""A title for a cluster by the language model: what is asked about it, and when what it says holds.

It sees the quotes that represent the cluster and its keywords, not the name that it has. A title counts when it is one
short line without names, and words of at least two of the quotes show what it rests on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict, Field, create_model

from narratief.domain.entities import PSEUDONYM
from narratief.domain.spans import Span
from narratief.language_model.checks import DropCounts, Dropped, place_of_words
from narratief.language_model.prompts import Prompt, prompt_of
from narratief.language_model.replies import read_object

PURPOSE = "clustertitel"
"""Name of the prompt, by which answers are kept."""
LEAST_QUOTES = 2
"""Quotes that a title must rest on; a cluster of which fewer may be sent gets none."""
_FEWEST, _MOST = 2, 8  # words of a title; chosen: fewer say nothing, more do not fit a heading on a telephone
_LONGEST = 80  # characters of a title; chosen: eight long words
_MOST_EVIDENCE = 6  # pieces of evidence that are asked for; chosen: one for each quote that a cluster has
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_PLAIN = re.compile(r"[\w\s'’,:()/&\-]+[?!.]?")
_BREVITY = 4  # letters of a word in capitals that is an abbreviation (OV, WMO) and no name; chosen


@dataclass(frozen=True, slots=True)
class ClusterWords:
    """What is put to the model about a cluster: keywords, and the quotes that represent it."""

    keywords: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """A title that holds.

    Attributes
    ----------
    evidence
        Index of a quote, and the position in it of the words that the title rests on; of two quotes or more.
    """

    text: str
    evidence: tuple[tuple[int, Span], ...]


def title_question(words: ClusterWords) -> Prompt:
    """Ask for the title of a cluster."""
    said = {
        "trefwoorden": list(words.keywords),
        "citaten": [{"nummer": at, "woorden": quote} for at, quote in enumerate(words.quotes, 1)],
    }
    return prompt_of(PURPOSE, _schema(), said=said)


def title_in(answer: str, words: ClusterWords) -> tuple[Title | None, DropCounts]:
    """Read the title that a model gave, and hold it against the quotes.

    Parameters
    ----------
    answer
        As it was written, whatever that is.

    Returns
    -------
    tuple
        The title when it holds, and how much does not, by why.
    """
    given = read_object(answer) or {}
    text, pieces = given.get("titel"), given.get("bewijs")
    if not isinstance(text, str) or not isinstance(pieces, list):
        return None, Counter({Dropped.UNREADABLE: 1})
    evidence: dict[int, Span] = {}
    dropped: DropCounts = Counter()
    for piece in pieces:
        found = _place(piece, words.quotes, evidence) if isinstance(piece, str) else None
        if found is None:
            dropped[Dropped.NOT_SAID] += 1
        else:
            evidence.setdefault(*found)
    title = " ".join(text.split())
    wrong = _wrong(text, title, words.quotes)
    if wrong is None and len(evidence) < LEAST_QUOTES:
        wrong = Dropped.NO_QUOTE
    if wrong is not None:
        dropped[wrong] += 1
        return None, dropped
    return Title(title[:1].upper() + title[1:], tuple(sorted(evidence.items()))), dropped


def _place(piece: str, quotes: Sequence[str], used: Container[int]) -> tuple[int, Span] | None:
    """Find the first quote in which words stand, and where: one that is not used yet before one that is."""
    places = ((at, place_of_words(piece, quote)) for at, quote in enumerate(quotes))
    found = [(at, span) for at, span in places if span is not None]
    return min(found, key=lambda place: (place[0] in used, place[0]), default=None)


def _wrong(written: str, title: str, quotes: Sequence[str]) -> Dropped | None:
    """Say what is wrong with a title; None for nothing."""
    if PSEUDONYM.search(title):
        return Dropped.NAME
    own = _WORD.findall(title)
    if "\n" in written.strip() or len(title) > _LONGEST or not _FEWEST <= len(own) <= _MOST:
        return Dropped.NO_TITLE
    if not _PLAIN.fullmatch(title) or re.search(r"\d", title) or "//" in title or re.search(r"\bwww\b", title):
        return Dropped.NO_TITLE
    return Dropped.NAME if _has_name(title, quotes) else None


def _has_name(title: str, quotes: Sequence[str]) -> bool:
    """Tell whether a word seems a name: it has a capital that its place does not give it.

    The first word of a title has one anyway; it is a name when residents use it with a capital only, also within a
    sentence.
    """
    first, *rest = _WORD.findall(title) or [""]
    if any(word[0].isupper() and not (word.isupper() and len(word) <= _BREVITY) for word in rest):
        return True
    said = " ".join(quotes)
    plain = re.search(rf"(?<!\w){re.escape(first.lower())}(?!\w)", said)
    within = re.search(rf"[\w,;] {re.escape(first.capitalize())}(?!\w)", said)
    return bool(first and within and not plain)


def _schema() -> dict[str, Any]:
    """JSON schema of the answer."""
    whole = create_model(
        "Titel",
        __config__=ConfigDict(extra="forbid"),
        titel=(str, Field(min_length=3, max_length=_LONGEST)),
        bewijs=(list[str], Field(min_length=LEAST_QUOTES, max_length=_MOST_EVIDENCE)),
    )
    return whole.model_json_schema()
