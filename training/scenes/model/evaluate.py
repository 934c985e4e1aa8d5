"""Scores of the exported files on prompts that combine what training never combined.

A prompt says some of a held-out scene. The judge looks at what the model paints for it, and every
attribute the prompt names counts as right or wrong. Two numbers stand beside that score: the same
judge on the painter's own picture of the scene, which is the most anyone can reach, and chance,
which is how often the generated pictures fit other pictures' prompts.
"""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from torch import Tensor

from training.run import load_average

from ..attributes import GLOBAL_FIELDS, Colour, Kind, Position, Size
from ..captions import Kept, Language, keep, say
from ..data import scene_at
from ..sheet import font, wrapped
from .judge import Judge, judged
from .pipeline import Pipeline
from .prompts import PROMPTS

TARGET = 0.92  # mean accuracy that a release aims at
AT_ONCE = 8
SEED = 11
SHEET_SIDE, SHEET_COLUMNS = 200, 8

Answers = dict[str, Tensor]


def questions(kept: Kept) -> list[tuple[str, str, int | None, int]]:
    """What a prompt asks for: attribute, label, kind (none for the whole scene), value."""
    asked: list[tuple[str, str, int | None, int]] = []
    for name, values in GLOBAL_FIELDS.items():
        if (value := getattr(kept, name)) is not None:
            asked.append((name, name, None, list(values).index(value)))
    for thing in kept.objects:
        kind = list(Kind).index(thing.kind)
        asked.append(("object", "counts", kind, -1))  # any number but none
        if thing.count is not None:
            asked.append(("number", "counts", kind, thing.count))
        for name, values in (("colour", Colour), ("position", Position), ("size", Size)):
            if (value := getattr(thing, name)) is not None:
                asked.append((name, name + "s", kind, list(values).index(value)))
    return asked


def score(asked: list[list[tuple]], seen: Answers) -> dict[str, float]:
    """The share of right answers for each attribute; `asked` has a list for each picture."""
    right: dict[str, list[bool]] = defaultdict(list)
    for index, one in enumerate(asked):
        for attribute, label, kind, value in one:
            found = int(seen[label][index] if kind is None else seen[label][index, kind])
            right[attribute].append(found > 0 if value < 0 else found == value)
    return {attribute: float(np.mean(answers)) for attribute, answers in right.items()}


def held_out_prompts(count: int) -> tuple[list[str], list[list[tuple]]]:
    """A prompt and its questions for each scene of the held-out stream, in the shards' order."""
    prompts, asked = [], []
    for index in range(count):
        scene, rng = scene_at(1, index, held=True)
        speaker = rng.spawn(3)[2]  # the first two painted and captioned the shard
        kept = keep(scene, speaker)
        prompts.append(say(kept, speaker, list(Language)[index % 2]))
        asked.append(questions(kept))
    return prompts, asked


def paintings(folder: Path, count: int) -> np.ndarray:
    """The first pictures of the held-out shards."""
    found = []
    for shard in sorted(folder.glob("[0-9]*.small.npy")):
        found += list(np.load(shard))
    return np.stack(found[:count])


def table(rows: dict[str, dict[str, float]]) -> str:
    """Attributes as rows of a Markdown table, their mean as the last."""
    attributes = list(next(iter(rows.values())))
    lines = ["| | " + " | ".join(rows) + " |", "| --- " * (len(rows) + 1) + "|"]
    for name in attributes:
        cells = (f"{100 * row[name]:.0f} %" for row in rows.values())
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    means = (f"{100 * np.mean(list(row.values())):.1f} %" for row in rows.values())
    lines.append("| mean | " + " | ".join(means) + " |")
    return "\n".join(lines)


def contact_sheet(
    pipeline: Pipeline, path: Path, prompts: tuple[str, ...] = PROMPTS, **how: float
) -> None:
    """The prompts' pictures in one, made smaller, with the prompts beneath."""
    letter, _ = font(12)
    cell = (SHEET_SIDE, SHEET_SIDE + 48)
    rows = -(-len(prompts) // SHEET_COLUMNS)
    page = Image.new("RGB", (SHEET_COLUMNS * cell[0], rows * cell[1]), (250, 249, 246))
    draw = ImageDraw.Draw(page)
    for i, prompt in enumerate(prompts):
        (picture,) = pipeline.paint([prompt], SEED + i, **how)
        x, y = i % SHEET_COLUMNS * cell[0], i // SHEET_COLUMNS * cell[1]
        side = SHEET_SIDE - 4
        small = Image.fromarray(picture).resize((side, side), Image.Resampling.LANCZOS)
        page.paste(small, (x + 2, y + 2))
        for n, line in enumerate(wrapped(prompt, letter, side)[:3]):
            draw.text((x + 2, y + SHEET_SIDE + 15 * n), line, (50, 46, 60), letter)
    page.save(path, quality=88)


def seconds_for_picture(pipeline: Pipeline) -> float:
    """The best of three pictures from prompt to pixels."""
    best = float("inf")
    for seed in range(3):
        start = time.perf_counter()
        pipeline.paint([PROMPTS[0]], seed)
        best = min(best, time.perf_counter() - start)
    return best


def report(pipeline: Pipeline, judge_path: Path, folder: Path, count: int, **how: float) -> None:
    """Prints the scores; `how` goes to the pipeline."""
    judge = load_average(judge_path, Judge())
    prompts, asked = held_out_prompts(count)
    pictures = np.concatenate(
        [
            pipeline.paint(prompts[i : i + AT_ONCE], SEED + i, **how)
            for i in range(0, len(prompts), AT_ONCE)
        ]
    )
    seen = judged(judge, pictures)
    others = asked[1:] + asked[:1]
    rows = {
        "generated": score(asked, seen),
        "painted": score(asked, judged(judge, paintings(folder, count))),
        "chance": score(others, seen),
    }
    mean = float(np.mean(list(rows["generated"].values())))
    print(table(rows))
    print(f"{count} held-out prompts: mean {100 * mean:.1f} %, aim {100 * TARGET:.0f} %")
    print(f"a picture: {seconds_for_picture(pipeline):.2f} s")
