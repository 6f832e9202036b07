"""Weighs the signs that one word is somebody's name: what the recogniser thinks, the lists, what stands around it.

The recogniser has seen few hamlets, dishes and clubs and takes them for people; the lists and the words around tell
more. The weights come from a logistic regression (models/name_signs, with its recipe).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

from narratief.domain.locations import models_dir
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.kept_names import is_kept, is_people
from narratief.privacy.detectors.kept_words import has_thing_ending
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import Words

_LEAST = 0.005
"""The recogniser is hardly ever surer than this of the opposite; its doubt is read no finer."""
_ARTICLES = cue("determiners")
_WHERE = cue("place_words") | {"buiten", "binnen", "vanaf", "tot", "achter"}
_WITH = frozenset(("aan", "door", "met", "tegen", "zonder", "zegt", "zei", "zeg", "kwam", "toen", "die"))
_JOINED = frozenset(("en", "of"))
_THOSE_OF = cue("residents")
_DOES = cue("after_name") - {"en", "is"} | cue("does")
_HAMLET_ENDINGS = (
    "broek", "drecht", "dijk", "dam", "haven", "hoek", "hof", "horst", "ingen", "kamp", "lo", "mond", "oord", "recht",
    "rode", "stede", "veen", "veld", "voort", "wijk", "woude", "zijl",
)  # fmt: skip


def signs(words: Words, index: int, shares: Mapping[str, float]) -> dict[str, float]:
    """Read the signs of a word.

    Parameters
    ----------
    words
        The turn.
    index
        The word in it.
    shares
        How likely the recogniser holds each kind (`Reading.shares`).
    """
    known, token = lexicon(), words.tokens[index]
    lower = token.lower
    before = words.lower(index - 1) if words.joined(index) else ""
    further = words.lower(index - 2) if words.joined(index - 1) else ""
    after = words.lower(index + 1) if words.joined(index + 1) else ""
    prefixed = before in cue("name_prefixes")
    where = before in _WHERE or (before in _ARTICLES and further in _WHERE)
    follows = words.text[token.end : token.end + 1]
    person = min(max(shares["PERSON"], _LEAST), 1 - _LEAST)
    return {
        "person": log(person / (1 - person)),
        "doubt": float(person < _DOUBT),
        "place": shares["GPE"] + shares["FAC"],
        "body": shares["ORG"] + shares["PUBLIC"],
        "surname": float(lower in known.surnames and (prefixed or lower not in known.only_prefixed)),
        "like_surname": float(lower not in known.surnames and known.is_surname(lower)),
        "street": float(lower in known.streets),
        "town": float(lower in known.places),
        "word": float(lower in known.words),
        "compound": float(lower not in known.words and known.is_word(lower)),
        "thing": float(has_thing_ending(lower) or is_people(lower) or is_kept(lower)),
        "hamlet": float(lower.endswith(_HAMLET_ENDINGS)),
        "after_article": float(before in _ARTICLES and not where),
        "after_place_word": float(where),
        "after_van": float(before == "van" and further not in _THOSE_OF),
        "after_those_of": float(further in _THOSE_OF and before in ("van", "uit")),
        "after_bij": float(before in ("bij", "voor", "op")),
        "after_with": float(before in _WITH),
        "after_and": float(before in _JOINED),
        "begins": float(token.first),
        "lower_in_typed": float(words.reliable and not token.capital),
        "speech": float(not words.reliable),
        "does": float(after in _DOES),
        "before_comma": float(follows == ","),
        "ends": float(follows in (".", "?", "!", "")),
    }


_DOUBT = 0.95


@dataclass(frozen=True)
class _Weights:
    """The regression: how much each sign adds, what is there to begin with, and how low a name never scores."""

    weights: Mapping[str, float]
    bias: float
    lowest: float


@cache
def _weights(folder: Path | None = None) -> _Weights:
    facts = json.loads(((folder or models_dir() / "name_signs") / "weights.json").read_text("utf-8"))
    return _Weights(facts["weights"], facts["bias"], facts["lowest"])


def is_nobody(words: Words, index: int, shares: Mapping[str, float]) -> bool:
    """Tell whether the signs together deny that a word is somebody's name.

    Parameters
    ----------
    words
        The turn.
    index
        The word in it.
    shares
        How likely the recogniser holds each kind.
    """
    given = _weights()
    return (
        given.bias + sum(given.weights[sign] * value for sign, value in signs(words, index, shares).items())
        < given.lowest
    )
