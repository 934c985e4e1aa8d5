"""Trains the denoiser and, with it, the text encoder, by rectified flow.

A noisy latent is (1 - t) * latent + t * noise, and the network says noise - latent (Liu et al.,
arXiv:2209.03003), at times drawn from a logit-normal (Esser et al., arXiv:2403.03206). Some
captions are empty, so that guidance knows what the model paints when told nothing.

Where a picture's objects are, errors weigh more: they are a small part of it, and most of what the
caption says.

It begins with pictures of half the side, more of them at a time: what words mean is learned there
at a quarter of the price.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.run import Plan, Run, load_average

from .latents import Examples
from .text import GARBLED, Reader, TextEncoder, garble, pad
from .tokenizer import Tokenizer, caption_tokenizer
from .unet import UNet

EMPTY = 0.11  # the share of captions left away
TIME_MEAN, TIME_DEVIATION = 1.2, 1.4  # of the times' logit: what is painted is settled early
PLAN = Plan(steps=9000, batch=24, average=0.999)
HALVES = 0.6  # the share of the steps on pictures of half the side
THINGS = 8.0  # how much more an error weighs where an object is
BATCH_OF_HALVES = 3  # times the plan's batch


class Painter(nn.Module):
    """Text encoder and denoiser, trained together."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.text, self.unet = TextEncoder(vocabulary), UNet()

    def forward(self, noisy: Tensor, time: Tensor, ids: Tensor) -> Tensor:
        return self.unet(noisy, 1000 * time, self.text(ids))


def loss_of(
    net: Painter,
    examples: Examples,
    tokenizer: Tokenizer,
    rng: np.random.Generator,
    count: int,
    halves: bool,
) -> Tensor:
    source = examples.halves if halves else examples.latents
    chosen = rng.integers(len(source), size=count)
    captions = []
    for index in chosen:
        text = "" if rng.random() < EMPTY else examples.some_caption(index, rng)
        captions.append(tokenizer.encode(garble(text, rng) if rng.random() < GARBLED else text))
    latents = torch.from_numpy(source[chosen]).float()
    noise = torch.randn_like(latents)
    time = torch.sigmoid(TIME_MEAN + TIME_DEVIATION * torch.randn(count))
    mix = time[:, None, None, None]
    noisy = ((1 - mix) * latents + mix * noise).contiguous(memory_format=torch.channels_last)
    error = (net(noisy, time, pad(captions)) - (noise - latents)).square()
    weight = 1 + THINGS * things_of(examples.things[chosen], latents)
    return (error * weight).mean() / weight.mean()


def things_of(things: np.ndarray, latents: Tensor) -> Tensor:
    """The share of each place of the latents that an object covers, [n, 1, h, w]."""
    covered = torch.from_numpy(things[:, None]).float() / 255
    return F.interpolate(covered, latents.shape[2:], mode="area")


def new_painter(reader: Path, latents: np.ndarray) -> Painter:
    """An untrained denoiser; its text encoder can read already."""
    vocabulary = len(caption_tokenizer().tokens)
    net = Painter(vocabulary)
    net.text.load_state_dict(load_average(reader, Reader(vocabulary)).encoder.state_dict())
    some = torch.from_numpy(latents[:1000]).float()
    net.unet.variance.copy_(some.var((0, 2, 3), keepdim=True))
    return net.to(memory_format=torch.channels_last)


def train(path: Path, reader: Path, folder: Path, plan: Plan) -> None:
    examples, tokenizer = Examples.read(folder), caption_tokenizer()
    torch.manual_seed(plan.seed)
    run = Run(path, new_painter(reader, examples.latents), plan)

    def loss(rng: np.random.Generator) -> Tensor:
        halves = run.step < HALVES * plan.steps
        count = plan.batch * BATCH_OF_HALVES if halves else plan.batch
        return loss_of(run.net, examples, tokenizer, rng, count, halves)

    run.train(loss)
