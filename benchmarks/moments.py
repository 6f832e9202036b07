"""How well events that residents share are put together, against moments.jsonl.

    uv run python benchmarks/moments.py narratives models/evaluation models/evaluation_moments

Rules and weights were chosen on narratives and models/evaluation. models/evaluation_moments was marked before them, by
the person who then wrote them: docs/measurements.md says how far it is held out. From
transcript to moment; themes play no part.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from narratief.metrics.events import EventScores
from narratief.pipeline.scoring import score_moments


def main() -> None:
    """Print the scores of each folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    for folder in parser.parse_args().folders:
        print(f"{folder}: {_line(score_moments(folder))}")


def _line(scores: EventScores) -> str:
    """Scores on one line."""
    pairs = (scores.pairwise_precision, scores.pairwise_recall, scores.pairwise_f1)
    cubed = (scores.bcubed_precision, scores.bcubed_recall, scores.bcubed_f1)
    told = "; ".join(
        f"{name} " + " / ".join("-" if value is None else f"{value:.2f}" for value in values)
        for name, values in (("pairs P/R/F1", pairs), ("B-cubed P/R/F1", cubed))
    )
    return f"{scores.right} of {scores.found} events right, {scores.gold} marked; {told}"


if __name__ == "__main__":
    main()
