"""Texts that a spreadsheet program would take for a formula: the one rule for workbooks and for CSV.

What residents say, titles and file names come from elsewhere. A cell that begins with one of these marks is calculated
when a file is opened, and can then send data away. After OWASP's advice on CSV injection such a text gets an apostrophe
before it. Where lists are separated by semicolons, as in the Netherlands, a semicolon or line end inside a text of a
comma-separated file begins a cell too (quotes after it fall away), so the rule holds there as well.
"""

from __future__ import annotations

import re

_MARKS = r"=+\-@\uFF1D\uFF0B\uFF0D\uFF20"  # the last four are the same marks in full width, which are calculated too
_START = re.compile(rf"[{_MARKS}\t\r\n]")
_AT_START = rf"(?='*(?:[\t\r\n]|[ \t]*[{_MARKS}]))"
_AFTER_SEPARATOR, _MARK = r"[;\r\n][ \t\"]*", rf"(?='*[{_MARKS}])"
_BARE = re.compile(rf"(\A{_AT_START}|{_AFTER_SEPARATOR}{_MARK})")
_GUARDED = re.compile(rf"\A'{_AT_START}|({_AFTER_SEPARATOR})'{_MARK}")


def is_formula_like(text: str) -> bool:
    """Tell whether a cell with this text could be taken for a formula."""
    return _START.match(text) is not None


def escape_formulas(text: str) -> str:
    """Put an apostrophe before everything in a text that could be taken for a formula.

    Apostrophes that stand there already get one more, so that `unescape_formulas` finds exactly the text that went in.
    """
    return _BARE.sub(r"\1'", text)


def unescape_formulas(text: str) -> str:
    """Find the text that `escape_formulas` made this of."""
    return _GUARDED.sub(lambda match: match[1] or "", text)
