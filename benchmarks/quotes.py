"""How often the quote that narratief prints for a theme is one that a reader would print.

    uv run python benchmarks/quotes.py draw [--blind FILE]      # writes models/evaluation/quotes.jsonl
    uv run python benchmarks/quotes.py score                    # of models/evaluation/quote_choices.jsonl

`draw` takes a theme of a project with five quotes in random order: fragments of the answers that carry the theme by the
gold, or that the machine coded with it. Where fewer than a hundred have five, those with more fragments give further
sets, of other fragments. What a reader gets (--blind) tells nothing of the rule or of scores; the reader writes lines
{"id": …, "ranking": [best, second best, …]}, places counted from 0. `score` lets the rule of today choose from the same
five and tells how often its choice is among the reader's first two (by chance 2 of 5); the rule's weights were chosen
on the sample projects, so that only the figure of models/evaluation says how it does elsewhere.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from narratief.cli.jsonl import read_lines, write_lines
from narratief.domain.codebook_file import project_codebook
from narratief.domain.fragment import Fragment, with_surroundings
from narratief.domain.off_record import with_withheld
from narratief.domain.project import Project, load_project
from narratief.domain.quotes import Quote, quote_fragment, ranked
from narratief.domain.surroundings import Surroundings
from narratief.metrics.gold import load_gold
from narratief.nlp.pipeline import load_pipeline
from narratief.nlp.segment import divisions, fragments_of
from narratief.pipeline.pseudonymisation import detectors, kept_words
from narratief.pipeline.tagging import tagger_for
from narratief.privacy.off_record import find_off_record
from narratief.privacy.pseudonymise import pseudonymise
from narratief.transcripts.read import read_transcript

SETS = 100
CANDIDATES = 5
EVALUATION = Path("models/evaluation")
FOLDERS = (Path("narratives"), EVALUATION)
DRAWN, CHOSEN = EVALUATION / "quotes.jsonl", EVALUATION / "quote_choices.jsonl"


def scored_fragments(project: Project) -> Iterator[tuple[Fragment, dict[str, float], frozenset[str]]]:
    """Fragments of a project that may be quoted, each with its score per theme and the themes it may be quoted for."""
    tagger = tagger_for(project_codebook(project.path))
    gold = {(turn.file, turn.turn): turn.themes for turn in load_gold(project.path / "gold.jsonl")}
    for path in project.files:
        read = read_transcript(path, project.facts.interviewer_in(path.name))
        interview = pseudonymise(read, None, detectors(), kept_words(project))
        turns = interview.resident_turns
        texts = [turn.text for turn in turns]
        encoded = tagger.encoder.encode(texts, [interview.question_before(turn) for turn in turns])
        divided = divisions(load_pipeline(), turns, encoded)
        tagged = tagger.tag_encoded(texts, encoded, [division.fragments for division in divided])
        alone = [
            tagger.tag_encoded([text], [whole.part(*span)])[0].scores
            for text, whole, division in zip(texts, encoded, divided, strict=True)
            for span in division.fragments
        ]
        given = [themes for prediction in tagged for themes in prediction.by_fragment]
        fragments = with_withheld(
            interview,
            with_surroundings(interview, fragments_of(project.name, interview, divided)),
            [each.span for each in find_off_record(interview)],
        )
        for fragment, scores, coded in zip(fragments, alone, given, strict=True):
            if not fragment.withheld:
                yield fragment, scores, gold.get((interview.file, fragment.resident_turn), frozenset()) | set(coded)


def draw() -> list[dict[str, Any]]:
    """Draw the sets."""
    pools: dict[tuple[str, str], list[tuple[Fragment, float]]] = defaultdict(list)
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for folder in FOLDERS:
        for path in sorted(each.parent for each in folder.glob("*/gold.jsonl")):
            project = load_project(path)
            for theme in project_codebook(path).themes:
                said[project.name, theme.id] = (project.title, f"{theme.label}: {theme.definition}")
            for fragment, scores, themes in scored_fragments(project):
                for theme_id in themes:
                    pools[project.name, theme_id].append((fragment, scores[theme_id]))
    chance = random.Random(0)  # noqa: S311 -- to draw, not to hide
    sets: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for key, pool in sorted(pools.items()):
        chance.shuffle(pool)
        for number, at in enumerate(range(0, len(pool) - CANDIDATES + 1, CANDIDATES)):
            sets[number].append(_as_row(*key, number, said[key], pool[at : at + CANDIDATES]))
    rows = [row for number in sorted(sets) for row in chance.sample(sets[number], len(sets[number]))][:SETS]
    return sorted(rows, key=lambda row: str(row["id"]))


def _as_row(
    project: str, theme: str, number: int, said: tuple[str, str], drawn: list[tuple[Fragment, float]]
) -> dict[str, Any]:
    """One set, with all that the rule looks at."""
    candidates = [
        {
            "interview": each.interview,
            "turn": each.resident_turn,
            "start": each.start,
            "text": each.text,
            "question": each.question,
            "around": asdict(each.around),
            "score": round(score, 4),
        }
        for each, score in drawn
    ]
    return {"id": f"{project}/{theme}/{number}", "project": said[0], "theme": said[1], "candidates": candidates}


def quotes_of(row: dict[str, Any]) -> list[Quote]:
    """The candidates of a set, as the rule gets them."""
    made = []
    for each in row["candidates"]:
        start, text = each["start"], each["text"]
        place = (row["id"], each["interview"], each["turn"], each["turn"], 0, start, start + len(text))
        fragment = Fragment(*place, text, each["question"], around=Surroundings(**each["around"]))
        made.append(quote_fragment(fragment, each["score"]))
    return made


def for_reader(row: dict[str, Any]) -> dict[str, Any]:
    """A set as a reader gets it: words as they would be printed, each with the question that would stand before it."""
    quotes = quotes_of(row)
    return {
        "id": row["id"],
        "theme": row["theme"],
        "project": row["project"],
        "questions": [quote.asked for quote in quotes],
        "candidates": [quote.printed for quote in quotes],
    }


def score(title: str, rows: list[dict[str, Any]], choices: dict[str, list[int]]) -> None:
    """Print how often the rule's choice is among the reader's first two, and beside it what others reach."""
    read = [row for row in rows if row["id"] in choices]
    found: Counter[str] = Counter()
    for row in read:
        quotes, wanted = quotes_of(row), choices[row["id"]]
        places = {
            "rule": quotes.index(ranked(quotes)[0]),
            "highest score": max(range(len(quotes)), key=lambda at: quotes[at].score),
            "longest": max(range(len(quotes)), key=lambda at: len(quotes[at].text)),
        }
        for name, place in places.items():
            found[f"{name}, first two"] += place in wanted[:2]
            found[f"{name}, first"] += place == wanted[0]
    pairs = {row["id"].rpartition("/")[0] for row in read}
    print(f"{title}: {len(read)} sets of {CANDIDATES}, {len(pairs)} themes of projects")
    for name, count in found.items():
        print(f"{name:28} {count:4} {count / max(1, len(read)):.2f}")


def main() -> None:
    """Draw sets, or score the rule's choices."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("draw", "score"))
    parser.add_argument("--blind", type=Path, help="where a reader's file goes")
    parser.add_argument("--drawn", type=Path, default=DRAWN)
    parser.add_argument("--choices", type=Path, default=CHOSEN)
    given = parser.parse_args()
    if given.task == "score":
        rows, choices = (
            read_lines(given.drawn, required=()),
            {row["id"]: row["ranking"] for row in read_lines(given.choices, required=())},
        )
        apart = {path.name for path in EVALUATION.iterdir()}
        score("sample projects", [row for row in rows if row["id"].partition("/")[0] not in apart], choices)
        score("models/evaluation", [row for row in rows if row["id"].partition("/")[0] in apart], choices)
        score("all", rows, choices)
        return
    rows = draw()
    write_lines(given.drawn, rows)
    if given.blind:
        write_lines(given.blind, [for_reader(row) for row in rows])
    print(f"{len(rows)} sets, {len({row['id'].rpartition('/')[0] for row in rows})} themes of projects")


if __name__ == "__main__":
    main()
