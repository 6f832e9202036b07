"""Count in how many texts of models/corpus each word stands: how ordinary it is in talk of participation.

    uv run python models/turning_points/recipe/count_words.py

Words are compared by their first letters, as `narratief.turning_points.wording` does; those of few texts are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from narratief.turning_points.wording import COUNTS, LEAST, stems_of

CORPUS = Path("models/corpus")


def main() -> None:
    """Write the table that `wording` reads."""
    lines = (line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    texts = {text for line in lines if isinstance(text := json.loads(line).get("text"), str)}
    counts = Counter(stem for text in texts for stem in stems_of(text))
    rows = sorted((stem, count) for stem, count in counts.items() if count >= LEAST)
    COUNTS.write_text("".join(f"{stem}\t{count}\n" for stem, count in rows), "utf-8")


if __name__ == "__main__":
    main()
