"""Writes the trained network as an ONNX file with its manifest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from ..export import file_section, halved, round_weights
from ..run import load_average
from .net import SEEN, Cutout
from .train import last_checkpoint

OPSET = 17
TOLERANCE = 5e-3  # largest difference of alpha between ONNX and PyTorch
FILE = "cutout.onnx"
MANIFEST = """\
name = "starter-cutout"
version = "1"
task = "remove-background"
family = "matting"
title = "Starter cut-out"
description = "Cuts out what stands out: things, animals, vehicles; people less surely."
licence = "MIT OR Apache-2.0"
author = "CreativeAI Studio"

[matting]
input = {{ range = "0-1" }}
size = {side}
fit = "stretch"
activation = "sigmoid"

"""


def trained(work: Path) -> Cutout:
    """The network of the last stage that has been trained."""
    path = last_checkpoint(work)
    if path is None:
        raise SystemExit(f"nothing trained yet in {work}")
    print(f"exporting the stage {path.stem}", flush=True)
    return load_average(path, Cutout())


@torch.no_grad()
def export_model(work: Path, folder: Path) -> None:
    net = trained(work)
    round_weights(net)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    example = torch.rand(1, 3, SEEN, SEEN)
    torch.onnx.export(
        net,
        (example,),
        path,
        input_names=["picture"],
        output_names=["logits"],
        opset_version=OPSET,
        dynamo=False,
    )
    model = halved(onnx.load(path))
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    expected = torch.sigmoid(net(example)).numpy()
    found = 1 / (1 + np.exp(-session.run(None, {"picture": example.numpy()})[0]))
    difference = float(np.abs(found - expected).max())
    print(f"{FILE}: {path.stat().st_size} bytes, off PyTorch by {difference:.1e}", flush=True)
    if difference > TOLERANCE:
        raise SystemExit(f"{FILE} is not the trained network")
    (folder / "model.toml").write_text(MANIFEST.format(side=SEEN) + file_section(path, FILE))
