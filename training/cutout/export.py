"""Writes the trained network as an ONNX file with its manifest."""

from __future__ import annotations

from pathlib import Path

import torch

from ..export import Component, file_section, round_weights
from ..run import load_average
from .net import SEEN, Cutout
from .train import last_checkpoint

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


def export_model(work: Path, folder: Path) -> None:
    net = trained(work)
    round_weights(net)
    picture = {"picture": torch.rand(1, 3, SEEN, SEEN)}
    path = folder / FILE
    Component(FILE, net, picture, "logits", read=torch.sigmoid).export(path, TOLERANCE)
    (folder / "model.toml").write_text(MANIFEST.format(side=SEEN) + file_section(path, FILE))
