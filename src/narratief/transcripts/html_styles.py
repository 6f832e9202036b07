"""Formatting in HTML: of style attributes, and of the classes that Google Docs and Word name in a style sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHEET = re.compile(r"<style\b[^>]{0,500}>(?P<rules>[^<]*(?:<!--[^<]*)?)", re.IGNORECASE)
_RULE = re.compile(r"(?P<names>[^{}]{1,300})\{(?P<body>[^{}]{0,3000})\}")
_CLASS = re.compile(r"(?:^|[\s,])(?P<tag>[a-z][a-z0-9]*)?\.(?P<name>[\w-]+)(?=\s*(?:,|$))", re.IGNORECASE)
_MOST_RULES = 5000  # chosen: Google Docs writes some hundred
_MOST_CLASSES = 20  # of one element; chosen: an editor writes a few
_PLAIN_COLOURS = frozenset({"#000000", "#000", "black", "windowtext", "inherit", "initial", "auto", "rgb(0,0,0)"})


@dataclass(frozen=True, slots=True)
class Rules:
    """Formatting per class: (element or "", class) → marks."""

    found: dict[tuple[str, str], frozenset[str]]

    def marks(self, tag: str, classes: str) -> frozenset[str]:
        """Formatting that the classes of an element give."""
        marks: frozenset[str] = frozenset()
        for name in classes.split()[:_MOST_CLASSES] if self.found else ():
            marks |= self.found.get(("", name), frozenset()) | self.found.get((tag, name), frozenset())
        return marks


def class_rules(text: str) -> Rules:
    """Read the style sheets within a page."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    count = 0
    for sheet in _SHEET.finditer(text):
        for rule in _RULE.finditer(sheet["rules"]):
            count += 1
            if count > _MOST_RULES:
                return Rules(found)
            marks = marks_of_style(rule["body"])
            for match in _CLASS.finditer(rule["names"].strip()) if marks else ():
                key = ((match["tag"] or "").lower(), match["name"])
                found[key] = found.get(key, frozenset()) | marks
    return Rules(found)


def marks_of_style(style: str) -> frozenset[str]:
    """Formatting in CSS declarations that may tell speakers apart."""
    marks: set[str] = set()
    for declaration in style.split(";")[:200] if style else ():
        key, _, value = declaration.partition(":")
        key, value = key.strip().lower(), value.strip().lower()
        if key == "font-weight" and (value.startswith("bold") or value in ("600", "700", "800", "900")):
            marks.add("bold")
        elif key == "font-style" and value in ("italic", "oblique"):
            marks.add("italic")
        elif key.startswith("text-decoration") and "underline" in value:
            marks.add("underline")
        elif key == "color" and value.replace(" ", "") not in _PLAIN_COLOURS:
            marks.add(f"color:{value[:40]}")
        elif (key == "display" and value == "none") or (key == "mso-hide" and value == "all"):
            marks.add("hidden")
    return frozenset(marks)
