# ruff: noqa: E501
"""Hostile files in the formats of transcription programs, and one good file of each."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.hostile.case import Expected

TURNS = [("I", "Hoe ging dat?"), ("R", "Er kwam nooit meer een brief."), ("I", "En toen?"), ("R", "Niks.")]


def _layer(name: str) -> str:
    notes = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{at}"><ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>'
        for at, (who, text) in enumerate(TURNS)
        if who == name
    )
    return f'<TIER TIER_ID="{name}">{notes}</TIER>'


GOOD = {
    "json": json.dumps({"segments": [{"speaker": who, "text": text} for who, text in TURNS]}).encode(),
    "otr": json.dumps({"text": "".join(f"<p>{who}: {text}</p>" for who, text in TURNS), "media": ""}).encode(),
    "eaf": f'<?xml version="1.0"?><ANNOTATION_DOCUMENT>{_layer("I")}{_layer("R")}</ANNOTATION_DOCUMENT>'.encode(),
    "textgrid": b'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n9\n<exists>\n2\n"IntervalTier"\n"I"\n0\n9\n2\n0\n2\n"Hoe ging dat?"\n4\n6\n"En toen?"\n'
    b'"IntervalTier"\n"R"\n0\n9\n2\n2\n4\n"Er kwam nooit meer een brief."\n6\n8\n"Niks."\n',
    "html": f"<!DOCTYPE html><html><body>{''.join(f'<p>{who}: {text}</p>' for who, text in TURNS)}</body></html>".encode(),
}
_OPEN = {"commentaar": "<!--", "tag": "<a ", "sluittag": "</", "aanhaling": "<a b='", "deel": "<![", "blok": "<div>"}


def _pages() -> list[tuple[str, str, Callable[[], bytes], Expected]]:
    start = b"<p>I: Hoe?</p>"
    return [
        (
            f"open-{name}.html",
            f"a page of 300,000 times {tag}",
            lambda tag=tag: start + tag.encode() * 300_000,
            "either",
        )
        for name, tag in _OPEN.items()
    ]


def _ring() -> bytes:
    notes = (b"<REF_ANNOTATION ANNOTATION_ID='%d' ANNOTATION_REF='%d'/>" % (n, n - 1) for n in range(90_000))
    return b"<ANNOTATION_DOCUMENT><TIER TIER_ID='I'>" + b"".join(notes) + b"</TIER></ANNOTATION_DOCUMENT>"


def _words() -> bytes:
    words = [{"word": "ja", "speaker": f"s{n % 2}"} for n in range(200_000)]
    return json.dumps({"segments": [{"text": "a", "words": words}]}).encode()


HOSTILE: list[tuple[str, str, Callable[[], bytes], Expected]] = [
    *_pages(),
    ("stijlen.html", "a style sheet of a million selectors", lambda: b"<style>" + b".a," * 1_000_000 + b"{color:red}</style><p>I: Hoe?", "either"),
    ("stijlbladen.html", "200,000 style sheets that never close", lambda: b"<p>" + b"<style>" * 200_000, "either"),
    ("attributen.html", "an element with 200,000 attributes", lambda: b"<p " + b"".join(b"a%d=1 " % n for n in range(200_000)) + b">I: Hoe?", "either"),
    ("klassen.html", "100,000 elements with 20 classes each", lambda: b"<style>.a{color:red}</style>" + (b"<i class='" + b"a " * 10 + b"'>") * 100_000, "either"),
    ("diep.json", "lists in lists, 500,000 deep", lambda: b"[" * 500_000 + b"]" * 500_000, "refused"),
    ("veel.json", "12 MB of small objects", lambda: b"[" + b'{"a":0},' * 1_500_000 + b"0]", "refused"),
    ("woorden.json", "a segment of 200,000 words by two speakers in turn", _words, "either"),
    ("ring.eaf", "90,000 annotations, each of which refers to the one before", _ring, "either"),
    ("open-tekst.TextGrid", "a text that never ends", lambda: b'File type = "ooTextFile"\nObject class = "TextGrid"\n' + b'""' * 1_000_000 + b'"', "refused"),
    ("telling.TextGrid", "says that it has a billion layers", lambda: b'"ooTextFile"\n"TextGrid"\n0 1 <exists> 1000000000\n', "refused"),
]  # fmt: skip
