"""Writes encoder and decoder as ONNX files with their manifest."""

from __future__ import annotations

from pathlib import Path

import torch

from ..export import Component, file_section, round_weights
from ..run import load_average
from .net import CHANNELS, PLANES, SIDE, Separator
from .train import checkpoint

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


def export_model(work: Path, folder: Path) -> None:
    net = load_average(checkpoint(work), Separator())
    round_weights(net)
    image = {"image": torch.rand(1, 3, SIDE, SIDE)}
    prompt = {
        "embedding": torch.randn(1, CHANNELS, PLANES, PLANES),
        "prompt": torch.rand(1, 3, PLANES, PLANES),
    }
    sections = [MANIFEST]
    for component in (
        Component("encoder", net.encoder, image, "embedding"),
        Component("decoder", net.decoder, prompt, "logits"),
    ):
        path = folder / f"{component.name}.onnx"
        component.export(path, TOLERANCE)
        sections.append(f'{file_section(path, path.name)}part = "{component.name}"\n\n')
    (folder / "model.toml").write_text("".join(sections).rstrip("\n") + "\n")
