"""Tries all of it at toy size, offline, in a temporary folder, in seconds.

Without the packages composites are made of drawn shapes, and an object file stands for the rest.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from . import data, drawn, evaluate, meshes, real, sources, surfaces, train
from .compose import Library, compose
from .export import export_model

SEED, SIDE, COUNT = 7, 64, 4

CUBE = """\
mtllib cube.mtl
v -1 -1 -1
v 1 -1 -1
v 1 1 -1
v -1 1 -1
v -1 -1 1
v 1 -1 1
v 1 1 1
v -1 1 1
usemtl red
f 1 2 3 4
f 5 6 7 8
f 1 2 6 5
f 4 3 7 8
f 1 4 8 5
f -7 -6 -2 -3
"""


def check(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"cutout: {what}")


def check_meshes(folder: Path) -> None:
    (folder / "cube.obj").write_text(CUBE)
    (folder / "cube.mtl").write_text("newmtl red\nKd 0.8 0.1 0.1\n")
    mesh = meshes.read_obj(folder / "cube.obj")
    check(mesh is not None and len(mesh.corners) == 12, "a cube has twelve triangles")
    picture = meshes.draw(mesh, np.random.default_rng(SEED), SIDE, meshes.rotation(0.6, 0.4, 0))
    solid = picture[..., 3] == 255
    check(0.6 < solid.mean() < 0.95, "a cube fills most of its picture")
    red, green, _ = picture[solid][:, :3].astype(float).mean(0)
    check(red > 3 * green, "a red cube is red")


def check_objects(work: Path) -> None:
    """An object file is found, split and used."""
    objects = work / "objects"
    objects.mkdir(parents=True)
    rng = np.random.default_rng(SEED)
    for number in range(24):
        image = (surfaces.shape(rng, 128) * 255).astype(np.uint8)
        sources.save_object(objects / f"render-thing{number}@0.png", image)
    kept, held = (Library.of(work, out).objects["render"] for out in (False, True))
    names = [{group[0].name for group in part} for part in (kept, held)]
    check(bool(names[0]) and bool(names[1]) and not names[0] & names[1], "the held-out objects")


def check_composites(work: Path) -> None:
    library = Library.of(work, held_out=False)
    shares = []
    for index in range(6):
        first, again = (compose(np.random.default_rng(index), library, SIDE) for _ in range(2))
        check(all(np.array_equal(a, b) for a, b in zip(first, again, strict=True)), "a composite")
        check(first[0].shape == (SIDE, SIDE, 3) and first[1].shape == (SIDE, SIDE), "its shape")
        shares.append((first[1] > 127).mean())
    check(max(shares) > 0.05, "nothing in the composites")


def check_masks() -> None:
    image = np.full((60, 80, 3), 200, np.uint8)
    cv2.circle(image, (40, 30), 18, (20, 40, 160), -1)
    wanted = (image[..., 0] < 100) * np.uint8(255)
    iou, mae = evaluate.score(evaluate.grabcut(image), wanted)
    check(iou > 0.95 and mae < 0.05, "GrabCut on a disc")
    for name in drawn.MASKS:
        check(0.2 < drawn.mask_of(name, 100, 100).mean() / 255 < 0.9, f"the mask of {name}")
    for table, boxes in real.HELD_OUT.items():
        check(not boxes.keys() & real.TRAINING[table].keys(), "a photograph in both tables")


def check_training(work: Path, model: Path) -> None:
    for held_out in (False, True):
        replace(data.recipe(work, held_out), count=COUNT, seed=SEED).prepare(1, 1)
    folder = data.recipe(work, held_out=False).folder
    for name, stage in train.STAGES.items():
        plan = stage.plan.of(2, 2)
        train.train(work, folder, name, plan, side=128)
        train.train(work, folder, name, plan.of(3, 2), side=128)  # goes on
    export_model(work, model)
    matting = evaluate.Matting(model, 1)
    examples = evaluate.composites(work)
    check(len(examples) == COUNT, "reading the held-out composites")
    print("untrained:", evaluate.mean(evaluate.score(matting(i), a) for _, i, a in examples))
    evaluate.sheet(matting, examples, model / "sheet.jpg")


def run() -> None:
    check_masks()
    with tempfile.TemporaryDirectory(prefix="cutout-smoke-") as folder:
        root = Path(folder)
        check_meshes(root)
        check_objects(root / "work")
        check_composites(root / "work")
        check_training(root / "work", root / "model")
    print("smoke: all steps work")
