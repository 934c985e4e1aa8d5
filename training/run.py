"""A network in training: seeded, averaged, and resumed from its last checkpoint.

AdamW with a warm-up and half a cosine; the weights that are kept are an exponential moving
average.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn

WARM_UP_STEPS = 100

# From a generator, this step's source of chance, to what the step is to make smaller.
Loss = Callable[[np.random.Generator], Tensor]


@dataclass(frozen=True)
class Plan:
    """What a run does. Length and batch may change between a run and its resumption."""

    steps: int
    batch: int
    learning_rate: float = 1e-3
    last_rate: float = 0.02  # of the learning rate, at the end
    weight_decay: float = 0.01
    gradient_norm: float = 1.0
    average: float = 0.998
    seed: int = 1
    save_every: int = 200

    def of(self, steps: int | None, batch: int | None) -> Self:
        """The same plan, of another length or batch where one is given."""
        return replace(self, steps=steps or self.steps, batch=batch or self.batch)


def learning_rate(plan: Plan, step: int) -> float:
    """Linear warm-up, then half a cosine down to the plan's last rate."""
    warm_up = min(1.0, (step + 1) / WARM_UP_STEPS)
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, step / plan.steps)))
    return plan.learning_rate * warm_up * (plan.last_rate + (1 - plan.last_rate) * cosine)


class Run:
    """Trains `net` on what `loss_of(rng)` says of it; `path` is where its checkpoint lies."""

    def __init__(self, path: Path, net: nn.Module, plan: Plan) -> None:
        self.path, self.net, self.plan = path, net, plan
        torch.manual_seed(plan.seed)
        self.rng = np.random.default_rng(plan.seed)
        self.average = {k: v.clone() for k, v in net.state_dict().items()}
        self.optimizer = torch.optim.AdamW(
            net.parameters(), betas=(0.9, 0.99), weight_decay=plan.weight_decay, fused=True
        )
        self.step, self.seconds = 0, 0.0
        if path.exists():
            self._resume()

    def _resume(self) -> None:
        state = torch.load(self.path, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.average = state["average"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.rng.bit_generator.state = state["rng"]
        # Early checkpoints of the upscaler, whose steps leave PyTorch's generator alone, lack it.
        if "torch_rng" in state:
            torch.set_rng_state(state["torch_rng"])
        self.step, self.seconds = state["step"], state["seconds"]
        print(f"{self.path.stem}: resumed at step {self.step}", flush=True)

    def save(self) -> None:
        """Replaces the checkpoint in one go: a crash leaves the old one or the new one."""
        state = {
            "net": self.net.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "rng": self.rng.bit_generator.state,
            "torch_rng": torch.get_rng_state(),
            "batch": self.plan.batch,
            "step": self.step,
            "seconds": self.seconds,
        }
        new = self.path.with_suffix(".new")
        with new.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)

    def advance(self, loss_of: Loss) -> float:
        """One optimiser step; returns its loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.plan, self.step)
        loss = loss_of(self.rng)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), self.plan.gradient_norm)
        self.optimizer.step()
        self.step += 1
        # A short memory at first, so that the average does not drag the start along.
        decay = min(self.plan.average, self.step / (self.step + 10))
        with torch.no_grad():
            values = {k: v for k, v in self.net.state_dict().items() if v.is_floating_point()}
            torch._foreach_lerp_([self.average[k] for k in values], [*values.values()], 1 - decay)
        return loss.item()

    def train(self, loss_of: Loss) -> None:
        """Runs to the plan's last step, saving and reporting on the way."""
        since, losses = time.monotonic(), []
        while self.step < self.plan.steps:
            losses.append(self.advance(loss_of))
            if self.step % self.plan.save_every == 0 or self.step == self.plan.steps:
                now = time.monotonic()
                self.seconds += now - since
                rate = len(losses) / (now - since)
                since = now
                self.save()
                print(
                    f"{self.path.stem}: step {self.step} of {self.plan.steps}, "
                    f"loss {sum(losses) / len(losses):.5f}, {self.seconds / 60:.1f} min, "
                    f"{rate:.2f} steps/s",
                    flush=True,
                )
                losses = []


def load_average(path: Path, net: nn.Module) -> nn.Module:
    """The averaged network of a checkpoint, ready to run."""
    net.load_state_dict(torch.load(path, weights_only=True)["average"])
    return net.eval()
