"""How well requests to stay off the record are found, and how many of the words that they are about.

    uv run python benchmarks/off_record.py [--show a]

On models/evaluation_privacy/off_record_requests.txt and off_record_near.txt (see the README there): 80 parts of talks
with a request, 80 that only sound like one. Odd numbers (half a) may be looked at to mend rules, even ones (half b) are
for measuring only. A request counts as found when what is found shares a word with what is marked; words are counted as
covered when all their letters are. `--show` prints what goes wrong in a half.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from narratief.domain.interview import Interview, Role, Utterance
from narratief.domain.spans import Span, union
from narratief.privacy.off_record import find_off_record

FOLDER = Path(__file__).resolve().parents[1] / "models/evaluation_privacy"
MARK = re.compile(r"(\[\[|\]\]|\(\(|\)\))")
ROLES: dict[str, Role] = {"I": "interviewer", "R": "resident"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a talk with what a person marked.

    Attributes
    ----------
    number
        Such as r01 (with a request) or n01 (without).
    must, may
        Places of words that must be kept back, and that may be: the request itself and what is said around it.
    """

    number: str
    interview: Interview
    must: tuple[Span, ...]
    may: tuple[Span, ...]

    @property
    def half(self) -> str:
        """Half a for looking, half b for measuring."""
        return "a" if int(self.number[1:]) % 2 else "b"


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules made of a part, in words."""

    part: Part
    spans: tuple[Span, ...]
    must: int
    covered: int
    inside: int
    right: int

    @property
    def hit(self) -> bool:
        """Whether anything was found where something is marked, or where nothing is marked at all."""
        marked = (*self.part.must, *self.part.may)
        return any(not marked or any(a < d and c < b for c, d in marked) for a, b in self.spans)


def main() -> None:
    """Print the figures of both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", choices=("a", "b"), default="", help="print what goes wrong in this half")
    args = parser.parse_args()
    found = [measure(part) for name in ("requests", "near") for part in parts(FOLDER / f"off_record_{name}.txt")]
    for half in "ab":
        own = [each for each in found if each.part.half == half]
        tell(half, own)
        if half == args.show:
            for each in own:
                show(each)


def parts(path: Path) -> Iterator[Part]:
    """Read the parts of a file."""
    for block in path.read_text("utf-8").split("# ")[1:]:
        number, *lines = block.strip().splitlines()
        plain, marks = [], []
        for line in lines:
            text, spans = unmarked(line[2:].strip())
            plain.append(Utterance(line[0], text, ROLES[line[0]]))
            marks.append(spans)
        interview = Interview.build(f"{number}.txt", plain)
        if len(interview.turns) != len(plain):
            raise ValueError(f"{number}: two turns of one speaker in a row")
        placed = [
            (kind, (turn.start + start, turn.start + end))
            for turn, spans in zip(interview.turns, marks, strict=True)
            for kind, (start, end) in spans
        ]
        must, may = (tuple(span for kind, span in placed if kind == mark) for mark in ("[[", "(("))
        yield Part(number, interview, must, may)


def unmarked(text: str) -> tuple[str, list[tuple[str, Span]]]:
    """Take marks out of a text: the text, and the kind and place of each stretch."""
    plain, spans, opened, start = "", [], "", 0
    for piece in MARK.split(text):
        if piece in ("[[", "(("):
            opened, start = piece, len(plain)
        elif piece in ("]]", "))"):
            spans.append((opened, (start, len(plain))))
        else:
            plain += piece
    return plain, spans


def measure(part: Part) -> Found:
    """Apply the rules to a part."""
    spans = tuple(union(each.span for each in find_off_record(part.interview)))
    words = [
        (turn.start + each.start(), turn.start + each.end())
        for turn in part.interview.turns
        for each in re.finditer(r"\w[\w'’-]*", turn.text)
    ]
    must = [word for word in words if within(word, part.must)]
    inside = [word for word in words if within(word, spans)]
    allowed = (*part.must, *part.may)
    right = sum(within(word, allowed) for word in inside)
    return Found(part, spans, len(must), sum(within(word, spans) for word in must), len(inside), right)


def within(word: Span, spans: tuple[Span, ...]) -> bool:
    """Whether a word lies in one of these stretches."""
    return any(start <= word[0] and word[1] <= end for start, end in spans)


def tell(half: str, found: list[Found]) -> None:
    """Print precision and recall of requests and of words."""
    asked = [each for each in found if each.part.must]
    hits, false = sum(each.hit for each in asked), sum(bool(each.spans) for each in found if not each.part.must)
    must, covered = (sum(getattr(each, name) for each in found) for name in ("must", "covered"))
    inside, right = (sum(getattr(each, name) for each in found) for name in ("inside", "right"))
    print(
        f"half {half}: requests found {hits} of {len(asked)} (recall {hits / len(asked):.2f}), "
        f"near misses marked {false} of {len(found) - len(asked)} (precision {hits / max(hits + false, 1):.2f}); "
        f"words covered {covered} of {must} ({covered / must:.2f}), "
        f"of words marked right {right} of {inside} ({right / max(inside, 1):.2f})"
    )


def show(each: Found) -> None:
    """Print a part with what is wrong: missed words in <>, words marked wrongly in {}."""
    if each.covered == each.must and each.right == each.inside and (each.hit or not each.part.must):
        return
    print(f"  {each.part.number} {'' if each.hit or not each.part.must else 'NOT FOUND'}")
    for turn in each.part.interview.turns:
        told = []
        for word in re.finditer(r"\S+", turn.text):
            place = (turn.start + word.start(), turn.start + word.start() + len(word[0].rstrip(".,;:!?…")))
            due, got = within(place, each.part.must), within(place, each.spans)
            free = within(place, each.part.may)
            told.append(
                f"<{word[0]}>" if due and not got else f"{{{word[0]}}}" if got and not due and not free else word[0]
            )
        print(f"    {turn.speaker}: {' '.join(told)}")


if __name__ == "__main__":
    main()
