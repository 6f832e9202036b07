"""Stems of Dutch words, so that a search for "bewoners" finds "bewoner": the Snowball algorithm for Dutch by Porter.

See https://snowballstem.org/algorithms/dutch_porter/stemmer.html. Written out here because no package for it is among
narratief's; the tests compare it with PostgreSQL's own. One step is added to it: a last v or z becomes f or s, so that
"brieven" and "huizen" find "brief" and "huis".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VOWELS = "aeiouyè"
_ACCENTS = str.maketrans("äëïöüáéíóú", "aeiouaeiou")


def words_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each word's place and stem, in order."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), stem(match.group())


def stems_of(text: str) -> str:
    """Stems of a text's words, in order, separated by spaces: what is indexed."""
    return " ".join(found for _, _, found in words_of(text))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Stem of a word: letters and digits only, without accents, in lower case."""
    plain = unicodedata.normalize("NFC", word).lower().replace("'", "").replace("’", "")
    return without_accents(hard_end(_dutch(plain)))


def hard_end(stemmed: str) -> str:
    """Write the end of a stem as it sounds: briev, huiz → brief, huis."""
    return stemmed[:-1] + {"v": "f", "z": "s"}[stemmed[-1]] if stemmed[-1:] in ("v", "z") else stemmed


def without_accents(word: str) -> str:
    """Write a word as stems are written: lower case, no accents, no apostrophes."""
    plain = unicodedata.normalize("NFD", word.lower().replace("'", "").replace("’", ""))
    return "".join(c for c in plain if not unicodedata.combining(c)) or word


def _dutch(word: str) -> str:
    """Stem a word as the published algorithm does (steps 1 to 4)."""
    word = word.translate(_ACCENTS)
    word = re.sub(r"^y|(?<=[aeiouyè])y", "Y", word)
    word = re.sub(r"(?<=[aeiouyè])i(?=[aeiouyè])", "I", word)
    first = _region(word, 0)
    second = _region(word, first)
    first = max(first, 3)
    word = _endings(word, first)
    word, dropped_e = _drop_e(word, first)
    word = _heid(word, first, second)
    word = _derived(word, first, second, dropped_e=dropped_e)
    word = _undouble_vowel(word)
    return word.lower()


def _region(word: str, start: int) -> int:
    """Find where the part after the first non-vowel that follows a vowel begins."""
    match = re.compile(f"[{_VOWELS}][^{_VOWELS}]").search(word, start)
    return match.end() if match else len(word)


def _in(word: str, suffix: str, region: int) -> bool:
    """Tell whether a word ends so, with the ending within a region."""
    return word.endswith(suffix) and len(word) - len(suffix) >= region


def _undouble(word: str) -> str:
    """Write kk, dd or tt at the end once."""
    return word[:-1] if word.endswith(("kk", "dd", "tt")) else word


def _valid_en(word: str) -> bool:
    """Tell whether what stands before "en" lets it be dropped."""
    return bool(word) and word[-1] not in _VOWELS and not word.endswith("gem")


def _endings(word: str, first: int) -> str:
    """Drop plural endings (step 1)."""
    if word.endswith("heden"):
        return word[:-5] + "heid" if _in(word, "heden", first) else word
    for suffix in ("ene", "en"):
        if word.endswith(suffix):
            rest = word[: -len(suffix)]
            return _undouble(rest) if _in(word, suffix, first) and _valid_en(rest) else word
    for suffix in ("se", "s"):
        if word.endswith(suffix):
            rest = word[: -len(suffix)]
            return rest if _in(word, suffix, first) and rest and rest[-1] not in _VOWELS + "j" else word
    return word


def _drop_e(word: str, first: int) -> tuple[str, bool]:
    """Drop a last e after a non-vowel (step 2)."""
    if _in(word, "e", first) and len(word) > 1 and word[-2] not in _VOWELS:
        return _undouble(word[:-1]), True
    return word, False


def _heid(word: str, first: int, second: int) -> str:
    """Drop "heid" and an "en" that then ends the word (step 3a)."""
    if not (_in(word, "heid", second) and not word.endswith("cheid")):
        return word
    word = word[:-4]
    if _in(word, "en", first) and _valid_en(word[:-2]):
        word = _undouble(word[:-2])
    return word


def _derived(word: str, first: int, second: int, *, dropped_e: bool) -> str:
    """Drop endings that make one word out of another (step 3b)."""
    suffix = next((s for s in ("lijk", "baar", "end", "ing", "bar", "ig") if word.endswith(s)), "")
    if not suffix or not _in(word, suffix, second):
        return word
    rest = word[: -len(suffix)]
    if suffix in ("end", "ing"):
        return rest[:-2] if _in(rest, "ig", second) and not rest.endswith("eig") else _undouble(rest)
    if suffix == "lijk":
        return _drop_e(rest, first)[0]
    if (suffix == "ig" and rest.endswith("e")) or (suffix == "bar" and not dropped_e):
        return word
    return rest


def _undouble_vowel(word: str) -> str:
    """Write a doubled vowel between non-vowels once (step 4)."""
    if re.search(f"[^{_VOWELS}](aa|ee|oo|uu)[^{_VOWELS}I]$", word):
        return word[:-2] + word[-1]
    return word
