"""Training by clicking: a first prompt for a thing, then a correction of what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..cutout import train as cutout_train
from ..cutout.data import Composites
from ..cutout.net import Cutout
from ..cutout.train import mask_loss
from ..run import Plan, Run, load_average
from .clicks import Prompt, corrected, first
from .net import PLANES, Separator
from .scenes import masks

PLAN = Plan(steps=6000, batch=8, learning_rate=1e-3)
THINGS = 2  # of every picture, each step
MOST_BEFORE = 3  # corrections that come before the one that is learned from
REFRESH = 100


@dataclass
class Target:
    picture: int  # in the batch
    mask: np.ndarray
    prompt: Prompt


def checkpoint(work: Path) -> Path:
    return work / "separate.pt"


def prompts_of(targets: list[Target]) -> Tensor:
    return torch.from_numpy(np.stack([target.prompt.planes(PLANES) for target in targets]))


def wanted(targets: list[Target], side: int) -> Tensor:
    stack = torch.from_numpy(np.stack([target.mask for target in targets]))
    return F.interpolate(stack[:, None].float(), size=(side, side), mode="area")


def clicked(found: Tensor, targets: list[Target], rng: np.random.Generator) -> None:
    """Gives every target one more click, where `found` is most wrong."""
    full = F.interpolate(found, size=targets[0].mask.shape, mode="bilinear") > 0
    for target, mask in zip(targets, full[:, 0].numpy(), strict=True):
        target.prompt = corrected(target.prompt, mask, target.mask, rng)


def batch_of(
    examples: Composites, rng: np.random.Generator, size: int
) -> tuple[Tensor, list[Target]]:
    """Pictures, and for each up to THINGS of its things with a first prompt."""
    pictures: list[np.ndarray] = []
    targets: list[Target] = []
    while len(pictures) < size:
        for picture, things in examples.pairs(rng, 1):
            found = masks(things)
            if not found:
                continue
            for index in rng.permutation(len(found))[:THINGS]:
                mask = found[int(index)]
                targets.append(Target(len(pictures), mask, first(rng, mask)))
            pictures.append(picture)
    planes = np.stack(pictures).transpose(0, 3, 1, 2) / np.float32(255)
    return torch.from_numpy(planes).contiguous(memory_format=torch.channels_last), targets


def loss_of(
    net: Separator, pictures: Tensor, targets: list[Target], rng: np.random.Generator
) -> Tensor:
    embedding = net.encoder(pictures)[[target.picture for target in targets]]
    loss = torch.zeros(())
    before = int(rng.integers(MOST_BEFORE + 1))
    for turn in range(before + 1):
        # Learned from: the answer to the first prompt, and to the last.
        with torch.set_grad_enabled(turn in (0, before)):
            logits = net.decoder(embedding, prompts_of(targets))
        if turn in (0, before):
            loss = loss + mask_loss(logits, wanted(targets, logits.shape[-1]))
        if turn < before:
            clicked(logits.detach(), targets, rng)
    return loss / (1 + (before > 0))


def train(work: Path, folder: Path, beginning: Path, plan: Plan) -> None:
    """`beginning` is the cut-out's folder of work, whose encoder this one starts as."""
    torch.manual_seed(plan.seed)
    net = Separator()
    start = cutout_train.last_checkpoint(beginning)
    if start is not None:
        net.encoder.begin_from(load_average(start, Cutout()).coarse)
        net.train()
    run = Run(checkpoint(work), net.to(memory_format=torch.channels_last), plan)
    examples = Composites(folder)

    def loss(rng: np.random.Generator) -> Tensor:
        if run.step % REFRESH == 0:
            examples.refresh()
        pictures, targets = batch_of(examples, rng, plan.batch)
        return loss_of(net, pictures, targets, rng)

    run.train(loss)
