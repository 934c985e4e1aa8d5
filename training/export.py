"""Writes trained networks as ONNX files, and holds the files to the networks.

Large weights are stored in half precision and widened when the file is loaded, so the files are
half as large while all arithmetic stays in single precision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

OPSET = 17
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


@dataclass(frozen=True)
class Component:
    """A network of rounded weights with example inputs by name.

    `axes` names the axes that may change, by input or output; `read` is what the file's users
    make of its output, and what is compared.
    """

    name: str
    net: nn.Module
    inputs: dict[str, Tensor]
    output: str
    axes: dict[str, dict[int, str]] = field(default_factory=dict)
    read: Callable[[Tensor], Tensor] = torch.positive

    def export(self, path: Path, tolerance: float) -> None:
        """Writes the file, and stops where it is off the network by more than `tolerance`."""
        self._write(path)
        difference = self._off_by(path)
        size = path.stat().st_size
        print(f"{self.name}: {size} bytes, off PyTorch by {difference:.1e}", flush=True)
        if not difference <= tolerance:  # NaN is off too
            raise SystemExit(f"{self.name} is not the trained network")

    def _write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.onnx.export(
            self.net.eval().to(memory_format=torch.contiguous_format),
            tuple(self.inputs.values()),
            path,
            input_names=list(self.inputs),
            output_names=[self.output],
            dynamic_axes=self.axes,
            opset_version=OPSET,
            dynamo=False,
        )
        model = halved(onnx.load(path))
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, path)

    @torch.no_grad()
    def _off_by(self, path: Path) -> float:
        """The largest difference for the inputs, and for a part of them where axes may change."""
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        parts = [self.inputs]
        if self.axes:
            parts.append({name: value[:1] for name, value in self.inputs.items()})
        differences = []
        for part in parts:
            (found,) = session.run(None, {name: value.numpy() for name, value in part.items()})
            expected = self.read(self.net(*part.values()))
            differences.append((self.read(torch.from_numpy(found)) - expected).abs().max())
        return torch.stack(differences).max().item()
