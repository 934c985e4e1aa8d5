"""The stream of training examples: pictures with captions, the same for the same numbers.

Example `index` of a seed never depends on what was painted before it, so any process can paint
any part. Training never sees a held-out scene; the held-out stream has no others.

`prepare` paints ahead, on all cores, into shards: `NNNNN.npy` with pictures [n, size, size, 3]
uint8, `NNNNN.things.npy` that says where their objects are, and
`NNNNN.jsonl` with one example per line. Called again, it paints what is missing.
"""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .attributes import Scene, held_out, labels
from .captions import Language, caption
from .painter import paint_with_things

CAPTIONS_PER_LANGUAGE = 3
SHARD = 500


@dataclass(frozen=True, slots=True)
class Example:
    scene: Scene
    picture: np.ndarray
    things: np.ndarray  # where they are, as `paint_with_things` says it
    english: tuple[str, ...]
    korean: tuple[str, ...]

    def line(self) -> str:
        """The example without its picture, as a line of JSON."""
        return json.dumps(
            {
                "en": self.english,
                "ko": self.korean,
                "labels": labels(self.scene),
                "scene": dataclasses.asdict(self.scene),
            },
            ensure_ascii=False,
        )


def scene_at(seed: int, index: int, held: bool = False) -> tuple[Scene, np.random.Generator]:
    """The scene of an example, and the generator that paints and captions it."""
    rng = np.random.default_rng((seed, index))
    while True:
        scene = Scene.random(rng)
        if held_out(scene) is held:
            return scene, rng


def example(seed: int, index: int, size: int, held: bool = False) -> Example:
    scene, rng = scene_at(seed, index, held)
    painter, speaker = rng.spawn(2)
    english, korean = (
        tuple(caption(scene, speaker, language) for _ in range(CAPTIONS_PER_LANGUAGE))
        for language in Language
    )
    return Example(scene, *paint_with_things(scene, painter, size), english, korean)


def batch(
    seed: int, index: int, size: int, batch: int, held: bool = False
) -> tuple[np.ndarray, list[Example]]:
    """The `index`-th batch: pictures [batch, size, size, 3] uint8 and the examples."""
    examples = [example(seed, index * batch + i, size, held) for i in range(batch)]
    return np.stack([e.picture for e in examples]), examples


def _shard(job: tuple[Path, int, int, int, int, bool]) -> Path:
    folder, number, seed, size, count, held = job
    pictures, lines = folder / f"{number:05}.npy", folder / f"{number:05}.jsonl"
    if not pictures.exists():
        os.nice(5)
        stack, examples = batch(seed, number, size, count, held)
        np.save(pictures.with_suffix(".things.npy"), np.stack([e.things for e in examples]))
        lines.write_text("".join(e.line() + "\n" for e in examples), encoding="utf-8")
        partial = pictures.with_suffix(".partial")
        with partial.open("wb") as file:
            np.save(file, stack)
        partial.replace(pictures)  # last, so that a shard that exists is complete
    return pictures


def folder_of(work: Path, seed: int, size: int, held: bool) -> Path:
    return work / f"{'held-out' if held else 'train'}-{size}-seed{seed}"


def prepare(
    work: Path,
    shards: int,
    size: int,
    seed: int,
    processes: int,
    held: bool = False,
    per_shard: int = SHARD,
) -> list[Path]:
    """Paints the shards that are missing; gives the paths of all."""
    folder = folder_of(work, seed, size, held)
    folder.mkdir(parents=True, exist_ok=True)
    plan = {"seed": seed, "size": size, "per_shard": per_shard, "held": held}
    note = folder / "plan.json"
    if note.exists() and json.loads(note.read_text()) != plan:
        raise SystemExit(f"{folder} was painted to another plan: delete it or choose another seed")
    note.write_text(json.dumps(plan))
    jobs = [(folder, n, seed, size, per_shard, held) for n in range(shards)]
    if processes < 2:
        return [_shard(job) for job in jobs]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return list(pool.imap(_shard, jobs))


def shards(folder: Path) -> list[Path]:
    """The pictures of a folder's shards, in order."""
    found = sorted(folder.glob("*.npy"))
    return [path for path in found if path.name.count(".") == 1]


def read(path: Path) -> Iterator[tuple[np.ndarray, dict]]:
    """The examples of a shard: picture and the parsed line."""
    with path.with_suffix(".jsonl").open(encoding="utf-8") as lines:
        for picture, line in zip(np.load(path, mmap_mode="r"), lines, strict=True):
            yield picture, json.loads(line)
