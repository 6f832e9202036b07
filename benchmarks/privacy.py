"""How much personal data the whole privacy step finds in texts it was not made with: rules, deduce and the recogniser.

    uv run python benchmarks/privacy.py

First the blind fragments models/corpus/personal_data_h1 (written) and h2 (as speech recognition writes), each a turn of
its own, so no other turn helps. A span counts as hidden when all its letters and digits are covered. Then the whole
interviews of models/evaluation_privacy (w1: typed; w2: as speech recognition writes; w3: six so, three typed), in which
the personal data is marked as [[KIND:words]]: they are read as any transcript, and a marked item counts as hidden when
its words stand nowhere in what comes out, as `narratief score` counts. A street without a number, a place, an age, a
date and a public body stay, as they do in the product.

Then the passages spoken-a to -e and prose-a to -e, in which both what must go and what must stay is marked
(the README there says how). An item is gone when every word of it that could tell is; a place is nobody's when it
touches no such item. Of the sets a and d the words are shown with --show; those of b, c and e never are, for they are
kept out of all looking and tuning.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from narratief.domain.entities import Entity
from narratief.pipeline.pseudonymisation import detectors, pseudonymise_loose
from narratief.privacy.detect import find_entities
from narratief.privacy.detectors.cues import cue
from narratief.privacy.score import Item, PrivacyScore, score
from narratief.transcripts.read import read_transcript

MODELS = Path(__file__).resolve().parents[1] / "models"
STAYS = {"STREET", "PLACE", "AGE", "DATE", "PUBLIC", "OTHER"}
MARK = re.compile(r"\[\[([A-Z]+):(.*?)\]\]", re.DOTALL)
EITHER = re.compile(r"\[\[(?P<go>[A-Z]+):(?P<gone>.*?)\]\]|\{\{(?P<stay>[A-Z]+):(?P<stays>.*?)\}\}", re.DOTALL)
PASSAGES = tuple(f"{register}-{half}" for register in ("spoken", "prose") for half in "abcde")
SHOWN = ("spoken-a", "prose-a", "spoken-d", "prose-d")


def main() -> None:
    """Print recall per kind, and how much was replaced that nobody marked."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--show", action="store_true", help="show what went wrong in the halves that may be looked at")
    asked.add_argument("--passages", action="store_true", help="only the passages")
    given = asked.parse_args()
    if not given.passages:
        for name in ("h1", "h2"):
            of_fragments(name)
        for name in ("w1", "w2", "w3"):
            of_interviews(name)
    for name in PASSAGES:
        of_passages(name, show=given.show and name in SHOWN)


@dataclass
class Passages:
    """What was counted over passages."""

    gone: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    full_names: int = 0
    places: int = 0
    nobodys: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    """Marked as staying, but taken, per kind; what was not marked at all under "not marked"."""
    by: Counter[str] = field(default_factory=Counter)
    """The same by what they were found as, and with which priority."""


def of_passages(name: str, *, show: bool) -> None:
    """Print the figures of one set of passages: what went, what had to, and how many places are nobody's."""
    counted = Passages()
    for passage in (MODELS / "evaluation_privacy" / f"{name}.txt").read_text("utf-8").strip().split("\n\n"):
        turns = [re.sub(r"^[VA]: ", "", line) for line in passage.split("\n")]
        marked = [list(_marks(turn)) for turn in turns]
        texts = [EITHER.sub(lambda m: m["gone"] or m["stays"], turn) for turn in turns]
        for text, marks, found in zip(texts, marked, find_entities(texts, detectors()), strict=True):
            _count(counted, text, marks, found, show=show)
    tell(name, counted.gone, counted.total)
    share = counted.nobodys / counted.places
    print(f"  full names that stayed in part: {counted.full_names}")
    print(f"  places that are nobody's: {counted.nobodys} of {counted.places} ({share:.3f}): {dict(counted.taken)}")
    print(f"    found as: {dict(counted.by)}")


Mark = tuple[int, int, str, bool]
"""Start and end in the text without marks, kind, and whether it must go."""


def _marks(turn: str) -> Iterator[Mark]:
    """Give the marks of a turn."""
    shift = 0
    for match in EITHER.finditer(turn):
        words = match["gone"] or match["stays"]
        start = match.start() - shift
        yield start, start + len(words), match["go"] or match["stay"], match["go"] is not None
        shift += len(match.group()) - len(words)


def _count(counted: Passages, text: str, marks: list[Mark], found: list[Entity], *, show: bool) -> None:
    """Count one turn."""
    covered = {place for entity in found for place in range(entity.start, entity.end)}
    for start, end, kind, go in marks:
        if not go:
            continue
        words = [m for m in re.finditer(r"\w+", text[start:end]) if m.group().lower() not in _TELLS_NOBODY]
        gone = all(place in covered for word in words for place in range(start + word.start(), start + word.end()))
        counted.total[kind] += 1
        counted.gone[kind] += gone
        counted.full_names += not gone and kind == "PERSON" and len(words) > 1
        if not gone and show:
            print(f"  stayed, {kind}: {text[start:end]}   in: {text[max(0, start - 40) : end + 30]}")
    for entity in found:
        counted.places += 1
        touched = [mark for mark in marks if mark[0] < entity.end and entity.start < mark[1]]
        if any(go for *_, go in touched):
            continue
        counted.nobodys += 1
        counted.taken[touched[0][2] if touched else "not marked"] += 1
        counted.by[f"{entity.type} {entity.priority}"] += 1
        if show:
            why, around = f"{entity.type} {entity.priority}", text[max(0, entity.start - 40) : entity.end + 30]
            print(f"  nobody's, {why}: {text[entity.start : entity.end]}   in: {around}")


_TELLS_NOBODY = (
    cue("titles") | cue("weak_titles") | cue("name_prefixes") | {"en", "op", "nummer", "nr", "geboren", "de", "t"}
)
"""Words inside a mark that tell nobody who is meant."""


def of_fragments(name: str) -> None:
    """Print the figures of one set of fragments."""
    hidden, total, words, outside = Counter[str](), Counter[str](), 0, 0
    for line in (MODELS / "corpus" / f"personal_data_{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        (found,) = find_entities([text], detectors())
        covered = {place for entity in found for place in range(entity.start, entity.end)}
        marked = {place for start, end, _ in row["entities"] for place in range(start, end)}
        for start, end, kind in row["entities"]:
            if kind not in STAYS:
                total[kind] += 1
                hidden[kind] += all(place in covered for place in range(start, end) if text[place].isalnum())
        words += len(text.split())
        outside += sum(not marked & set(range(entity.start, entity.end)) for entity in found)
    tell(name, hidden, total)
    print(f"  replaced that nobody marked: {outside} in {words} words")


def of_interviews(name: str) -> None:
    """Print the figures of one set of interviews."""
    parts: list[PrivacyScore] = []
    with TemporaryDirectory() as folder:
        for marked in sorted((MODELS / "evaluation_privacy").glob(f"{name}-*.txt")):
            text = marked.read_text("utf-8")
            path = Path(folder) / marked.name
            path.write_text(MARK.sub(r"\2", text), "utf-8")
            before = read_transcript(path)
            items = dict.fromkeys(Item(before.file, words, kind) for kind, words in MARK.findall(text))
            parts.append(score(before, pseudonymise_loose(before), items))
    whole = sum(parts[1:], start=parts[0])
    tell(name, whole.found, whole.total)
    print(f"  words replaced that nobody marked: {whole.replaced_outside} of residents' {whole.words}")


def tell(name: str, hidden: Counter[str], total: Counter[str]) -> None:
    """Print recall as a whole and per kind."""
    kinds = ", ".join(f"{kind} {hidden[kind]} of {total[kind]}" for kind in sorted(total))
    print(f"{name}: {hidden.total()} of {total.total()} ({hidden.total() / total.total():.3f}): {kinds}")


if __name__ == "__main__":
    main()
