"""How much personal data the whole privacy step finds in texts it was not made with: rules, deduce and the recogniser.

    uv run python benchmarks/privacy.py

First the blind fragments models/corpus/personal_data_h1 (written) and h2 (as speech recognition writes), each a turn of
its own, so no other turn helps. A span counts as hidden when all its letters and digits are covered. Then the whole
interviews of models/evaluation_privacy (w1: typed; w2: as speech recognition writes; w3: six so, three typed), in which
the personal data is marked as [[KIND:words]]: they are read as any transcript, and a marked item counts as hidden when
its words stand nowhere in what comes out, as `narratief score` counts. A street without a number, a place, an age, a
date and a public body stay, as they do in the product.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from narratief.pipeline.pseudonymisation import detectors, pseudonymise_loose
from narratief.privacy.detect import find_entities
from narratief.privacy.score import Item, PrivacyScore, score
from narratief.transcripts.read import read_transcript

MODELS = Path(__file__).resolve().parents[1] / "models"
STAYS = {"STREET", "PLACE", "AGE", "DATE", "PUBLIC", "OTHER"}
MARK = re.compile(r"\[\[([A-Z]+):(.*?)\]\]", re.DOTALL)


def main() -> None:
    """Print recall per kind, and how much was replaced that nobody marked."""
    for name in ("h1", "h2"):
        of_fragments(name)
    for name in ("w1", "w2", "w3"):
        of_interviews(name)


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
