"""Photographs whose masks were drawn by hand, as polygons, for the scores alone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

# Corners in percent of width and height; several polygons make one mask.
Polygon = tuple[tuple[float, float], ...]
MASKS: dict[str, tuple[Polygon, ...]] = {
    "astronaut": (
        (
            *((7, 100), (5, 88), (4.5, 72), (6, 58), (10, 50), (17, 44), (22, 41), (22, 36)),
            *((25, 31), (32, 29), (34, 28), (34.5, 24.5), (31, 21), (30, 15), (32, 8)),
            *((37, 4.5), (45, 3), (53, 4), (57, 9), (59, 16), (57, 23), (53, 26), (52, 31)),
            *((56, 38), (59, 45), (59, 50), (64, 50), (68, 55), (70, 62), (71, 67)),
            *((76, 66.5), (84, 69), (92, 76), (96, 85), (97, 90), (99, 95), (99.5, 100)),
        ),
    ),
    "chelsea": (
        (
            *((8, 0), (7.5, 12), (9, 25), (6, 35), (0, 45), (0, 100), (70, 100), (72, 90)),
            *((74, 78), (76, 68), (78, 58), (80, 50), (81, 40), (80, 25), (83, 18), (87, 8)),
            (88, 0),
        ),
    ),
    "coffee": (
        (
            *((12.5, 55), (13, 40), (17, 30), (23, 22), (29, 18), (30, 12), (33, 7), (40, 4.5)),
            *((48, 4), (55, 5), (61, 8), (65, 13), (66.5, 17), (68, 16), (70, 18), (70, 24)),
            *((69, 29), (73, 34), (77, 41), (79, 48), (80, 58), (79, 68), (75, 78), (70, 85)),
            *((62, 92), (52, 96), (42, 95), (32, 90), (22, 82), (15, 70)),
        ),
    ),
    "camera": (
        (
            *((0, 100), (0, 55), (6, 44), (12, 33), (18, 25), (25, 22), (31, 20.5), (31.5, 17)),
            *((36, 13), (41, 12), (46, 14), (50, 17), (52.5, 21), (52, 25.5), (51, 28)),
            *((63, 27.5), (63, 33), (65, 36), (65, 41), (60, 45), (60, 58), (66, 58), (66, 60)),
            *((60, 62), (56, 63), (58, 52), (54, 58), (48, 60), (39, 58), (34, 66), (30, 74)),
            *((28, 80), (29.5, 90), (29, 100)),
        ),
        ((55, 63), (57.5, 63), (48, 98), (47.5, 100), (45, 100)),
        ((56.3, 63), (58.3, 63), (58.8, 94), (56.8, 94)),
        ((58.5, 62), (61, 62), (79, 100), (76.5, 100)),
    ),
    "grace_hopper": (
        (
            *((4, 100), (4, 82), (7, 65), (18, 60), (33, 56), (39, 54), (41, 48), (36, 47)),
            *((32, 43), (31, 35), (31, 17), (34, 13), (38, 8), (45, 4), (55, 4), (62, 7)),
            *((67, 12), (72, 17), (72.5, 28), (73, 33), (71, 44), (66, 49), (66, 56)),
            *((80, 60), (92, 64), (97, 70), (100, 80), (100, 100)),
        ),
    ),
}


def mask_of(name: str, height: int, width: int) -> np.ndarray:
    """0 and 255 [height, width]."""
    mask = np.zeros((height, width), np.uint8)
    for polygon in MASKS[name]:
        points = np.array(polygon) / 100 * [width, height] * 16
        cv2.fillPoly(mask, [points.round().astype(np.int32)], 255, cv2.LINE_8, shift=4)
    return mask


def photographs(folder: Path) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Name, picture (BGR) and mask of each, from the upscaler's folder of photographs."""
    found = []
    for name in MASKS:
        (path,) = folder.glob(f"*/{name}.png")
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
        found.append((name, image, mask_of(name, *image.shape[:2])))
    return found
