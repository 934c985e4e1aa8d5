"""Paints prompts with the exported files in onnxruntime, as the studio does."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import onnxruntime

from .autoencoder import CHANNELS
from .tokenizer import LENGTH, PAD, caption_tokenizer

SIDE = 32  # latents to a side of the pictures trained on
STEPS, GUIDANCE, SHIFT = 20, 4.0, 3.0
NETWORKS = ("text_encoder", "unet", "vae_decoder")


def shifted(times: np.ndarray, shift: float) -> np.ndarray:
    """A shift above 1 spends more of the steps on the noisy part."""
    return shift * times / (1 + (shift - 1) * times)


def times(steps: int, shift: float) -> np.ndarray:
    """From 1 to 0; as in diffusers, the last step but the end is that of training, shifted too."""
    even = np.linspace(1, shifted(np.float64(0.001), shift), steps)
    return np.append(shifted(even, shift), 0).astype(np.float32)


class Pipeline:
    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.networks = {
            name: onnxruntime.InferenceSession(
                folder / name / "model.onnx", options, providers=["CPUExecutionProvider"]
            )
            for name in NETWORKS
        }
        self.tokenizer = caption_tokenizer()

    def run(self, name: str, **inputs: np.ndarray) -> np.ndarray:
        return self.networks[name].run(None, inputs)[0]

    def read(self, prompts: list[str]) -> np.ndarray:
        found = [self.tokenizer.encode(text) for text in prompts]
        ids = np.array([ids + [PAD] * (LENGTH - len(ids)) for ids in found], np.int64)
        return self.run("text_encoder", input_ids=ids)

    def latents(
        self,
        prompts: list[str],
        seed: int,
        steps: int = STEPS,
        guidance: float = GUIDANCE,
        shift: float = SHIFT,
    ) -> np.ndarray:
        count = len(prompts)
        text = np.concatenate([self.read([""]).repeat(count, 0), self.read(prompts)])
        shape = (count, CHANNELS, SIDE, SIDE)
        x = np.random.default_rng(seed).standard_normal(shape, np.float32)
        schedule = times(steps, shift)
        for now, after in itertools.pairwise(schedule):
            time = np.full(2 * count, 1000 * now, np.float32)
            both = np.concatenate([x, x])
            found = self.run("unet", sample=both, timestep=time, encoder_hidden_states=text)
            without, told = np.split(found, 2)
            x = x + (after - now) * (without + guidance * (told - without))
        return x

    def paint(self, prompts: list[str], seed: int, **how: float) -> np.ndarray:
        """Pictures [n, 512, 512, 3] uint8."""
        pictures = [
            self.run("vae_decoder", latent_sample=one[None])[0]
            for one in self.latents(prompts, seed, **how)
        ]
        scaled = (np.stack(pictures).clip(-1, 1) + 1) * 127.5
        return np.rint(scaled).astype(np.uint8).transpose(0, 2, 3, 1)
