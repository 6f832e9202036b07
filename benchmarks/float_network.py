"""The shipped encoder with its weights as floats, as it was before it was brought to eight bits, to time against.

Each product of integers (a DynamicQuantizeLinear on the input, MatMulInteger, Cast and Mul by both scales) becomes one
MatMul with the weights times their scale. Needs `onnx` (group train).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper


def write_float(source: Path, target: Path) -> int:
    """Write the float network; gives how many products were replaced.

    Raises
    ------
    ValueError
        When a product of integers is not followed by the cast and the scales that are expected.
    """
    model = onnx.load(str(source))
    graph = model.graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    makers = {output: node for node in graph.node for output in node.output}
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    gone, made = set(), {}
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        quantised, weight, _, zero = node.input
        cast = users[node.output[0]][0]
        scaled = users[cast.output[0]][0]
        if cast.op_type != "Cast" or scaled.op_type != "Mul":
            raise ValueError(f"{node.name} is followed by {cast.op_type} and {scaled.op_type}")
        scales = makers[next(name for name in scaled.input if name != cast.output[0])]
        scale = next(weights[name] for name in scales.input if name in weights)
        name = f"{weight}_float"
        whole = (weights[weight].astype(np.float32) - weights[zero].astype(np.float32)) * scale
        graph.initializer.append(numpy_helper.from_array(whole.astype(np.float32), name))
        made[scaled.output[0]] = helper.make_node("MatMul", [makers[quantised].input[0], name], [scaled.output[0]])
        gone |= {id(node), id(cast)}
    nodes = [made.get(node.output[0], node) for node in graph.node if id(node) not in gone]
    used = {name for node in nodes for name in node.input} | {output.name for output in graph.output}
    while len(kept := [node for node in nodes if used & set(node.output)]) < len(nodes):
        nodes = kept
        used = {name for node in nodes for name in node.input} | {output.name for output in graph.output}
    del graph.node[:]
    graph.node.extend(nodes)
    left = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(left)
    onnx.save(model, str(target))
    return len(made)
