"""Writes encoder and decoder as ONNX files with their manifest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from ..export import file_section, halved, round_weights
from ..run import load_average
from .net import CHANNELS, PLANES, SIDE, Separator
from .train import checkpoint

OPSET = 17
TOLERANCE = 2e-2  # largest difference between ONNX and PyTorch, of values around 1 to 10
MANIFEST = f"""\
name = "starter-separate"
version = "1"
task = "segment"
family = "starter-separate"
title = "Starter separation"
description = "Separates the thing that was clicked on, or that lies in a box."
licence = "MIT OR Apache-2.0"
author = "CreativeAI Studio"

[segment]
input = {{ range = "0-1" }}
size = {SIDE}

"""


def write(net: nn.Module, inputs: dict[str, Tensor], output: str, path: Path) -> None:
    torch.onnx.export(
        net,
        tuple(inputs.values()),
        path,
        input_names=list(inputs),
        output_names=[output],
        opset_version=OPSET,
        dynamo=False,
    )
    model = halved(onnx.load(path))
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    difference = float(np.abs(found - net(*inputs.values()).numpy()).max())
    print(f"{path.name}: {path.stat().st_size} bytes, off PyTorch by {difference:.1e}", flush=True)
    if difference > TOLERANCE:
        raise SystemExit(f"{path.name} is not the trained network")


@torch.no_grad()
def export_model(work: Path, folder: Path) -> None:
    net = load_average(checkpoint(work), Separator())
    round_weights(net)
    folder.mkdir(parents=True, exist_ok=True)
    image = {"image": torch.rand(1, 3, SIDE, SIDE)}
    prompt = {
        "embedding": torch.randn(1, CHANNELS, PLANES, PLANES),
        "prompt": torch.rand(1, 3, PLANES, PLANES),
    }
    sections = [MANIFEST]
    for part, half, inputs, output in (
        ("encoder", net.encoder, image, "embedding"),
        ("decoder", net.decoder, prompt, "logits"),
    ):
        path = folder / f"{part}.onnx"
        write(half, inputs, output, path)
        sections.append(f'{file_section(path, path.name)}part = "{part}"\n\n')
    (folder / "model.toml").write_text("".join(sections).rstrip("\n") + "\n")
