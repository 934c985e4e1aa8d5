"""Writes the trained networks as a pipeline folder that diffusers and Optimum would recognise."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn

from training.export import Component, file_section, round_weights
from training.run import load_average

from .autoencoder import CHANNELS, FACTOR, Autoencoder
from .flow import Painter
from .pipeline import GUIDANCE, SHIFT, SIDE, STEPS
from .text import WIDTH
from .tokenizer import LENGTH, Tokenizer, caption_tokenizer
from .unet import WIDTHS

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
        component.export(folder / component.name / "model.onnx", TOLERANCE)
    (folder / "model.toml").write_text(manifest(folder))
