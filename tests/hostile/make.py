"""Make the corpus of hostile files: ``python -m tests.hostile.make FOLDER [--big]``; always the same bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.hostile import other, transcripts
from tests.hostile.case import Case

CASES: tuple[Case, ...] = (*transcripts.CASES, *other.CASES)
BIG: tuple[Case, ...] = tuple(transcripts.BIG)


def make(folder: Path, cases: tuple[Case, ...] = CASES) -> None:
    """Write the files, and beside them why each is hostile (waarom.tsv)."""
    lines = ["file\texpected\treason"]
    for case in cases:
        path = folder / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.make())
        lines.append(f"{case.name}\t{case.expected}\t{case.reason}")
    (folder / "waarom.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), CASES + (BIG if "--big" in sys.argv else ()))
