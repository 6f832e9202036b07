"""Take the shipped, exported network up again, so that training can go on from it without anything kept apart.

The matrices come back from 8 bits; exported anew, those that were not trained on get the same 8 bits.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from base_encoder import BaseEncoder, special_ids, vocabulary_of
from onnx import numpy_helper

from narratief.domain.vectors import Array


def shipped_encoder(folder: Path) -> BaseEncoder:
    """Read models/encoder.

    Raises
    ------
    ValueError
        When the network was not made by export.py.
    """
    model = onnx.load(folder / "encoder.onnx")
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    if not (folder / "words.npz").exists() or "encoder.norm.weight" not in arrays:
        msg = f"{folder} holds no network made by export.py"
        raise ValueError(msg)
    with np.load(folder / "words.npz") as words:
        vectors = words["vectors"].astype(np.float32) * words["scale"]
    norms = [node for node in model.graph.node if node.op_type == "LayerNormalization"]
    tensors = {
        "emb.word": vectors,
        "emb.pos": arrays["encoder.position.weight"],
        "emb.type": arrays["encoder.kind"][None],
        "emb.ln.w": arrays["encoder.norm.weight"],
        "emb.ln.b": arrays["encoder.norm.bias"],
    }
    for bias, matrix in _matrices(model, arrays).items():
        _, _, layer, part, _ = bias.split(".")
        tensors |= {f"l{layer}.{part}.w": matrix, f"l{layer}.{part}.b": arrays[bias]}
        for norm in ("aln", "oln"):
            for short, name in (("w", "weight"), ("b", "bias")):
                tensors[f"l{layer}.{norm}.{short}"] = arrays[f"encoder.layers.{layer}.{norm}.{name}"]
    pieces, tokenizer = vocabulary_of(folder / "tokenizer.json")
    epsilon = next(a.f for a in norms[0].attribute if a.name == "epsilon")
    hidden = tensors["emb.word"].shape[1]
    layers = (len(norms) - 1) // 2
    special = special_ids(folder / "tokenizer.json")
    return BaseEncoder(tensors, pieces, *special, layers, _heads(hidden), hidden, epsilon, tokenizer)


def shipped_head(folder: Path) -> dict[str, Array]:
    """Read the head's arrays from models/tagger."""
    with np.load(folder / "head.npz") as arrays:
        return {name: arrays[name].astype(np.float32) for name in ("query", "attended", "mean", "bias")}


def _matrices(model: onnx.ModelProto, arrays: dict[str, Array]) -> dict[str, Array]:
    """Give each 8-bit matrix (out x in, float again) by the name of the bias that is added after it."""
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in model.graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    found = {}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            weights = node.input[1].removesuffix("_quantized")
            zero = arrays[f"{weights}_zero_point"].astype(np.float32)
            matrix = (arrays[node.input[1]].astype(np.float32) - zero) * arrays[f"{weights}_scale"]
            found[_bias_after(node, users, arrays)] = np.ascontiguousarray(matrix.T)
    return found


def _bias_after(node: onnx.NodeProto, users: dict[str, list[onnx.NodeProto]], arrays: dict[str, Array]) -> str:
    """Follow a product to the addition of its bias; give that bias's name."""
    while node.op_type != "Add":
        (node,) = users[node.output[0]]
    return next(name for name in node.input if name in arrays)


def _heads(hidden: int) -> int:
    """Small encoders have 32 numbers a head, others 64."""
    return hidden // (32 if hidden <= 384 else 64)
