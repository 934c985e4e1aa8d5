"""Trains one network. Seeded, and resumed from its last checkpoint when there is one.

L1 for most of the way, then the squared error, which is what the PSNR measures; Adam under a
cosine schedule; the weights that are kept are an exponential moving average.
"""

from __future__ import annotations

import math
import os
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .data import Patches
from .net import Shape, Upscaler

EMA_DECAY = 0.999
GRADIENT_NORM = 0.5
SQUARED_FROM = 0.8  # the part of the run after which the loss is squared
WARM_UP_STEPS = 100
LAST_RATE = 0.01  # of the plan's learning rate, at the end
LUMA = (65.481 / 255, 128.553 / 255, 24.966 / 255)  # BT.601, studio range


@dataclass(frozen=True)
class Plan:
    """What a run does. `steps` may change between a run and its resumption."""

    steps: int
    batch: int = 16
    patch: int = 48  # side of an LR patch, pixels
    learning_rate: float = 1e-3
    seed: int = 1
    save_every: int = 200

    def with_steps(self, steps: int | None) -> Plan:
        """The same plan, of another length if one is given."""
        return self if steps is None else replace(self, steps=steps)


PLANS = {2: Plan(steps=14000), 4: Plan(steps=9000, patch=32)}


def checkpoint_path(work: Path, scale: int) -> Path:
    return work / f"x{scale}.pt"


def load_network(path: Path) -> Upscaler:
    """The averaged network of a checkpoint, ready to run."""
    state = torch.load(path, weights_only=True)
    net = Upscaler(Shape(**state["shape"]))
    net.load_state_dict(state["average"])
    return net.eval()


def loss_of(output: Tensor, target: Tensor, squared: bool) -> Tensor:
    """Mean error over RGB plus that of the luma, where eyes and scores look first."""
    error = output - target
    luma = (error * error.new_tensor(LUMA).view(1, 3, 1, 1)).sum(1)
    if squared:
        return error.square().mean() + luma.square().mean()
    return error.abs().mean() + luma.abs().mean()


def learning_rate(plan: Plan, step: int) -> float:
    """Linear warm-up, then half a cosine down to LAST_RATE."""
    warm_up = min(1.0, (step + 1) / WARM_UP_STEPS)
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, step / plan.steps)))
    return plan.learning_rate * warm_up * (LAST_RATE + (1 - LAST_RATE) * cosine)


class Run:
    """A network in training, with everything that a checkpoint has to hold."""

    def __init__(self, work: Path, shape: Shape, plan: Plan, start: Path | None = None) -> None:
        torch.manual_seed(plan.seed)
        self.plan, self.path = plan, checkpoint_path(work, shape.scale)
        self.rng = np.random.default_rng(plan.seed)
        self.net = Upscaler(shape).to(memory_format=torch.channels_last)
        if start is not None:
            self.net.start_from(load_network(start))
        self.average = {k: v.clone() for k, v in self.net.state_dict().items()}
        self.optimizer = torch.optim.Adam(self.net.parameters(), betas=(0.9, 0.99))
        self.step, self.seconds = 0, 0.0
        if self.path.exists():
            self._resume()
        self.patches = Patches(work, shape.scale, plan.patch, self.rng)

    def _resume(self) -> None:
        state = torch.load(self.path, weights_only=True)
        if state["shape"] != self.net.shape.as_dict():
            raise SystemExit(f"{self.path} holds another network: {state['shape']}")
        self.net.load_state_dict(state["net"])
        self.average = state["average"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.rng.bit_generator.state = state["rng"]
        self.step, self.seconds = state["step"], state["seconds"]
        print(f"x{self.net.shape.scale}: resumed at step {self.step}", flush=True)

    def save(self) -> None:
        """Replaces the checkpoint in one go: a crash leaves the old one or the new one."""
        state = {
            "shape": self.net.shape.as_dict(),
            "plan": asdict(self.plan),
            "net": self.net.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "rng": self.rng.bit_generator.state,
            "step": self.step,
            "seconds": self.seconds,
        }
        new = self.path.with_suffix(".new")
        with new.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)

    def advance(self) -> float:
        """One optimiser step; returns its loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.plan, self.step)
        low, high = self.patches.batch(self.plan.batch)
        loss = loss_of(self.net(low), high, self.step >= SQUARED_FROM * self.plan.steps)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), GRADIENT_NORM)
        self.optimizer.step()
        self.step += 1
        # A short memory at first, so that the average does not drag the start along.
        decay = min(EMA_DECAY, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self.net.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)
        return loss.item()

    def train(self) -> None:
        """Runs to the plan's last step, saving and reporting on the way."""
        since, losses = time.monotonic(), []
        while self.step < self.plan.steps:
            losses.append(self.advance())
            if self.step % self.plan.save_every == 0 or self.step == self.plan.steps:
                now = time.monotonic()
                self.seconds += now - since
                since = now
                self.save()
                mean = sum(losses) / len(losses)
                print(
                    f"x{self.net.shape.scale}: step {self.step} of {self.plan.steps}, "
                    f"loss {mean:.5f}, {self.seconds / 60:.1f} min",
                    flush=True,
                )
                losses = []
