"""Real photographs with masks: a box drawn by hand around the subject, and GrabCut inside it.

The photographs are those of GCompris (see its copyright file for who took each). Every mask of
these tables was looked at and found about right; subjects on which GrabCut fails are not in them.
So they cannot tell how good GrabCut is, and hold subjects easier than most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

LONGEST = 400
ROUNDS = 6

# By resource file: the picture's number in it, and the box in percent: left, top, right, bottom.
Box = tuple[int, int, int, int]
TRAINING: dict[str, dict[int, Box]] = {
    "categorization": {
        **{32: (12, 2, 90, 98), 33: (18, 2, 60, 98), 34: (5, 8, 93, 92), 36: (3, 4, 98, 96)},
        **{39: (8, 8, 92, 92), 40: (5, 6, 94, 94), 41: (7, 10, 93, 93), 42: (16, 16, 94, 92)},
        **{43: (3, 10, 96, 92), 44: (5, 22, 96, 66), 45: (15, 24, 92, 80), 48: (9, 30, 95, 72)},
        **{50: (2, 2, 99, 99), 54: (15, 2, 83, 97), 55: (8, 6, 97, 96), 56: (2, 4, 99, 97)},
        **{58: (5, 14, 97, 94), 59: (3, 32, 88, 92), 60: (2, 1, 99, 98), 61: (5, 1, 90, 97)},
        **{68: (4, 24, 82, 72), 70: (16, 22, 91, 84), 71: (1, 1, 99, 99), 74: (3, 0, 96, 99)},
        **{76: (18, 28, 82, 66), 77: (22, 27, 82, 60), 81: (24, 34, 78, 58), 85: (8, 5, 99, 90)},
        **{86: (7, 24, 97, 78), 87: (12, 26, 76, 84), 88: (1, 20, 99, 90), 90: (8, 8, 96, 88)},
        **{92: (4, 26, 88, 74), 93: (17, 6, 71, 44), 94: (14, 27, 94, 64), 96: (17, 22, 82, 68)},
        **{98: (1, 9, 95, 86), 99: (14, 27, 92, 60), 102: (12, 36, 91, 72)},
        **{103: (17, 38, 94, 65), 109: (4, 1, 99, 98), 113: (27, 2, 84, 99)},
        **{116: (22, 8, 76, 97), 152: (5, 10, 98, 95), 154: (1, 0, 99, 99), 156: (1, 0, 99, 99)},
        **{157: (7, 10, 56, 84), 158: (8, 7, 76, 99), 159: (19, 11, 82, 89)},
        **{162: (9, 5, 89, 92), 165: (47, 3, 99, 97)},
    },
    "explore_farm_animals": {5: (2, 10, 98, 89), 9: (45, 13, 85, 97)},
    "explore_world_animals": {1: (24, 14, 81, 86), 2: (16, 11, 82, 98), 14: (15, 25, 82, 86)},
}
HELD_OUT: dict[str, dict[int, Box]] = {
    "categorization": {
        **{52: (2, 4, 93, 66), 51: (8, 3, 99, 97), 72: (13, 1, 88, 97), 73: (30, 6, 68, 97)},
        **{155: (15, 32, 84, 88), 160: (7, 5, 93, 91), 166: (23, 21, 77, 89)},
        **{106: (13, 2, 89, 88), 111: (7, 24, 97, 76)},
    },
    "explore_farm_animals": {
        **{0: (10, 25, 82, 90), 1: (21, 33, 91, 90), 2: (21, 9, 74, 90), 3: (10, 27, 90, 85)},
        **{4: (26, 12, 98, 80), 7: (15, 21, 65, 85), 8: (1, 2, 90, 95)},
    },
    "explore_world_animals": {
        **{6: (13, 15, 86, 87), 7: (20, 11, 90, 99), 10: (7, 31, 88, 90)},
        **{11: (27, 26, 83, 80), 12: (19, 11, 83, 77), 16: (20, 5, 86, 84)},
    },
}


def resources(path: Path) -> Iterator[bytes]:
    """The JPEG and WebP pictures within a Qt resource file, in its order."""
    data = path.read_bytes()
    for found in re.finditer(rb"RIFF(....)WEBPVP8|\xff\xd8\xff", data, re.DOTALL):
        length = int.from_bytes(found[1], "little") + 8 if found[1] else 4_000_000
        yield data[found.start() : found.start() + length]


def within(image: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    """What GrabCut takes for the subject in a box (in percent): a mask of 0 and 255."""
    height, width = image.shape[:2]
    left, top, right, bottom = box
    mask = np.full((height, width), cv2.GC_BGD, np.uint8)
    rows = slice(int(top * height / 100), int(np.ceil(bottom * height / 100)))
    columns = slice(int(left * width / 100), int(np.ceil(right * width / 100)))
    mask[rows, columns] = cv2.GC_PR_FGD
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(1)
    cv2.grabCut(image, mask, None, *models, ROUNDS, cv2.GC_INIT_WITH_MASK)
    return np.where((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)


def photographs(
    folder: Path, table: dict[str, dict[int, Box]]
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Name, picture (BGR) and mask of every photograph of a table."""
    for name, boxes in table.items():
        for number, data in enumerate(resources(folder / f"{name}.rcc")):
            if number not in boxes:
                continue
            image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
            scale = LONGEST / max(image.shape[:2])
            if scale < 1:
                image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            yield f"{name}-{number:03}", image, within(image, boxes[number])
