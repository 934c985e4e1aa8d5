"""Writes the trained networks as a pipeline folder that diffusers and Optimum would recognise.

Weights are stored in half precision and widened when the file is loaded, so the files are half as
large while all arithmetic stays in single precision.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from training.export import file_section, halved, round_weights
from training.run import load_average

from .autoencoder import CHANNELS, FACTOR, Autoencoder
from .flow import Painter
from .pipeline import GUIDANCE, SHIFT, SIDE, STEPS
from .text import WIDTH
from .tokenizer import LENGTH, Tokenizer, caption_tokenizer
from .unet import WIDTHS

OPSET = 17
TOLERANCE = 5e-3  # largest difference between ONNX and PyTorch, of values around 1
MEMORY_MB = 400

DESCRIPTION = (
    "Paints illustrated scenes from English and Korean prompts, in about a second on a CPU. "
    "An early state: light, sky and style follow the prompt, things hardly do yet."
)
HEADER = f"""\
name = "starter-scenes"
version = "1"
task = "text-to-image"
family = "diffusers"
title = "Starter scenes"
description = "{DESCRIPTION}"
licence = "MIT OR Apache-2.0"
author = "CreativeAI Studio"
memory_mb = {MEMORY_MB}

[defaults]
steps = {STEPS}
guidance_scale = {GUIDANCE}
closed_vocabulary = true
"""


class Encode(nn.Module):
    def __init__(self, net: Autoencoder) -> None:
        super().__init__()
        self.net = net

    def forward(self, sample: Tensor) -> Tensor:
        return self.net.encode(sample)


class Decode(Encode):
    def forward(self, latent_sample: Tensor) -> Tensor:
        return self.net.decode(latent_sample)


@dataclass(frozen=True)
class Component:
    """A network with example inputs by name, and the names of the axes that may change."""

    name: str
    net: nn.Module
    inputs: dict[str, Tensor]
    output: str
    axes: dict[str, dict[int, str]]


def components(painter: Painter, autoencoder: Autoencoder) -> list[Component]:
    planes = {0: "batch", 2: "height", 3: "width"}
    ids = torch.tensor([[1, *range(300, 350), 2, *[0] * (LENGTH - 52)]] * 2)
    text = painter.text(ids).detach()
    latents = torch.randn(2, CHANNELS, 24, 32, generator=torch.Generator().manual_seed(1))
    pictures = torch.rand(2, 3, 96, 128, generator=torch.Generator().manual_seed(2)) * 2 - 1
    return [
        Component(
            "text_encoder",
            painter.text,
            {"input_ids": ids},
            "last_hidden_state",
            {"input_ids": {0: "batch"}, "last_hidden_state": {0: "batch"}},
        ),
        Component(
            "unet",
            painter.unet,
            {
                "sample": latents,
                "timestep": torch.tensor([900.0, 300.0]),
                "encoder_hidden_states": text,
            },
            "out_sample",
            {
                "sample": planes,
                "timestep": {0: "batch"},
                "encoder_hidden_states": {0: "batch", 1: "tokens"},
                "out_sample": planes,
            },
        ),
        Component(
            "vae_decoder",
            Decode(autoencoder),
            {"latent_sample": latents},
            "sample",
            {"latent_sample": planes, "sample": planes},
        ),
        Component(
            "vae_encoder",
            Encode(autoencoder),
            {"sample": pictures},
            "latent_sample",
            {"sample": planes, "latent_sample": planes},
        ),
    ]


def configs() -> dict[str, dict]:
    """Every file of JSON beside the networks and the tokenizer, by its path."""
    vae = {
        "_class_name": "AutoencoderKL",
        "latent_channels": CHANNELS,
        "scaling_factor": 1.0,
        "shift_factor": 0.0,
        # Five levels: four times halved, 16 pixels to a latent.
        "block_out_channels": [16, 16, 48, 48, 192],
        "sample_size": SIDE * FACTOR,
    }
    return {
        "model_index.json": {
            "_class_name": "StableDiffusionPipeline",
            "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
            "text_encoder": ["optimum", "ORTModelTextEncoder"],
            "tokenizer": ["transformers", "CLIPTokenizer"],
            "unet": ["optimum", "ORTModelUnet"],
            "vae_decoder": ["optimum", "ORTModelVaeDecoder"],
            "vae_encoder": ["optimum", "ORTModelVaeEncoder"],
        },
        "scheduler/scheduler_config.json": {
            "_class_name": "FlowMatchEulerDiscreteScheduler",
            "num_train_timesteps": 1000,
            "shift": SHIFT,
            "use_dynamic_shifting": False,
        },
        "text_encoder/config.json": {
            "hidden_size": WIDTH,
            "max_position_embeddings": LENGTH,
            "vocab_size": len(caption_tokenizer().tokens),
        },
        "unet/config.json": {
            "_class_name": "UNet2DConditionModel",
            "in_channels": CHANNELS,
            "out_channels": CHANNELS,
            "sample_size": SIDE,
            "cross_attention_dim": WIDTH,
            "block_out_channels": list(WIDTHS),
        },
        "vae_decoder/config.json": vae,
        "vae_encoder/config.json": vae,
    }


def write(component: Component, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    net = component.net.eval().to(memory_format=torch.contiguous_format)
    torch.onnx.export(
        net,
        tuple(component.inputs.values()),
        path,
        input_names=list(component.inputs),
        output_names=[component.output],
        dynamic_axes=component.axes,
        opset_version=OPSET,
        dynamo=False,
    )
    model = halved(onnx.load(path))
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


@torch.no_grad()
def off_by(component: Component, path: Path) -> float:
    """The largest difference between file and network, for the inputs and a part of them."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    worst = 0.0
    for part in (component.inputs, {name: x[:1] for name, x in component.inputs.items()}):
        expected = component.net(*part.values()).numpy()
        (found,) = session.run(None, {name: x.numpy() for name, x in part.items()})
        worst = max(worst, float(np.abs(found - expected).max()))
    return worst


def manifest(folder: Path) -> str:
    """`model.toml`: what the folder is, and every file the pipeline reads."""
    skipped = {"model.toml", "README.md"}
    sections = [HEADER]
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".jpg"):
        name = path.relative_to(folder).as_posix()
        if name not in skipped:
            sections.append(file_section(path, name))
    return "\n".join(sections)


def load_painter(checkpoint: Path, tokenizer: Tokenizer) -> Painter:
    return load_average(checkpoint, Painter(len(tokenizer.tokens)))


def export_model(painter_path: Path, autoencoder_path: Path, folder: Path) -> None:
    tokenizer = caption_tokenizer()
    painter = load_painter(painter_path, tokenizer)
    autoencoder = load_average(autoencoder_path, Autoencoder())
    round_weights(painter)
    round_weights(autoencoder)
    for name, config in configs().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(config, indent=2) + "\n")
    tokenizer.save(folder / "tokenizer")
    for component in components(painter, autoencoder):
        path = folder / component.name / "model.onnx"
        write(component, path)
        difference = off_by(component, path)
        size = path.stat().st_size
        print(f"{component.name}: {size} bytes, off PyTorch by {difference:.1e}", flush=True)
        if difference > TOLERANCE:
            raise SystemExit(f"{component.name} is not the trained network")
    (folder / "model.toml").write_text(manifest(folder))
