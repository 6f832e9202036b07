"""Whole numbers in addresses and forms: never larger than a row's number can be."""

from __future__ import annotations

from starlette.convertors import IntegerConvertor

MOST_DIGITS = 18  # what fits in 64 bits, as databases keep numbers


class RowNumberConvertor(IntegerConvertor):
    """The ``int`` of addresses, within what a database can look up; a longer one is a page that does not exist."""

    regex = rf"[0-9]{{1,{MOST_DIGITS}}}"


def parse_number(text: str) -> int | None:
    """Read a whole number; None when it is none, or larger than any number of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
