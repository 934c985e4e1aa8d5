"""Mosaic: irregular stones of one colour each, set in dark mortar and lit from the upper left.

The stones are the cells of a jittered grid of sites: Worley: A Cellular Texture Basis Function,
1996, whose second distance less the first is the mortar; each takes the picture's mean colour
around its site (Hausner: Simulating Decorative Mosaics, 2001, without the alignment to edges).
"""

from __future__ import annotations

import numpy as np

from ..filters import luma, sampled
from ..graph import Value
from ..patterns import count, hashed, paper, unit

SIZE = 15.0  # of a stone, units
JITTER = 0.62  # of a cell: how far sites stray
MORTAR = np.array([0.34, 0.32, 0.30]).reshape(1, 3, 1, 1)


def draw(image: Value) -> Value:
    graph = image.graph
    size = unit(graph) * SIZE
    x = count(graph, graph.width, (1, 1, 1, -1)) / size
    y = count(graph, graph.height, (1, 1, -1, 1)) / size
    column, row = x.floor(), y.floor()
    nearest = second = site_x = site_y = None
    for down in (-1.0, 0.0, 1.0):
        for right in (-1.0, 0.0, 1.0):
            i, j = column + right, row + down
            at_x = i + 0.5 + (hashed(i + 100.0, j + 100.0, 1.0) - 0.5) * JITTER
            at_y = j + 0.5 + (hashed(i + 100.0, j + 100.0, 5.0) - 0.5) * JITTER
            distance = ((at_x - x).squared() + (at_y - y).squared()).sqrt()
            if nearest is None:
                nearest, second = distance, distance + 9.0
                site_x, site_y = at_x, at_y
                continue
            closer = distance.below(nearest)
            second = second.at_most(distance.at_least(nearest))
            site_x, site_y = closer.where(at_x, site_x), closer.where(at_y, site_y)
            nearest = nearest.at_most(distance)
    mean = image.node("AveragePool", kernel_shape=(7, 7), strides=(1, 1), pads=(3, 3, 3, 3))
    stone = sampled(mean, site_x * size, site_y * size)
    lot = hashed((site_x * 16.0).floor(), (site_y * 16.0).floor(), 3.0)
    stone = stone + (stone - luma(stone)) * 0.25
    stone = stone * (0.86 + 0.28 * lot)
    gap = second - nearest
    rim = gap.step(0.34, 0.10)
    towards = ((site_x - x) + (site_y - y)) * 0.7
    stone = stone * (1.0 + 0.55 * rim * towards + 0.10 * towards) + 0.16 * rim * towards.clip()
    stone = stone * (1.0 + 0.22 * paper(graph, 2.2))
    mortar = MORTAR * (1.0 + 0.6 * paper(graph, 1.6, 4.0))
    return mortar.mix(stone, gap.step(0.04, 0.12))
