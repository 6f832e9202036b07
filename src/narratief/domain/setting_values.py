"""How people write values of settings, read with a Dutch message and remedy for what cannot be.

A reader leaves what is no text as it is: defaults, and what was read before. Its error carries the message as `wrong`
and what to do as `remedy` in its context.
"""

from __future__ import annotations

import re

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def number(value: object) -> object:
    """Read a number as people write it.

    Raises
    ------
    PydanticCustomError
        When it is no whole number of 1 or more.
    """
    if isinstance(value, str) and (not value.isdecimal() or int(value) < 1):
        told = {"wrong": f"'{value}' is geen aantal.", "remedy": "Vul een heel getal van 1 of meer in."}
        raise PydanticCustomError("number", "{wrong}", told)
    return value


def percentage(value: object) -> object:
    """Read a percentage as people write it, with or without its sign.

    Raises
    ------
    PydanticCustomError
        When it is no whole number of 1 to 100.
    """
    if not isinstance(value, str):
        return value
    bare = value.removesuffix("%").strip()
    if not bare.isdecimal() or not 1 <= int(bare) <= 100:
        told = {"wrong": f"'{value}' is geen percentage.", "remedy": "Vul een heel getal van 1 tot en met 100 in."}
        raise PydanticCustomError("percentage", "{wrong}", told)
    return bare


def web_address(value: object) -> object:
    """Read an address of the web.

    Raises
    ------
    PydanticCustomError
        When it is none, or holds what cannot stand in one.
    """
    if isinstance(value, str) and value and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value):
        told = {"wrong": f"'{value}' is geen webadres.", "remedy": "Begin met https://, zonder spaties."}
        raise PydanticCustomError("address", "{wrong}", told)
    return value


def one_of(*words: str) -> BeforeValidator:
    """Read a choice between words, in capitals or not."""

    def choose(value: object) -> object:
        chosen = value.lower() if isinstance(value, str) else value
        if chosen not in words:  # a typing error may not quietly leave out what was asked for
            told = {"wrong": f"'{chosen}' is geen keuze.", "remedy": f"Kies: {' of '.join(words)}."}
            raise PydanticCustomError("choice", "{wrong}", told)
        return chosen

    return BeforeValidator(choose)
