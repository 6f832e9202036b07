"""Score the tagger on coded texts by register, and plain statements with their negations and other subjects.

    uv run python benchmarks/register.py models/evaluation/register.jsonl

Rows: {"text", "themes"}, and optionally "question", "register", and "kind" (plain or twin_*: a twin must get no theme
that it does not carry).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from narratief.domain.codebook_file import default_codebook
from narratief.metrics.agreement import mean_alpha
from narratief.metrics.themes import score_themes
from narratief.pipeline.tagging import tag_texts

LEAST = 5  # rows of a theme from which it counts in the mean over themes


def line(name: str, rows: Sequence[dict], given: Sequence[frozenset[str]], themes: Sequence[str]) -> str:
    """Figures of some rows."""
    gold = [frozenset(row["themes"]) for row in rows]
    book = default_codebook()
    scores = score_themes(gold, given, book.theme_ids, samples=1)
    f1 = {score.theme: score.f1 for score in scores.themes}
    micro_true = sum(len(a & b) for a, b in zip(gold, given, strict=True))
    micro = 2 * micro_true / max(sum(map(len, gold)) + sum(map(len, given)), 1)
    macro = sum(f1[theme] or 0.0 for theme in themes) / max(len(themes), 1)
    alpha = mean_alpha(gold, given, themes) or 0.0
    empty = f"{scores.left_empty} of {scores.empty}"
    return f"{name:20} n {len(rows):4}  macro-F1 {macro:.3f}  micro-F1 {micro:.3f}  alpha {alpha:.3f}  empty {empty}"


def main() -> None:
    """Score the files named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    for path in parser.parse_args().files:
        rows = [json.loads(each) for each in path.read_text("utf-8").splitlines()]
        predictions = tag_texts(
            [row["text"] for row in rows], [row.get("question") or "" for row in rows], default_codebook()
        )
        given = [frozenset(each.themes) for each in predictions]
        counts = {theme: sum(theme in row["themes"] for row in rows) for theme in default_codebook().theme_ids}
        themes = [theme for theme, count in counts.items() if count >= LEAST]
        print(path.name)
        print(line("all", rows, given, themes))
        for register in sorted({row["register"] for row in rows if row.get("register")}):
            places = [at for at, row in enumerate(rows) if row.get("register") == register]
            print(line(register, [rows[at] for at in places], [given[at] for at in places], themes))
        plain = [set(row["themes"]) <= got for row, got in zip(rows, given, strict=True) if row.get("kind") == "plain"]
        twins = [
            bool(got - set(row["themes"]))
            for row, got in zip(rows, given, strict=True)
            if str(row.get("kind")).startswith("twin")
        ]
        if plain and twins:
            print(f"plain found whole {sum(plain) / len(plain):.3f}, false on twins {sum(twins) / len(twins):.3f}")


if __name__ == "__main__":
    main()
