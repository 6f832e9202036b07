"""Words around personal data: titles, kin, introductions, kinds of organisations; kept in data/cues.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parents[1] / "data" / "cues.yaml"


@cache
def _all() -> dict[str, frozenset[str]]:
    """Read cues.yaml, once."""
    return {name: frozenset(words.split()) for name, words in yaml.safe_load(_FILE.read_text(encoding="utf-8")).items()}


def cue(name: str) -> frozenset[str]:
    """Lower-case words of one kind.

    Parameters
    ----------
    name
        Its key in cues.yaml, for instance "titles".
    """
    return _all()[name]


SURE_CUE = 3
"""Strength of a title or of "mijn naam is": what follows is a name, whatever else the word may be."""

_FILL = r"[\s:,?]+(?:(?:mevrouw|meneer|met|zelf|dus|gewoon|eigenlijk)\s+)?$"
_NAMED = re.compile(
    r"\b(?:ik heet|(?:mijn|m'n|de) naam is|naam is|genaamd|achternaam is|voornaam is|(?:bij|naar|aan|met) de naam"
    r"|(?:zij|ze|hij|die|wij|man|vrouw|zoon|dochter) heet(?:te|ten)?|op naam van|ten name van)" + _FILL,
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:ik ben|naam|(?:ik|u|je)? ?spreekt? met|heet(?:te)?|ene|een zekere|zekere|zeg maar(?: gewoon)?"
    r"|noem (?:me|mij)(?: maar)?|noemen ze (?:me|hem|haar)|mag (?:gewoon|ook)|vraag(?: dan| maar)* naar"
    r"|vraag(?: het)? maar aan|achternaam|voornaam|u bent|bent u|je bent|jij bent|ondertekend door|groeten (?:aan|van)"
    r"|hoi|hallo|dag|dank u wel|bedankt|beste)" + _FILL,
    re.IGNORECASE,
)


def introduced(before: str) -> int:
    """Weigh whether the words right before a name introduce one: 3 "mijn naam is", 2 "ik ben", 0 not.

    Parameters
    ----------
    before
        Up to sixty characters that precede.
    """
    if _NAMED.search(before):
        return SURE_CUE
    return 2 if _INTRODUCED.search(before) else 0
