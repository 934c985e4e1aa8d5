"""The judge: a classifier that says what a picture shows, trained on painted pictures alone.

It never sees a generated picture while it learns, and looks at 128 x 128 pixels.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.run import Plan, Run

from .autoencoder import to_tensor
from .latents import THUMBNAIL, Examples
from .text import Answers, answer_loss

WIDTHS = (32, 64, 112, 160)
PLAN = Plan(steps=2400, batch=32, average=0.997, save_every=50)


def stage(inputs: int, outputs: int) -> nn.Module:
    """Half the height and width, then a second look."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class Judge(nn.Module):
    """Pictures [n, 3, 128, 128], -1 to 1, to logits of every label (see `Answers`).

    The last features are kept apart by thirds of the width: objects are left, centre or right.
    """

    def __init__(self) -> None:
        super().__init__()
        first, *others = WIDTHS
        self.stem = nn.Sequential(
            nn.PixelUnshuffle(2), nn.Conv2d(12, first, 3, padding=1), nn.ReLU()
        )
        stages = zip((first, *others), others, strict=False)
        self.stages = nn.Sequential(*(stage(i, o) for i, o in stages))
        self.hidden = nn.Linear(2 * 6 * WIDTHS[-1], 512)
        self.answers = Answers(512)

    def forward(self, picture: Tensor) -> dict[str, Tensor]:
        x = self.stages(self.stem(picture))
        grid = torch.cat([F.adaptive_avg_pool2d(x, (2, 3)), F.adaptive_max_pool2d(x, (2, 3))], 1)
        return self.answers(F.dropout(F.relu(self.hidden(grid.flatten(1))), 0.2, self.training))


def train(path: Path, folder: Path, plan: Plan) -> None:
    examples = Examples.read(folder)
    torch.manual_seed(plan.seed)
    run = Run(path, Judge().to(memory_format=torch.channels_last), plan)

    def loss_of(rng: np.random.Generator) -> Tensor:
        chosen = rng.integers(len(examples.small), size=plan.batch)
        pictures = to_tensor(examples.small[chosen])
        # The decoder's tone is not quite the painter's: neither should matter.
        pictures = pictures * float(rng.uniform(0.93, 1.05)) + float(rng.uniform(-0.04, 0.04))
        return answer_loss(
            run.net(pictures), {name: values[chosen] for name, values in examples.labels.items()}
        )

    run.train(loss_of)


@torch.no_grad()
def judged(judge: Judge, pictures: np.ndarray) -> dict[str, Tensor]:
    """What the judge sees in pictures [n, h, w, 3]: the likeliest value of every label."""
    size = (THUMBNAIL, THUMBNAIL)
    small = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in pictures]
    answers = judge(to_tensor(np.stack(small)))
    return {name: logits.argmax(-1) for name, logits in answers.items()}
