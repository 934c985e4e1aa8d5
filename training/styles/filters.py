"""The filters that the looks are made of. Pictures are continued by their border pixels."""

from __future__ import annotations

import math

import numpy as np

from .graph import Value

LUMA = np.array([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1)  # ITU-R BT.601
ORIENTATIONS = 8


def luma(picture: Value) -> Value:
    """`[1, 3, H, W]` to `[1, 1, H, W]`."""
    return picture.node("Conv", LUMA.astype(np.float32))


def levelled(plane: Value) -> Value:
    """Brightness as one would draw it: a dark, bright or dull picture comes closer to one of mean
    0.5 and deviation 0.24."""
    mean = plane.mean_over(2, 3)
    off = plane - mean
    contrast = (0.24 / (off.squared().mean_over(2, 3).sqrt() + 0.02)).clip(1.0, 1.7)
    return (off * contrast + mean.mix(0.5, 0.6)).clip()


def correlate(planes: Value, kernels: np.ndarray, spread: int = 1) -> Value:
    """`[N, 1, H, W]` with kernels `[K, height, width]`, odd, to `[N, K, H, W]`. What a kernel sees
    lies `spread` pixels apart."""
    _, height, width = kernels.shape
    y, x = height // 2 * spread, width // 2 * spread
    padded = planes.node("Pad", np.array([0, 0, y, x, 0, 0, y, x], np.int64), mode="edge")
    return padded.node("Conv", kernels[:, None], dilations=(spread, spread))


def gaussian(sigma: float) -> np.ndarray:
    """A kernel of sum 1, 3 sigma to each side."""
    offsets = np.arange(-math.ceil(3 * sigma), math.ceil(3 * sigma) + 1)
    kernel = np.exp(-(offsets**2) / (2 * sigma**2))
    return kernel / kernel.sum()


def blur(picture: Value, sigma: float) -> Value:
    """Gaussian blur of any number of channels; wide ones are done on a smaller copy."""
    if sigma > 5:
        return enlarged(blur(shrunk(picture, 4), sigma / 4))
    kernel = gaussian(sigma)
    planes = correlate(picture.swapped(), kernel.reshape(1, 1, -1))
    return correlate(planes, kernel.reshape(1, -1, 1)).swapped()


def shrunk(picture: Value, times: int) -> Value:
    return picture.node(
        "AveragePool", kernel_shape=(times, times), strides=(times, times), ceil_mode=1
    )


def enlarged(picture: Value) -> Value:
    """To the height and width of the graph's picture."""
    graph = picture.graph
    one = np.array([1], np.int64)
    sides = (side.node("Reshape", one) for side in (graph.height, graph.width))
    sizes = graph.concat(picture.node("Shape").part(0, 2, axis=0), *sides, axis=0)
    unused = np.zeros(0, np.float32)
    return picture.node("Resize", unused, unused, sizes, mode="linear")


def sampled(picture: Value, x: Value, y: Value) -> Value:
    """The colours at other places, given in pixels, `[1, 1, H, W]` each."""
    graph = picture.graph
    places = []
    for place, side in ((x, graph.width), (y, graph.height)):
        share = (place + 0.5) / side.node("Cast", to=1)
        places.append((share * 2.0 - 1.0).node("Unsqueeze", np.array([4], np.int64)))
    grid = graph.concat(*places, axis=4).node("Squeeze", np.array([1], np.int64))
    return picture.node("GridSample", grid, mode="bilinear", padding_mode="border", align_corners=0)


def gradients(plane: Value) -> Value:
    """Sobel's derivatives `[1, 2, H, W]`: to the right and down, per pixel."""
    right = np.outer([1, 2, 1], [-1, 0, 1]) / 8
    return correlate(plane, np.stack([right, right.T]))


def flow(plane: Value, sigma: float, coherence: float = 1e-5) -> Value:
    """The direction along edges, as the unit vector of the double angle, `[1, 2, H, W]`.

    From the smoothed structure tensor, as in Brox et al.: Adaptive Structure Tensors, 2006, and
    Kyprianidis, Döllner: Image Abstraction by Structure Adaptive Filtering, 2008. Where nothing
    has a direction (`coherence`, squared gradients), it falls from the upper right, like the
    strokes of a right-handed draughtsman.
    """
    along = gradients(plane)
    x, y = along.channel(0), along.channel(1)
    double = plane.graph.concat(y * y - x * x, -2.0 * x * y)
    double = blur(double, sigma) + np.array([0.0, -coherence]).reshape(1, 2, 1, 1)
    return double / (double.squared().total(1) + 1e-12).sqrt()


def angles() -> np.ndarray:
    """The directions of the banks, as angles from the x axis towards the y axis (down)."""
    return np.arange(ORIENTATIONS) * np.pi / ORIENTATIONS


def shares(direction: Value, sharpness: int = 2) -> Value:
    """How much of each of a bank's kernels a direction takes, `[1, ORIENTATIONS, H, W]`, sum 1."""
    axes = np.stack([np.cos(2 * angles()), np.sin(2 * angles())], axis=1)
    fit = direction.node("Conv", axes[:, :, None, None]).at_least(0.0)
    for _ in range(sharpness):
        fit = fit * fit
    return fit / (fit.total(1) + 1e-6)


def oriented(radius: int, along: float, across: np.ndarray | float) -> np.ndarray:
    """Kernels for every direction: a Gaussian of sigma `along` its line and, across, one of sigma
    `across`. Of sum 1."""
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    kernels = []
    for angle in angles():
        s = x * np.cos(angle) + y * np.sin(angle)
        t = y * np.cos(angle) - x * np.sin(angle)
        kernel = np.exp(-(s**2) / (2 * along**2) - t**2 / (2 * across**2))
        kernels.append(kernel * (x**2 + y**2 <= (radius + 0.5) ** 2))
    kernels = np.stack(kernels)
    return kernels / kernels.sum(axis=(1, 2), keepdims=True)


def bank(picture: Value, kernels: np.ndarray, share: Value, spread: int = 1) -> Value:
    """Each pixel through the kernel of its direction: line integral convolution along straight
    pieces of the flow. `[1, C, H, W]` to the same."""
    return (correlate(picture.swapped(), kernels, spread) * share).total(1).swapped()


def along_flow(picture: Value, share: Value, length: float, times: int = 1) -> Value:
    """Smooths along edges only, over `length` (sigma, pixels). Repeated, it follows curves, each
    time over twice the length."""
    kernels = oriented(math.ceil(2 * length), length, 0.6)
    for time in range(times):
        picture = bank(picture, kernels, share, 2**time)
    return picture


def edge_lines(plane: Value, share: Value, sigma: float, along: float, p: float) -> Value:
    """Flow-based extended difference of Gaussians, before its threshold: (1+p) G(sigma) - p
    G(1.6 sigma) across the edge, smoothed along it.

    Kang et al.: Coherent Line Drawing, 2007; Winnemöller et al.: XDoG, 2012.
    """
    radius = math.ceil(max(2 * along, 4 * sigma))
    narrow, wide = (oriented(radius, along, across) for across in (sigma, 1.6 * sigma))
    return bank(plane, (1 + p) * narrow - p * wide, share)


def soft_threshold(plane: Value, threshold: float, phi: float) -> Value:
    """XDoG's: 1 above the threshold, falling off below by tanh."""
    return 1.0 + (phi * (plane - threshold)).at_most(0.0).tanh()


def kuwahara(picture: Value, radius: int, sharpness: int = 2) -> Value:
    """The generalised Kuwahara filter: eight soft sectors, each counting less the more it varies.

    Papari et al.: Artistic Edge and Corner Enhancing Smoothing, 2007, in the form of Kyprianidis
    et al.: Image and Video Abstraction by Anisotropic Kuwahara Filtering, 2009.
    """
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    distance = np.hypot(x, y)
    falloff = np.exp(-(distance**2) / (2 * (0.5 * radius) ** 2)) * (distance <= radius + 0.5)
    sectors = []
    for index in range(8):
        turn = np.angle(np.exp(1j * (np.arctan2(y, x) - index * np.pi / 4)))
        share = np.clip(1.25 - np.abs(turn) / (np.pi / 4), 0, 1)
        sectors.append(falloff * np.where(distance < 0.5, 1 / 8, share))
    sectors = np.stack(sectors)
    sectors /= sectors.sum(axis=(1, 2), keepdims=True)
    brightness = luma(picture)
    planes = picture.graph.concat(picture, brightness, brightness.squared()).swapped()
    means = correlate(planes, sectors)
    colours, mean, square = (means.part(*ends, axis=0) for ends in ((0, 3), (3, 4), (4, 5)))
    variance = ((square - mean.squared()) * 255.0**2).at_least(0.0) * (1 / 16)
    weight = variance
    for _ in range(sharpness - 1):
        weight = weight * weight
    weight = 1.0 / (1.0 + weight)
    return ((colours * weight).total(1) / weight.total(1)).swapped()
