"""What the trained networks' exports share: weights stored in half precision, checked files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

SMALLEST = 256  # weights with fewer numbers stay in single precision


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same network with its large weights in half precision, and a Cast behind each."""
    graph = model.graph
    casts = []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size >= SMALLEST:
            name = weight.name
            stored = f"{name}.half"
            weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
            casts.append(helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def round_weights(net: nn.Module) -> None:
    """Rounds a network's weights to what the files hold."""
    with torch.no_grad():
        for weight in net.state_dict().values():
            if weight.dtype == torch.float32 and weight.numel() >= SMALLEST:
                weight.copy_(weight.half().float())


def file_section(path: Path, name: str) -> str:
    """The manifest's entry of a file."""
    data = path.read_bytes()
    return (
        "[[files]]\n"
        f'path = "{name}"\n'
        f"size = {len(data)}\n"
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n'
    )
