"""What a page, drawing or style sheet loads or leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

_URL = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']+)""", re.IGNORECASE)
_ATTRIBUTES = frozenset({"src", "href", "xlink:href", "poster", "data", "action", "formaction", "background", "cite"})
_IN_SCRIPT = re.compile(r"""["'`](?:https?:)?//[^"'`\s]*""")
_NAMES_ONLY = ("http://www.w3.org/",)
"""Beginnings of addresses that are names of XML vocabularies; nothing is loaded from there."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a file, and the tag and attribute (or "url") that it stands in."""

    address: str
    tag: str
    attribute: str

    @property
    def elsewhere(self) -> bool:
        """Whether it is on another machine."""
        parts = urlsplit(self.address.strip())
        return bool(parts.netloc) or parts.scheme not in ("", "data", "mailto", "about")


def addresses(text: str, suffix: str) -> list[Address]:
    """Find every address in a file.

    Parameters
    ----------
    suffix
        .html, .svg, .css or .js: how it is read.
    """
    if suffix == ".css":
        return list(_in_style(text, "css"))
    if suffix == ".js":
        return list(_in_script(text))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def _in_style(text: str, tag: str) -> Iterator[Address]:
    """Find url() and @import."""
    for one, other in _URL.findall(text):
        yield Address(one or other, tag, "url")


def _in_script(text: str) -> Iterator[Address]:
    """Find whole addresses in strings."""
    for found in _IN_SCRIPT.findall(text):
        if not found[1:].startswith(_NAMES_ONLY):
            yield Address(found[1:], "script", "text")


class _Reader(HTMLParser):
    """Reads HTML or SVG and collects addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Address] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("style", "script") else ""
        for name, value in attrs:
            if not value:
                continue
            if name in _ATTRIBUTES:
                self.found.append(Address(value, tag, name))
            elif name == "srcset":
                self.found += [Address(part.split()[0], tag, name) for part in value.split(",") if part.split()]
            elif name == "http-equiv" and value.lower() == "refresh":
                self.found.append(Address("//refresh", tag, name))
            elif "url(" in value.lower():
                self.found += _in_style(value, tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.found += _in_style(data, "style")
        elif self._inside == "script":
            self.found += _in_script(data)
