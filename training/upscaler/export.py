"""Writes the trained networks as ONNX files and the `model.toml` that describes them.

The graph is built node by node from the folded kernels, so it holds exactly the operators named
here (Conv, PRelu, Add, Pad, DepthToSpace) and sizes of batch, height and width stay free.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from .net import CollapsibleConv, Upscaler
from .train import checkpoint_path, load_network

OPSET = 17
IR_VERSION = 8  # the newest that runtimes of opset 17's time read
SCALES = (2, 4)
TOLERANCE = 1e-4  # largest difference between ONNX and PyTorch, of a range of 1
TILE = 256  # side of the tile that memory_mb speaks of, pixels
RUNTIME_MB = 10  # what an onnxruntime session takes besides tensors

HEADER = """\
name = "starter-upscaler"
version = "1"
task = "upscale"
family = "super-resolution"
title = "Starter upscaler"
description = "Enlarges pictures two or four times with clean edges; small and fast on a CPU."
licence = "MIT OR Apache-2.0"
author = "CreativeAI Studio"

[input]
range = "0-1"
channels = "rgb"
"""


class Graph:
    """Collects nodes and weights; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def node(self, op: str, name: str, *inputs: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(op, list(inputs), [name], name=name, **attributes))
        return name

    def conv(self, name: str, source: str, layer: CollapsibleConv) -> str:
        kernel = self.constant(f"{name}.weight", layer.kernel().detach().numpy())
        bias = self.constant(f"{name}.bias", layer.bias.detach().numpy())
        return self.node("Conv", name, source, kernel, bias, pads=[1, 1, 1, 1])

    def prelu(self, name: str, source: str, layer: torch.nn.PReLU) -> str:
        slope = layer.weight.detach().numpy().reshape(-1, 1, 1)
        return self.node("PRelu", name, source, self.constant(f"{name}.slope", slope))


def to_onnx(net: Upscaler) -> onnx.ModelProto:
    """`image` [N, 3, H, W] to `upscaled` [N, 3, scale*H, scale*W], float32, RGB 0..1."""
    graph, scale = Graph(), net.shape.scale
    features = first = graph.prelu("head.act", graph.conv("head", "image", net.head), net.slopes[0])
    for index, (conv, slope) in enumerate(zip(net.body, net.slopes[1:], strict=True)):
        name = f"body{index}"
        features = graph.prelu(f"{name}.act", graph.conv(name, features, conv), slope)
    detail = graph.conv("tail", graph.node("Add", "features", features, first), net.tail)
    border = graph.constant("border", np.array([0, 0, 2, 2, 0, 0, 2, 2], np.int64))
    padded = graph.node("Pad", "padded", "image", border, mode="edge")
    kernel = graph.constant("bicubic.weight", net.bicubic.numpy())
    smooth = graph.node("Conv", "bicubic", padded, kernel)
    mixed = graph.node("Add", "mixed", detail, smooth)
    graph.node("DepthToSpace", "upscaled", mixed, blocksize=scale, mode="CRD")

    def value(name: str, height: str, width: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 3, height, width])

    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            f"starter-upscaler-x{scale}",
            [value("image", "h", "w")],
            [value("upscaled", f"{scale}*h", f"{scale}*w")],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="creativeai-studio training.upscaler",
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def largest_difference(path: Path, net: Upscaler) -> float:
    """Between the ONNX file and the network, on noise of two sizes and batches."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    rng, worst = np.random.default_rng(0), 0.0
    for size in ((1, 3, 37, 52), (2, 3, 64, 21)):
        image = rng.random(size, np.float32)
        with torch.no_grad():
            expected = net(torch.from_numpy(image)).numpy()
        (found,) = session.run(None, {"image": image})
        worst = max(worst, float(np.abs(found - expected).max()))
    return worst


def memory_mb(net: Upscaler, file_size: int) -> int:
    """A generous guess at the peak for one tile: four feature maps, two of all else."""
    pixels, scale = TILE * TILE, net.shape.scale
    floats = pixels * (4 * net.shape.channels + 2 * 3 * scale**2 + 3)
    return RUNTIME_MB + (4 * floats + 2 * file_size) // 1_000_000 + 1


def export_model(work: Path, model: Path) -> None:
    """Exports every scale that has a checkpoint in `work` to the folder `model`."""
    model.mkdir(parents=True, exist_ok=True)
    sections = [HEADER]
    for scale in SCALES:
        net = load_network(checkpoint_path(work, scale))
        path = model / f"x{scale}.onnx"
        path.write_bytes(to_onnx(net).SerializeToString())
        difference = largest_difference(path, net)
        if difference > TOLERANCE:
            raise SystemExit(f"{path.name} is not the trained network: off by {difference:.1e}")
        data = path.read_bytes()
        sections.append(
            "[[files]]\n"
            f'path = "{path.name}"\n'
            f"scale = {scale}\n"
            f"size = {len(data)}\n"
            f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n'
            f"memory_mb = {memory_mb(net, len(data))}\n"
            f"receptive_field = {net.shape.receptive_field}\n"
        )
        print(
            f"{path.name}: {net.inference_parameters()} parameters, {len(data)} bytes, "
            f"off PyTorch by {difference:.1e}",
            flush=True,
        )
    (model / "model.toml").write_text("\n".join(sections))
