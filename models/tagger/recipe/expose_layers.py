"""Let the exported encoder give two of its middle layers too; costs no weights and hardly any time.

    uv run --group train python models/tagger/recipe/expose_layers.py models/encoder/encoder.onnx

Topics are found with layers 7, 9 and 12 (the last): the last one alone was tuned on the codebook and swallows themes
outside it (see docs/topics.md). export.py does this; it can be done to an encoder
that is there already, too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
from onnx import TensorProto, helper

LAYERS = (7 / 12, 9 / 12)
"""How deep, as a share of all layers."""


def expose(path: Path) -> list[str]:
    """Add the outputs of two middle layers (7 and 9 of 12) to the network; give the names of all outputs.

    A layer ends in its second normalisation, so the network has one for the word vectors and two per layer.
    """
    model = onnx.load(path)
    ends = [node for node in model.graph.node if node.op_type == "LayerNormalization"][2::2]
    known = {output.name for output in model.graph.output}
    hidden = model.graph.output[0].type.tensor_type.shape.dim[-1].dim_value or 384
    for node in (ends[round(depth * len(ends)) - 1] for depth in LAYERS):
        if node.output[0] not in known:
            shape = [1, "tokens", hidden]
            model.graph.output.append(helper.make_tensor_value_info(node.output[0], TensorProto.FLOAT, shape))
    draft = path.with_suffix(".tmp")
    onnx.save(model, draft)
    draft.replace(path)
    return [output.name for output in model.graph.output]


def main() -> None:
    """Read the argument and change the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    print(expose(parser.parse_args().encoder))


if __name__ == "__main__":
    main()
