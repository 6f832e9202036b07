"""Training examples: the labelled corpus as records, how it is split, and how it is varied while training."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")
SENTENCE_END = re.compile(r"(?<=[.?!…])[\"'”’)\]]*\s+(?=[\"'“‘(]*[A-Z0-9])")
RECOGNISED = 0.25  # share of texts read as raw speech recognition gives them; chosen, not measured
ABOUT_HELD_OUT = 0.2  # share of the labelled texts that models/process_talk/recipe measures on
LARGEST_SET = 12  # rows of a set that are held together in a batch; chosen, not measured


@dataclass(frozen=True)
class Part:
    """A stretch of a text, as a fragment is of a turn, with the themes that it carries itself."""

    start: int
    end: int
    themes: frozenset[str]
    process: bool | None = None
    disputed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Example:
    """A labelled text.

    Attributes
    ----------
    group
        Texts of one group (person, interview, minimal pair) are never split over training and held-out data.
    evidence
        Pairs of a theme and words in the text that carry it; empty when not marked.
    parts
        Stretches whose own themes are known: the texts that were joined into one, or the sentences of a text in which
        the words that carry each theme are marked.
    process
        Whether it tells of the participation process at all; None where that was not labelled.
    disputed
        Themes that one of two coders gave, who did not see each other's codes: half true while training.
    ends
        In a text without punctuation, positions in it where a sentence ends and another follows; None in others.
    contrast
        Name shared by texts that were written as a minimal pair or triple, or as one set of everyday wordings with
        its twins; empty for others.
    """

    id: str
    text: str
    themes: frozenset[str]
    question: str = ""
    evidence: tuple[tuple[str, str], ...] = ()
    group: str = ""
    contrast: str = ""
    parts: tuple[Part, ...] = ()
    process: bool | None = None
    disputed: frozenset[str] = frozenset()
    ends: tuple[int, ...] | None = None


def load(folder: Path) -> list[Example]:
    """Read all fragments_*.jsonl, turns_*.jsonl and plain_*.jsonl of a folder, sorted by file and line."""
    found = []
    about = _about(folder)
    for path in labelled_files(folder):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            row = json.loads(line)
            pair = row.get("group") or row.get("set")
            group = pair or row.get("interview") or row.get("speaker") or number // 8
            found.append(
                Example(
                    row["id"],
                    row["text"],
                    frozenset(row["themes"]),
                    row.get("question", ""),
                    _evidence(row.get("evidence"), row["themes"]),
                    f"{path.stem}/{group}",
                    f"{path.stem}/{pair}" if pair else "",
                    process=True if row["themes"] else about.get(row["id"]),
                    disputed=frozenset(row.get("disputed", ())),
                )
            )
    return _small_sets(found)


def labelled_files(folder: Path) -> list[Path]:
    """The files of a folder that hold texts with themes."""
    return sorted(path for kind in ("fragments", "turns", "plain") for path in folder.glob(f"{kind}_*.jsonl"))


def _about(folder: Path) -> dict[str, bool]:
    """Whether texts without a theme tell of the process, by id; those held out by process_talk's recipe left out."""
    rows = [json.loads(line) for path in folder.glob("about_*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {row["id"]: row["about"] == "process" for row in rows if place_of(row["id"]) >= ABOUT_HELD_OUT}


def _together(known: list[bool | None]) -> bool | None:
    """Whether texts told in one go tell of the process, as far as known."""
    return True if True in known else None if None in known else False


def _small_sets(examples: list[Example]) -> list[Example]:
    """The examples, large sets no longer held together: theirs are texts on one subject rather than twins."""
    sizes = Counter(example.contrast for example in examples)
    return [e if sizes[e.contrast] <= LARGEST_SET else replace(e, contrast="") for e in examples]


def _evidence(marked: str | dict[str, list[str]] | None, themes: list[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of a theme and words that carry it; words marked for no theme in particular count for each."""
    if isinstance(marked, dict):
        return tuple((theme, words) for theme, all_words in marked.items() for words in all_words)
    return tuple((theme, marked) for theme in themes) if marked else ()


def split(examples: list[Example], share: float = 0.1) -> tuple[list[Example], list[Example]]:
    """Divide into training and held-out examples by a hash of their group, so that it never changes."""
    held = [e for e in examples if place_of(e.group) < share]
    ids = {e.id for e in held}
    return [e for e in examples if e.id not in ids], held


def part(examples: list[Example], share: float) -> list[Example]:
    """Take a share of the groups, for a learning curve; a smaller share lies within a larger one."""
    return [e for e in examples if place_of(f"part/{e.group}") < share]


def place_of(name: str) -> float:
    """Give a name a fixed place in [0, 1)."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32


def vary(examples: list[Example], rng: random.Random, joined: float = 0.25) -> list[Example]:
    """Give one epoch's examples: each once, some as raw speech recognition, a share joined into long turns."""
    order = list(examples)
    rng.shuffle(order)
    by_file: dict[str, list[Example]] = {}
    for example in examples:
        by_file.setdefault(example.group.split("/")[0], []).append(example)
    result = []
    for example in order:
        others: list[Example] = []
        if rng.random() < joined:
            others = rng.sample(by_file[example.group.split("/")[0]], rng.choice((1, 1, 2)))
        spoken = rng.random() < RECOGNISED
        together = [_recognised(each) if spoken else each for each in (example, *others)]
        varied = _joined(together, rng) if others else replace(together[0], parts=_sentences(together[0]))
        if varied.question and rng.random() < 0.3:
            varied = replace(varied, question="")
        result.append(varied)
    return result


def as_recognised(text: str) -> str:
    """Write text as raw speech recognition gives it: no capitals, no punctuation."""
    return re.sub(r"\s+", " ", re.sub(r"[.,;:!?…\"“”‘()\[\]–—]|(?<!\w)'|'(?!\w)", " ", text)).strip().lower()


def _recognised(example: Example) -> Example:
    """The example as raw speech recognition gives it."""
    evidence = tuple((theme, as_recognised(words)) for theme, words in example.evidence)
    text, ends = told(SENTENCE_END.split(example.text))
    return replace(example, text=text, evidence=evidence, ends=ends)


def told(sentences: list[str]) -> tuple[str, tuple[int, ...]]:
    """Sentences as raw speech recognition gives them, and the positions where one ends and another follows."""
    plain = [words for sentence in sentences if (words := as_recognised(sentence))]
    ends = accumulate((len(words) + 1 for words in plain[:-1]), initial=-1)
    return " ".join(plain), tuple(ends)[1:]


def _sentences(example: Example) -> tuple[Part, ...]:
    """Sentences with the themes whose marked words they hold; none unless the words of every theme are marked."""
    places = [(theme, example.text.find(words), len(words)) for theme, words in example.evidence if words]
    spans = [match.span() for match in _SENTENCE.finditer(example.text)]
    marked = {theme for theme, _, _ in places}
    if len(spans) < 2 or any(at < 0 for _, at, _ in places) or marked != example.themes | example.disputed:
        return ()
    found = []
    for start, end in spans:
        shown = frozenset(theme for theme, at, length in places if at < end and at + length > start)
        process = True if shown else False if example.process is False else None
        found.append(Part(start, end, shown & example.themes, process, shown & example.disputed))
    return tuple(found)


def _joined(parts: list[Example], rng: random.Random) -> Example:
    """Texts as one turn; the first one's question and id stay."""
    order = rng.sample(parts, len(parts))
    stretches, ends, at = [], [], 0
    for part in order:
        ends += [at + end for end in part.ends or ()] + [at + len(part.text)]
        stretches.append(Part(at, at + len(part.text), part.themes, part.process, part.disputed))
        at += len(part.text) + 1
    themes = frozenset[str]().union(*(part.themes for part in order))
    return replace(
        parts[0],
        text=" ".join(part.text for part in order),
        themes=themes,
        disputed=frozenset[str]().union(*(part.disputed for part in order)) - themes,
        evidence=tuple(marked for part in order for marked in part.evidence),
        contrast="",
        parts=tuple(stretches),
        ends=None if parts[0].ends is None else tuple(ends[:-1]),
        process=_together([part.process for part in order]),
    )
