"""Turning bytes into text for the encodings that people deliver."""

from __future__ import annotations

import codecs
import unicodedata

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DUTCH_LETTERS = frozenset("éèëêïíìöóòôüúùûáàäâçñÉÈËÏÖÜÁÀÄß€’‘“”–—…·°½´«»")


def decode(data: bytes) -> tuple[str, str]:
    """Decode text.

    Returns
    -------
    tuple[str, str]
        The text with LF line ends, and the name of the encoding ("" when the bytes are no text at all).
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lines(data.decode(encoding, errors="replace")), encoding
    for encoding in _candidates(data):
        try:
            return _lines(data.decode(encoding)), encoding
        except UnicodeDecodeError:
            continue
    return "", ""


def _candidates(data: bytes) -> list[str]:
    """Encodings to try for bytes without a byte-order mark, best first."""
    sample = data[:4000]
    if b"\x00" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        half = len(sample) // 2 or 1
        if odd > half * 0.4 and even < half * 0.1:
            return ["utf-16-le"]
        if even > half * 0.4 and odd < half * 0.1:
            return ["utf-16-be"]
        return []
    eight_bit = "mac-roman" if _reads_better_as_mac(data) else "cp1252"
    return ["utf-8", eight_bit, "latin-1"]


def _reads_better_as_mac(data: bytes) -> bool:
    """Whether the high bytes make Dutch letters in Mac OS Roman far more often than in Windows-1252."""
    high = bytes(byte for byte in data if byte > 127)
    windows = sum(letter in _DUTCH_LETTERS for letter in high.decode("cp1252", errors="replace"))
    mac = sum(letter in _DUTCH_LETTERS for letter in high.decode("mac-roman"))
    return mac > len(high) * 0.9 and mac > 2 * windows


def _lines(text: str) -> str:
    """Bring all line ends to LF and letters to NFC, and take off a left-over byte-order mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").lstrip("\ufeff")
    return unicodedata.normalize("NFC", text)


def is_text(text: str) -> bool:
    """Whether decoded text looks written by a person and not like binary data."""
    if not text.strip():
        return False
    sample = text[:20000]
    strange = sum(1 for letter in sample if letter == "\ufffd" or (ord(letter) < 32 and letter not in "\n\t\f\v\x1b"))
    letters = sum(letter.isalpha() for letter in sample)
    plain = sum(letter.isascii() or letter in _DUTCH_LETTERS for letter in sample)
    return strange <= len(sample) * 0.01 and letters >= len(sample) * 0.05 and plain >= len(sample) * 0.75
