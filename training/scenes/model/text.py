"""The text encoder, and how it first learns to read: naming what a caption says.

Reading is taught before painting because it is cheap there: captions cost nothing to make, and
what they say is known. The heads that answer are thrown away afterwards.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.run import Plan, Run

from ..attributes import GLOBAL_FIELDS, Colour, Kind, Position, Size, labels
from ..captions import Language, caption
from ..data import scene_at
from .tokenizer import LENGTH, PAD, Tokenizer, caption_tokenizer

WIDTH = 192
LAYERS = 3
HEADS = 4
GARBLED = 0.08  # the share of captions with words nobody taught
PLAN = Plan(steps=2200, batch=64)


class Layer(nn.Module):
    """Self-attention and a perceptron, each behind a normalisation."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 3 * width), nn.Linear(3 * width, width)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        q, k, v = (
            part.unflatten(-1, (HEADS, -1)).transpose(1, 2)
            for part in self.qkv(self.first(x)).chunk(3, -1)
        )
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = x + self.out(seen.transpose(1, 2).flatten(2))
        return x + self.narrow(F.gelu(self.wide(self.second(x)), approximate="tanh"))


class TextEncoder(nn.Module):
    """Token numbers [n, tokens] to [n, tokens, WIDTH]; exactly zero where there is padding.

    One is added to every value: emphasis in prompts scales vectors and restores their mean, so
    the mean has to be away from zero.
    """

    def __init__(self, vocabulary: int, width: int = WIDTH, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Parameter(torch.randn(LENGTH, width) * 0.02)
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.words.weight, std=0.1)

    def forward(self, ids: Tensor) -> Tensor:
        there = (ids != PAD).float()
        bias = ((there - 1) * 1e4)[:, None, None, :]
        x = self.words(ids) + self.places[: ids.shape[1]]
        for layer in self.layers:
            x = layer(x, bias)
        return (self.norm(x) + 1) * there[..., None]


def pad(captions: list[list[int]]) -> Tensor:
    longest = max(map(len, captions))
    return torch.tensor([ids + [PAD] * (longest - len(ids)) for ids in captions])


def garble(text: str, rng: np.random.Generator) -> str:
    """The caption with one or two invented words in it."""
    words = text.split(" ")
    for _ in range(rng.integers(1, 3)):
        letters = rng.choice(
            list("abcdefghijklmnopqrstuvwxyz가나라모시호éñдж中"), rng.integers(2, 8)
        )
        words.insert(int(rng.integers(len(words) + 1)), "".join(letters))
    return " ".join(words)


OBJECT_FIELDS = {"counts": 4, "colours": len(Colour), "positions": len(Position)}
OBJECT_FIELDS["sizes"] = len(Size)


class Answers(nn.Module):
    """From one vector to every label of a scene."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.globals = nn.ModuleDict(
            {name: nn.Linear(width, len(values)) for name, values in GLOBAL_FIELDS.items()}
        )
        self.objects = nn.ModuleDict(
            {name: nn.Linear(width, len(Kind) * n) for name, n in OBJECT_FIELDS.items()}
        )

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """Logits: [n, values] for a scene's attributes, [n, kinds, values] for the objects'."""
        found = {name: head(x) for name, head in self.globals.items()}
        return found | {
            name: h(x).unflatten(1, (len(Kind), -1)) for name, h in self.objects.items()
        }


def label_tensors(lines: list[dict]) -> dict[str, Tensor]:
    return {name: torch.tensor([line[name] for line in lines]) for name in lines[0]}


def answer_loss(found: dict[str, Tensor], wanted: dict[str, Tensor]) -> Tensor:
    """Cross entropy of all labels; those of -1 do not count."""
    total = torch.zeros(())
    for name, logits in found.items():
        target = wanted[name].flatten()
        loss = F.cross_entropy(
            logits.flatten(0, -2), target, ignore_index=-1, reduction="sum"
        ) / len(logits)
        # Most kinds are absent from most scenes; what is there is what matters.
        total = total + loss
    return total


class Reader(nn.Module):
    """The encoder with heads on what it found, gathered by attention."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.encoder = TextEncoder(vocabulary)
        self.hidden = nn.Linear(WIDTH, 2 * WIDTH)
        self.answers = Answers(2 * WIDTH)

    def forward(self, ids: Tensor) -> dict[str, Tensor]:
        states = self.encoder(ids)
        mean = states.sum(1) / (ids != PAD).sum(1, keepdim=True)
        return self.answers(F.gelu(self.hidden(mean)))


def reading_batch(
    tokenizer: Tokenizer, rng: np.random.Generator, count: int
) -> tuple[Tensor, dict[str, Tensor]]:
    """Captions of scenes that are not held out, and their labels."""
    captions, wanted = [], []
    for _ in range(count):
        scene, speaker = scene_at(int(rng.integers(1 << 60)), 0)
        text = caption(scene, speaker, list(Language)[int(rng.random() < 0.45)])
        if rng.random() < GARBLED:
            text = garble(text, rng)
        captions.append(tokenizer.encode(text))
        wanted.append(labels(scene))
    return pad(captions), label_tensors(wanted)


def train(path: Path, plan: Plan) -> None:
    tokenizer = caption_tokenizer()
    torch.manual_seed(plan.seed)
    run = Run(path, Reader(len(tokenizer.tokens)), plan)

    def loss_of(rng: np.random.Generator) -> Tensor:
        ids, wanted = reading_batch(tokenizer, rng, plan.batch)
        return answer_loss(run.net(ids), wanted)

    run.train(loss_of)
