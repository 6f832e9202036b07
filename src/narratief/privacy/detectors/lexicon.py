"""Word lists that tell names from words: the shipped ones, and deduce's lists of names, streets and places."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lists of lower-case words.

    Attributes
    ----------
    words
        Dutch words that can stand in lower case.
    common
        Words so frequent in talk that in lower case they are never a name.
    ambiguous
        First names that are ordinary words too.
    first_names, surnames, prefixes
        Names, and the words before a surname ("van der").
    only_prefixed
        Surnames that have such a word before them ("van Oss"); by themselves they are none.
    streets, places
        Names of streets and of towns.
    public
        Capitalised words that are nobody's name.
    idioms
        Fixed phrases with a name that is nobody's.
    longest
        Letters of the longest of the Dutch words.
    """

    words: frozenset[str]
    common: frozenset[str]
    ambiguous: frozenset[str]
    first_names: frozenset[str]
    surnames: frozenset[str]
    only_prefixed: frozenset[str]
    prefixes: frozenset[str]
    streets: frozenset[str]
    places: frozenset[str]
    public: frozenset[str]
    idioms: tuple[str, ...]
    longest: int

    def is_word(self, lower: str) -> bool:
        """Tell whether a lower-case word is ordinary Dutch, compounds of two known words included."""
        if lower in self.common or lower in self.ambiguous or (lower in self.words and lower not in self.first_names):
            return True
        return lower not in self.first_names and lower not in self.surnames and self._is_compound(lower)

    def is_listed(self, lower: str) -> bool:
        """Tell whether a lower-case word stands in a list of ordinary or public words; compounds do not count."""
        first_name = lower in self.first_names and lower not in self.ambiguous
        return lower in self.common or lower in self.public or (lower in self.words and not first_name)

    def is_first_name(self, lower: str) -> bool:
        """Tell whether a lower-case word is a first name; each part of "dirk-jan" must be one."""
        return lower in self.first_names or ("-" in lower and all(p in self.first_names for p in lower.split("-")))

    def is_surname(self, lower: str) -> bool:
        """Tell whether a lower-case word is a surname on the list, or has the shape of one."""
        parts = lower.split("-")
        return any(part in self.surnames for part in parts) or (
            lower not in self.words and len(lower) > 5 and lower.endswith(_SURNAME_ENDINGS)
        )

    def _is_compound(self, lower: str) -> bool:
        """Tell whether a word is made of two words of the list, with or without an s between them."""
        if "-" in lower:
            return all(part in self.words or part in self.common for part in lower.split("-"))
        if len(lower) > 2 * self.longest + 1:
            return False
        for cut in range(3, len(lower) - 2):
            head, tail = lower[:cut], lower[cut:]
            if tail in self.words and (head in self.words or (head.endswith("s") and head[:-1] in self.words)):
                return True
        return False


_SURNAME_ENDINGS = (
    "stra", "sma", "inga", "enga", "ink", "huis", "horst", "kamp", "meijer", "meyer", "sen", "ssen", "mans",
    "broek", "veld", "velde", "berg", "beek", "hof", "hoven", "donk", "dijk", "dorp", "hout", "poel", "drecht", "stein",
    "skens", "aar", "man", "oğlu", "ski", "ska", "wicz", "oui", "ani", "ouri", "pour", "sing", "singh",
)  # fmt: skip


@cache
def lexicon() -> Lexicon:
    """Load the lists (about half a second, once per process)."""
    words = gzip.decompress((_DATA / "dutch_words.txt.gz").read_bytes()).decode("utf-8").split("\n")
    first, surnames = _deduce("names/lst_first_name"), _deduce("names/lst_surname")
    prefixed = _deduce("names/lst_interfix_surname")
    # items.txt of the places holds ordinary words ("Bus", "Duur"): capitals decide there, not this list
    places = frozenset().union(
        *(_deduce(f"locations/lst_placename/{part}") for part in ("lst_residence", "lst_municipality", "lst_region"))
    )
    return Lexicon(
        words=frozenset(words),
        common=frozenset(lines("common_words.txt")),
        ambiguous=frozenset(lines("ambiguous_names.txt")),
        first_names=frozenset(n for n in first - _deduce("names/lst_first_name", "exceptions.txt") if len(n) > 1)
        | frozenset(lines("extra_first_names.txt")),
        surnames=frozenset(n for n in surnames if len(n) > 1) | prefixed,
        only_prefixed=prefixed - surnames,
        prefixes=_deduce("names/lst_interfix") | {"ter", "'t", "’t", "op", "den", "el", "al", "ben", "bin", "ait"},
        streets=_deduce("locations/lst_street"),
        places=places,
        public=frozenset(lines("public_names.txt")),
        idioms=tuple(lines("idioms.txt")),
        longest=max(map(len, words)),
    )


def lines(name: str) -> list[str]:
    """Read a shipped list, comments left out."""
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _deduce(folder: str, file: str = "items.txt") -> frozenset[str]:
    """Read one of deduce's lists in lower case, without importing deduce (its import sets up logging)."""
    path = Path(str(distribution("deduce").locate_file(f"deduce/data/lookup/src/{folder}/{file}")))
    if not path.exists():
        return frozenset()
    return frozenset(line.strip().lower() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
