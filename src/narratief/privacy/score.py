"""Measures pseudonymisation: how much of the known personal data is gone, and how many other words went with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from narratief.domain.alignment import changes
from narratief.domain.entities import PSEUDONYM
from narratief.domain.interview import Interview
from narratief.domain.spans import Span, union

_WORD = re.compile(r"\[[A-Z]+-\d+\]|\w+")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of personal data that a person marked.

    Attributes
    ----------
    file
        Interview it is in.
    text
        The words; not shown in repr.
    type
        Kind, as in pii.jsonl.
    """

    file: str
    text: str = field(repr=False)
    type: str


@dataclass(frozen=True, slots=True)
class PrivacyScore:
    """Outcome for one or more interviews.

    Attributes
    ----------
    found, total
        Marked items that are gone, and all, per type.
    missed
        Items that still stand in the text.
    words
        Words of residents.
    replaced_outside
        Words of residents replaced that lie outside any marked item.
    examples
        Those words, as they stood next to each other.
    places
        Pseudonyms that stand in residents' words.
    nobodys
        Those of them that stand for nothing that anybody marked.
    """

    found: Counter[str]
    total: Counter[str]
    missed: tuple[Item, ...]
    words: int
    replaced_outside: int
    examples: tuple[str, ...] = field(repr=False, default=())
    places: int = 0
    nobodys: int = 0

    @property
    def recall(self) -> float:
        """Share of marked items that are gone; 1 when none were marked."""
        total = sum(self.total.values())
        return sum(self.found.values()) / total if total else 1.0

    @property
    def recall_per_type(self) -> dict[str, float]:
        """Share that is gone, per type."""
        return {kind: self.found[kind] / total for kind, total in sorted(self.total.items())}

    @property
    def over_redaction(self) -> float:
        """Share of residents' words that were replaced although nobody marked them."""
        return self.replaced_outside / self.words if self.words else 0.0

    @property
    def nobodys_share(self) -> float:
        """Share of the pseudonyms in residents' words that stand for nobody's data; 0 when there are none."""
        return self.nobodys / self.places if self.places else 0.0

    def __add__(self, other: PrivacyScore) -> PrivacyScore:
        """Add the outcome of other interviews."""
        return PrivacyScore(
            self.found + other.found,
            self.total + other.total,
            self.missed + other.missed,
            self.words + other.words,
            self.replaced_outside + other.replaced_outside,
            self.examples + other.examples,
            self.places + other.places,
            self.nobodys + other.nobodys,
        )


def score(before: Interview, after: Interview, items: Iterable[Item]) -> PrivacyScore:
    """Measure one interview.

    Parameters
    ----------
    before, after
        As read, and pseudonymised.
    items
        Marked items; those of other files are passed over.
    """
    own = [item for item in items if item.file == before.file]
    missed = tuple(item for item in own if _occurs(item.text, after.text))
    total = Counter(item.type for item in own)
    replaced = [
        each
        for old, new in zip(before.turns, after.turns, strict=True)
        if old.role == "resident"
        for each in _replaced(old.text, new.text, [item.text for item in own])
    ]
    outside = [each.lost for each in replaced if each.lost]
    return PrivacyScore(
        found=total - Counter(item.type for item in missed),
        total=total,
        missed=missed,
        words=sum(len(_WORD.findall(turn.text)) for turn in before.resident_turns),
        replaced_outside=sum(len(words.split()) for words in outside),
        examples=tuple(outside),
        places=sum(each.pseudonyms for each in replaced),
        nobodys=sum(each.pseudonyms for each in replaced if not each.marked),
    )


@dataclass(frozen=True, slots=True)
class _Replaced:
    """Words that stood next to each other and became pseudonyms.

    Attributes
    ----------
    pseudonyms
        How many.
    marked
        True when a marked item is among the words.
    lost
        The words outside any marked item, one space apart; not shown in repr.
    """

    pseudonyms: int
    marked: bool
    lost: str = field(repr=False)


def _occurs(said: str, text: str) -> bool:
    """Tell whether words still stand in a text, as whole words and in any case."""
    return re.search(rf"(?<!\w){_loose(said)}(?!\w)", text, re.IGNORECASE) is not None


def _loose(said: str) -> str:
    """Make a pattern of words in which any white space matches a space."""
    return r"\s+".join(map(re.escape, said.split()))


def _replaced(old: str, new: str, marked: Sequence[str]) -> Iterator[_Replaced]:
    """Words that were replaced by pseudonyms, and which of them lie outside every marked item."""
    inside = _covered(
        [m.span() for said in marked for m in re.finditer(rf"(?<!\w){_loose(said)}(?!\w)", old, re.IGNORECASE)]
    )
    olds, news = list(_WORD.finditer(old)), [match.group() for match in _WORD.finditer(new)]
    for change in changes([match.group() for match in olds], news):
        pseudonyms = sum(PSEUDONYM.fullmatch(word) is not None for word in news[change.new_start : change.new_end])
        if not pseudonyms:
            continue
        words = olds[change.start : change.end]
        lost = [m.group() for m in words if not inside(m.start())]
        yield _Replaced(pseudonyms, len(lost) < len(words), " ".join(lost))


def _covered(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Build a test whether a place lies in any of these spans, without going over all of them each time."""
    joined = union(spans)
    starts = [start for start, _ in joined]

    def covers(place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at >= 0 and place < joined[at][1]

    return covers
