"""Three runs, each from where the one before ended: small pictures, larger ones, fine edges."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..run import Plan, Run, load_average
from .data import Composites
from .net import SEEN, Cutout

LEVELS = 0.3  # weight of what the decoder's lower levels say
EDGE_WEIGHT = 3.0
REFRESH = 100  # steps after which shards made since are taken in


@dataclass(frozen=True)
class Stage:
    """`side` is that of the whole picture; the coarse part sees half of it."""

    side: int
    fine: bool
    plan: Plan
    before: str | None


STAGES = {
    "small": Stage(192, False, Plan(6000, 16, 1.5e-3), None),
    "large": Stage(SEEN, False, Plan(3000, 16, 8e-4), "small"),
    "fine": Stage(SEEN, True, Plan(1500, 8, 6e-4), "large"),
}


def checkpoint(work: Path, stage: str) -> Path:
    return work / f"{stage}.pt"


def last_checkpoint(work: Path) -> Path | None:
    """Of the last stage that has one."""
    paths = [checkpoint(work, stage) for stage in STAGES]
    return next((path for path in reversed(paths) if path.exists()), None)


def weighted(target: Tensor) -> Tensor:
    """Weights of pixels: more along the edge, wherever alpha changes within a few pixels."""
    reach = max(3, target.shape[-1] // 32 | 1)
    near = F.max_pool2d(target, reach, 1, reach // 2) + F.max_pool2d(-target, reach, 1, reach // 2)
    return 1 + EDGE_WEIGHT * near


def mask_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy and difference of alpha, both more along the edge, and 1 - IoU."""
    weight = weighted(target)
    mask = torch.sigmoid(logits)
    each = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    each = each + (mask - target).abs()
    both = (mask * target).sum((1, 2, 3))
    either = (mask + target - mask * target).sum((1, 2, 3))
    iou = (both + 1) / (either + 1)
    return (each * weight).sum() / weight.sum() + (1 - iou).mean()


def shrunk(target: Tensor, logits: Tensor) -> Tensor:
    return F.interpolate(target, size=logits.shape[2:], mode="area")


def loss_of(net: Cutout, picture: Tensor, alpha: Tensor, fine: bool) -> Tensor:
    logits, levels = net.all(picture, fine)
    loss = mask_loss(logits, shrunk(alpha, logits))
    # The fine part learns alone, from what the coarse one has come to say.
    for level in [] if fine else levels[:-1]:
        loss = loss + LEVELS * mask_loss(level, shrunk(alpha, level))
    return loss


def tensors(batch: tuple[np.ndarray, np.ndarray], side: int) -> tuple[Tensor, Tensor]:
    picture, alpha = (torch.from_numpy(part) for part in batch)
    if side != picture.shape[-1]:
        picture, alpha = (
            F.interpolate(x, size=(side, side), mode="bilinear", antialias=True)
            for x in (picture, alpha)
        )
    return picture.contiguous(memory_format=torch.channels_last), alpha


def train(work: Path, composites: Path, name: str, plan: Plan, side: int | None = None) -> None:
    stage = STAGES[name]
    torch.manual_seed(plan.seed)
    net = Cutout()
    if stage.before is not None:
        load_average(checkpoint(work, stage.before), net).train()
    if stage.fine:
        net.coarse.requires_grad_(False).eval()
    net = net.to(memory_format=torch.channels_last)
    run = Run(checkpoint(work, name), net, plan)
    examples = Composites(composites)
    side = side or stage.side

    def loss(rng: np.random.Generator) -> Tensor:
        if run.step % REFRESH == 0:
            examples.refresh()
        picture, alpha = tensors(examples.batch(rng, plan.batch), side)
        return loss_of(net, picture, alpha, stage.fine)

    run.train(loss)
