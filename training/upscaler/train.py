"""Trains one network: L1 for most of the way, then the squared error, which the PSNR measures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..run import Loss, Run
from ..run import Plan as AnyPlan
from .data import Patches
from .net import Shape, Upscaler

LUMA = (65.481 / 255, 128.553 / 255, 24.966 / 255)  # BT.601, studio range


@dataclass(frozen=True)
class Plan(AnyPlan):
    """A run without weight decay: plain Adam."""

    batch: int = 16
    last_rate: float = 0.01
    weight_decay: float = 0.0
    gradient_norm: float = 0.5
    average: float = 0.999
    patch: int = 48  # side of an LR patch, pixels
    squared_from: float = 0.8  # the part of the run after which the loss is squared


PLANS = {2: Plan(steps=14000), 4: Plan(steps=9000, patch=32)}


def checkpoint_path(work: Path, scale: int) -> Path:
    return work / f"x{scale}.pt"


def load_network(path: Path) -> Upscaler:
    """The averaged network of a checkpoint, ready to run."""
    weights = torch.load(path, weights_only=True)["average"]
    net = Upscaler(Shape.of(weights))
    net.load_state_dict(weights)
    return net.eval()


def loss_of(output: Tensor, target: Tensor, squared: bool) -> Tensor:
    """Mean error over RGB plus that of the luma, where eyes and scores look first."""
    error = output - target
    luma = (error * error.new_tensor(LUMA).view(1, 3, 1, 1)).sum(1)
    if squared:
        return error.square().mean() + luma.square().mean()
    return error.abs().mean() + luma.abs().mean()


def begin(work: Path, shape: Shape, plan: Plan, start: Path | None = None) -> tuple[Run, Loss]:
    """The run, from its last checkpoint if there is one, and the loss that it lessens.

    A new run takes over what it can of the network whose checkpoint is `start`.
    """
    torch.manual_seed(plan.seed)
    net = Upscaler(shape)
    if start is not None:
        net.start_from(load_network(start))
    net = net.to(memory_format=torch.channels_last)
    run = Run(checkpoint_path(work, shape.scale), net, plan)
    patches = Patches(work, shape.scale, plan.patch)

    def loss(rng: np.random.Generator) -> Tensor:
        low, high = patches.batch(rng, plan.batch)
        return loss_of(net(low), high, run.step >= plan.squared_from * plan.steps)

    return run, loss


def train(work: Path, shape: Shape, plan: Plan, start: Path | None = None) -> None:
    run, loss = begin(work, shape, plan, start)
    run.train(loss)
