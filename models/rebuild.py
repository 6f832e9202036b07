"""Rebuild a model that ships here, from start to end.

    uv run --group train python models/rebuild.py tagger
    uv run --group train python models/rebuild.py dutch_pipeline --data FOLDER

Runs the commands that the model's meta.json lists under ``rebuild``, one after another; the first that fails ends it.
The model in this folder is overwritten. The order for all: dutch_pipeline, recogniser, tagger (which makes encoder,
sentence_ends, process_talk and topics too, for these read the encoder). ``--show`` prints the commands only.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def commands(model: str, data: Path | None, here: Path = HERE) -> list[list[str]]:
    """The commands that rebuild a model, as lists of words.

    Parameters
    ----------
    data
        Folder that holds the treebanks (ud_dutch/) and names; takes the place of the word DIR.

    Raises
    ------
    ValueError
        When a command needs `data` and there is none.
    """
    listed = json.loads((here / model / "meta.json").read_text("utf-8"))["rebuild"]
    found = [shlex.split(line) for line in ([listed] if isinstance(listed, str) else listed)]
    if data is None and any("DIR" in words for words in found):
        raise ValueError(f"{model} needs --data")
    return [[str(data) if word == "DIR" else word for word in words] for words in found]


def main() -> None:
    """Read the arguments and run the commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    models = sorted(path.parent.name for path in HERE.glob("*/meta.json") if '"rebuild"' in path.read_text("utf-8"))
    parser.add_argument("model", choices=models)
    parser.add_argument("--data", type=Path, help="folder with ud_dutch/, where the model needs it")
    parser.add_argument("--show", action="store_true", help="print the commands and do nothing")
    args = parser.parse_args()
    try:
        todo = commands(args.model, args.data)
    except ValueError as error:
        parser.error(str(error))
    for number, words in enumerate(todo, 1):
        print(f"[{number}/{len(todo)}] {shlex.join(words)}", flush=True)
        if not args.show:
            code = subprocess.run(words, cwd=HERE.parent, check=False).returncode
            if code:
                sys.exit(f"step {number} ended with {code}")


if __name__ == "__main__":
    main()
