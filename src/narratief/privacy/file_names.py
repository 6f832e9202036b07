"""File names that give a resident away ("interview Gerrit Wiersma.docx") get a neutral name in every output.

Only the person's name goes; what else its maker put in the name stays, so that they know the file again. The name as it
was is kept in the vault.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import PurePath

from narratief.domain.entities import PSEUDONYM
from narratief.domain.spans import Span, union
from narratief.privacy.detectors.lexicon import lexicon, lines
from narratief.privacy.detectors.numbers import fold

NEUTRAL = "naam"
"""What stands in the place of a person's name."""
_SPLIT = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LEAST = 3  # letters of a word of a name that is looked for by itself; shorter ones are particles and initials
_TITLES = frozenset({"mevrouw", "mevr", "mw", "meneer", "mijnheer", "dhr", "heer", "mej", "familie", "fam"})
_STREETS = re.compile(
    r"(?:straat|str|laan|weg|plein|kade|gracht|singel|steeg|pad|wijk|buurt|polder|dreef|markt|haven)$"
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a file name."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """In lower case without accents, as names are compared."""
        return fold(self.text)


def neutral_name(
    file: str, originals: Mapping[str, Iterable[str]], taken: Collection[str] = (), keep: Iterable[str] = ()
) -> str:
    """Name under which a file may appear in outputs.

    Parameters
    ----------
    file
        The file's own name.
    originals
        Pseudonym → words that it stands for, of its interview.
    taken
        Names that other files of the project have.
    keep
        Words of the project's own name, which are nobody's.

    Returns
    -------
    str
        The own name where it names nobody, else one with "naam" for the name of a person, and with the kind of data
        for an address or number of the interview; with a number where others have that name.
    """
    path = PurePath(file)
    stem = path.stem
    spans = [(span, NEUTRAL) for span in _persons(stem, _person_words(originals), {fold(word) for word in keep})]
    spans += [(span, kind) for span, kind in _other_data(stem, originals)]
    if not spans:
        return file
    made, end = "", len(stem)
    for span, word in sorted(spans, reverse=True):
        if span[1] <= end:
            made = f"{word}{stem[span[1] : end]}{made}"
            end = span[0]
    made = f"{stem[:end]}{made}"
    if not set(map(fold, _LETTERS.findall(made))) - {NEUTRAL}:
        made = f"gesprek {made}"
    suffix, others = path.suffix.lower(), {name.casefold() for name in taken}
    names = (f"{made}{suffix}" if number == 1 else f"{made} ({number}){suffix}" for number in count(1))
    return next(name for name in names if name.casefold() not in others)


def hidden_name(file: str) -> str:
    """Name that tells nothing of a file, whether it needs one or not: what other processes and Prefect are told."""
    return f"gesprek-{hashlib.sha256(file.encode()).hexdigest()[:6]}{PurePath(file).suffix.lower()}"


@cache
def _ordinary() -> frozenset[str]:
    """Words that names of files are made of: kinds of documents, months, days; none of it is a person there."""
    return frozenset(lines("file_name_words.txt"))


def _person_words(originals: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Words of the names of an interview's people."""
    names = (name for label, given in originals.items() if label.startswith("[PERSOON-") for name in given)
    words = {fold(word) for name in names for word in _LETTERS.findall(name)}
    return frozenset(word for word in words if len(word) >= _LEAST and word not in _TITLES)


def _words(stem: str) -> list[_Word]:
    """Words of a file name; "InterviewJansen" has two."""
    found = []
    for match in _LETTERS.finditer(stem):
        at = match.start()
        for part in _SPLIT.split(match[0]):
            found.append(_Word(at, at + len(part), part))
            at += len(part)
    return found


def _persons(stem: str, known: Collection[str], keep: Collection[str]) -> list[Span]:
    """Names of persons in a file name, each with its initials and the words before a surname."""
    words = _words(stem)
    sure = [_is_person(words, at, known, keep) for at in range(len(words))]
    spans = []
    for at, word in enumerate(words):
        if not sure[at]:
            continue
        start, before = word.start, at - 1
        while before >= 0 and _belongs(stem, words[before], start):
            start = words[before].start
            before -= 1
        spans.append((start, word.end))
    return _joined(stem, spans)


def _is_person(words: Sequence[_Word], at: int, known: Collection[str], keep: Collection[str]) -> bool:
    """Whether a word of a file name names a person: one of the interview's, or one on the lists of names."""
    word, lists = words[at].lower, lexicon()
    if len(word) < _LEAST or word in keep or word in lists.prefixes or word in _TITLES or word in _ordinary():
        return False
    if word in known:
        return True
    before = words[at - 1].lower if at else ""
    announced = before in _TITLES or before in lists.prefixes - _ordinary() or lists.is_first_name(before)
    capital = words[at].text[0].isupper()
    if _STREETS.search(word) or word in lists.places or word in lists.public:
        return announced and capital and word in lists.surnames and not _STREETS.search(word)
    if lists.is_word(word):
        listed = lists.is_first_name(word) or lists.is_surname(word)
        return listed and capital and at > 0 and (announced or word not in lists.common)
    return lists.is_first_name(word) or lists.is_surname(word) or (announced and capital)


def _belongs(stem: str, word: _Word, end: int) -> bool:
    """Whether a word right before a name is part of it: a prefix, or an initial."""
    between = stem[word.end : end]
    near = len(between) <= 2 and not any(each.isalnum() for each in between)
    return near and (word.lower in lexicon().prefixes or (len(word.text) == 1 and word.text.isupper()))


def _joined(stem: str, spans: Iterable[Span]) -> list[Span]:
    """Join names between which nothing but separators stands."""
    joined: list[Span] = []
    for start, end in union(spans):
        if joined and not any(each.isalnum() for each in stem[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _other_data(stem: str, originals: Mapping[str, Iterable[str]]) -> Iterator[tuple[Span, str]]:
    """Whole addresses and numbers of an interview that stand in a file name, with what they are."""
    for label, given in originals.items():
        kind = PSEUDONYM.match(label)
        if kind is None or kind[1] in ("PERSOON", "ORGANISATIE"):
            continue
        for said in given:
            pieces = re.findall(r"[^\W_]+", said)
            if not any(piece.isdigit() for piece in pieces) and kind[1] == "ADRES":
                continue  # a street alone is nobody's
            if pieces and (
                found := re.search(r"(?<![^\W_])" + r"[\W_]*".join(map(re.escape, pieces)) + r"(?![^\W_])", stem, re.I)
            ):
                yield found.span(), kind[1].lower()
