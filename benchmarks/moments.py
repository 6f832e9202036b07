"""How well events that residents share are put together, against moments.jsonl.

    uv run python benchmarks/moments.py narratives models/evaluation models/evaluation_moments

Weights were learned from narratives, models/evaluation and models/turning_points/projects; models/evaluation_moments is
held out (docs/measurements.md). From transcript to moment; themes play no part.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from narratief.pipeline.scoring import score_moments


def main() -> None:
    """Print the scores of each folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    for folder in parser.parse_args().folders:
        print(f"{folder}: {score_moments(folder).line}")


if __name__ == "__main__":
    main()
