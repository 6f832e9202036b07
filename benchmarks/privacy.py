"""How much of the personal data in the blind fragments the whole privacy step finds: rules, deduce and the recogniser.

    uv run python benchmarks/privacy.py

Each fragment of models/corpus/personal_data_h1 (written) and h2 (as speech recognition writes) is a turn of its own, so
no other turn helps. A span counts as hidden when all its letters and digits are covered; a street without a number, a
place, an age, a date and a public body stay, as they do in the product.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from narratief.evaluation.ingest import detectors
from narratief.privacy.detect import find_entities

CORPUS = Path(__file__).resolve().parents[1] / "models" / "corpus"
STAYS = {"STREET", "PLACE", "AGE", "DATE", "PUBLIC", "OTHER"}


def main() -> None:
    """Print recall per kind, and how much was replaced that nobody marked."""
    for name in ("h1", "h2"):
        hidden, total, words, outside = Counter[str](), Counter[str](), 0, 0
        for line in (CORPUS / f"personal_data_{name}.jsonl").read_text("utf-8").splitlines():
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
        kinds = ", ".join(f"{kind} {hidden[kind]} of {total[kind]}" for kind in sorted(total))
        share = sum(hidden.values()) / sum(total.values())
        print(f"{name}: {sum(hidden.values())} of {sum(total.values())} ({share:.3f}): {kinds}")
        print(f"  replaced that nobody marked: {outside} in {words} words")


if __name__ == "__main__":
    main()
