"""Check the labelled texts by machine, and print what they hold.

    uv run --group train python models/tagger/recipe/check_corpus.py --corpus models/corpus

Faults (unknown themes, marked words that are not in the text, ids or texts that stand there twice) end it with 1. Then:
texts per theme, per register, with two themes and more; for everyday formulas how many texts hold one and how many of
these carry the theme (a formula that hardly ever does teaches that plain words mean nothing); and how many sets of
everyday wordings have a twin of opposite polarity and one about something else.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import yaml
from examples import labelled_files

FORMULAS = {
    "influence_doubt": [
        r"niet (?:echt )?gehoord|niet (?:naar (?:ons|mij|bewoners) )?geluisterd",
        r"(?:niks|niets|weinig) (?:er)?mee gedaan",
        r"(?:stond|lag|was) (?:al|allang) (?:lang )?vast|doorgedrukt|wassen neus|van tafel|geen (?:enkele )?invloed",
        r"(?:had|heeft|geen) (?:geen|toch geen|enkele) zin|niets? van terug",
    ],
    "feedback_silence": [
        r"(?:nooit|niets|niks) (?:meer )?(?:iets |wat |ervan |van )*(?:gehoord|vernomen)",
        r"geen (?:antwoord|reactie|bericht)",
        r"nooit (?:een )?(?:antwoord|reactie|teruggebeld|terugkoppeling)|bleef het stil|radiostilte",
    ],
    "participation_valued": [
        r"(?:echt|goed|wel) (?:naar (?:ons|mij) )?geluisterd|(?:me|ons|zich) (?:echt |wel )?gehoord|serieus genomen",
    ],
    "active_role": [r"overgenomen|meebeslis|mochten (?:zelf )?kiezen|zelf (?:getekend|ontworpen|bedacht)"],
    "unclear_frameworks": [
        r"wie (?:er )?(?:nou |nu |waar)?(?:over (?:gaat|gaan|ging)|beslist)|waar (?:we|je|wij) (?:over )?mee mochten",
        r"geen idee wat (?:er )?(?:kon|mocht)|niet duidelijk (?:wat|waar|wie)",
    ],
    "decision_opacity": [r"achter gesloten deuren|niet te volgen|waarom (?:ze|er) (?:daar)?voor"],
}
"""Everyday formulas of a theme, to see which way the texts teach them; a count, not a rule of coding."""


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """All labelled texts of a folder, with the name of their file."""
    return [
        json.loads(line) | {"file": path.stem}
        for path in labelled_files(folder)
        for line in path.read_text("utf-8").splitlines()
        if line
    ]


def faults_of(rows: list[dict[str, Any]], themes: set[str]) -> list[str]:
    """What must not be in the corpus, a line each."""
    found = []
    ids, texts = Counter(row["id"] for row in rows), Counter(row["text"] for row in rows)
    for row in rows:
        where = f"{row['file']} {row['id']}"
        given = {*row["themes"], *row.get("disputed", ())}
        if given - themes:
            found.append(f"{where}: unknown theme {sorted(given - themes)}")
        marked = row.get("evidence") or {}
        words = [each for all_words in marked.values() for each in all_words] if isinstance(marked, dict) else [marked]
        if any(each not in row["text"] for each in words):
            found.append(f"{where}: marked words that are not in the text")
        if isinstance(marked, dict) and set(marked) - given:
            found.append(f"{where}: words marked for a theme that it has not")
        if ids[row["id"]] > 1:
            found.append(f"{where}: id stands there twice")
        if texts[row["text"]] > 1:
            found.append(f"{where}: text stands there twice")
    return found


def twins(rows: list[dict[str, Any]]) -> str:
    """How many sets of everyday wordings have their twins."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.get("set") and row.get("kind"):
            kinds[f"{row['file']}/{row['set']}"].add(row["kind"])
    sets = [found for found in kinds.values() if "plain" in found]
    polarity = sum("twin_polarity" in found for found in sets)
    subject = sum("twin_subject" in found for found in sets)
    return (
        f"sets of plain wordings {len(sets)}, with a twin of opposite polarity {polarity}, on another subject {subject}"
    )


def main() -> None:
    """Print the figures and the faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--codebook", type=Path, default=Path("src/narratief/domain/standaard.yaml"))
    args = parser.parse_args()
    themes = [theme["id"] for theme in yaml.safe_load(args.codebook.read_text("utf-8"))["themes"]]
    rows = rows_of(args.corpus)
    total = len(rows)
    print(f"texts {total}, without a theme {sum(not row['themes'] for row in rows) / total:.2f}", end=", ")
    print(f"two themes and more {sum(len(row['themes']) > 1 for row in rows) / total:.2f}", end=", ")
    print(f"words marked {sum(bool(row.get('evidence')) for row in rows)}")
    for theme in themes:
        print(f"  {theme:26} {sum(theme in row['themes'] for row in rows):5}")
    registers = Counter(row["register"] for row in rows if row.get("register"))
    named = registers.total()
    print("register:", ", ".join(f"{name} {count / named:.2f}" for name, count in registers.most_common()))
    for theme, formulas in FORMULAS.items():
        formula = "|".join(formulas)
        holding = [row for row in rows if re.search(formula, row["text"], re.IGNORECASE)]
        carrying = sum(theme in row["themes"] for row in holding)
        empty = sum(not row["themes"] for row in holding)
        print(f"formula of {theme:22} in {len(holding):4}, of which with the theme {carrying:4}, without any {empty:4}")
    print(twins(rows))
    faults = faults_of(rows, set(themes))
    print(*faults, sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
