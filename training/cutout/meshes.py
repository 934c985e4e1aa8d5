"""Draws pictures of 3D models: Wavefront OBJ files, textured, from any side, in numpy.

A z-buffer over all triangles at once: triangles of similar size on screen are laid over small
windows of pixels together, which keeps the work in a few large arrays. Shading comes last, once
for each pixel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

SUPERSAMPLING = 2
WINDOWS = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
CANDIDATES = 4_000_000  # pixels of windows looked at together
CLEAR = 0.45  # materials that let more light through are left out


@dataclass
class Material:
    colour: np.ndarray = field(default_factory=lambda: np.full(3, 0.7, np.float32))
    shine: float = 0.0
    opacity: float = 1.0
    texture: np.ndarray | None = None  # RGBA, 0 to 1


@dataclass
class Mesh:
    """Triangles: corners [n, 3, 3], texture places [n, 3, 2], normals [n, 3, 3], materials [n]."""

    corners: np.ndarray
    places: np.ndarray
    normals: np.ndarray
    material: np.ndarray
    materials: list[Material]


def read_texture(path: Path) -> np.ndarray | None:
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if image is None:
        return None
    if image.dtype != np.uint8:
        image = (image / 257).astype(np.uint8)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGRA)
    elif image.shape[2] == 3:
        image = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
    scale = 512 / max(image.shape[:2])
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA).astype(np.float32) / 255


def read_materials(path: Path) -> dict[str, Material]:
    materials: dict[str, Material] = {}
    current = Material()
    for line in path.read_text(errors="replace").splitlines():
        words = line.split()
        if not words:
            continue
        key, rest = words[0], words[1:]
        if key == "newmtl":
            current = materials[" ".join(rest)] = Material()
        elif key == "Kd" and len(rest) >= 3:
            current.colour = np.array([float(v) for v in rest[:3]], np.float32)
        elif key == "Ks" and len(rest) >= 3:
            current.shine = float(np.mean([float(v) for v in rest[:3]]))
        elif key == "d" and rest:
            current.opacity = float(rest[-1])
        elif key == "map_Kd" and rest:
            current.texture = read_texture(path.parent / " ".join(rest).replace("\\", "/"))
    return materials


def read_obj(path: Path) -> Mesh | None:
    """The triangles of an OBJ file, or nothing if there are none to be seen."""
    points: list[str] = []
    places: list[str] = []
    normals: list[str] = []
    faces: list[tuple[int, int, int]] = []
    of_face: list[int] = []
    names: dict[str, int] = {"": 0}
    library: dict[str, Material] = {}
    current = 0

    def number(word: str, count: int) -> int:
        value = int(word) if word else 0
        return value - 1 if value > 0 else (count + value if value < 0 else -1)

    for line in path.read_text(errors="replace").splitlines():
        key, _, rest = line.partition(" ")
        if key == "v":
            points.append(rest)
        elif key == "vt":
            places.append(rest)
        elif key == "vn":
            normals.append(rest)
        elif key == "f":
            corners = []
            for word in rest.split():
                p, t, n = (*word.split("/"), "", "")[:3]
                corner = (number(p, len(points)), number(t, len(places)), number(n, len(normals)))
                corners.append(corner)
            for i in range(1, len(corners) - 1):
                faces += (corners[0], corners[i], corners[i + 1])
                of_face.append(current)
        elif key == "usemtl":
            current = names.setdefault(rest.strip(), len(names))
        elif key == "mtllib" and (path.parent / rest.strip()).is_file():
            library |= read_materials(path.parent / rest.strip())
    if not faces:
        return None

    def table(lines: list[str], width: int) -> np.ndarray:
        rows = [[float(v) for v in line.split()[:width]] for line in lines]
        # The last row stands for what a corner does not name.
        return np.array([*rows, [0.0] * width], np.float32)

    index = np.array(faces).reshape(-1, 3, 3)
    corners = table(points, 3)[index[..., 0]]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat /= np.linalg.norm(flat, axis=1, keepdims=True) + 1e-12
    given = table(normals, 3)[index[..., 2]]
    length = np.linalg.norm(given, axis=2, keepdims=True)
    given = np.where(length > 1e-6, given / (length + 1e-12), flat[:, None])
    materials = [library.get(name, Material()) for name in names]
    mesh = Mesh(corners, table(places, 2)[index[..., 1]], given, np.array(of_face), materials)
    seen = np.array([m.opacity > CLEAR for m in materials])[mesh.material]
    if not seen.any():
        return None
    parts = (mesh.corners, mesh.places, mesh.normals, mesh.material)
    return Mesh(*(part[seen] for part in parts), materials)


def rotation(turn: float, tilt: float, roll: float) -> np.ndarray:
    """Turned about the upright axis, then seen from above by `tilt`, then rolled."""
    (a, b, c), (d, e, f) = np.cos((turn, tilt, roll)), np.sin((turn, tilt, roll))
    about_y = np.array([[a, 0, d], [0, 1, 0], [-d, 0, a]])
    about_x = np.array([[1, 0, 0], [0, b, -e], [0, e, b]])
    about_z = np.array([[c, -f, 0], [f, c, 0], [0, 0, 1]])
    return (about_z @ about_x @ about_y).astype(np.float32)


def sample(texture: np.ndarray, places: np.ndarray) -> np.ndarray:
    height, width = texture.shape[:2]
    x = np.floor(places[:, 0] % 1 * width).astype(int).clip(0, width - 1)
    y = np.floor((1 - places[:, 1] % 1) * height).astype(int).clip(0, height - 1)
    return texture[y, x]


def visible(mesh: Mesh, screen: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel the triangle in front (-1: none), and where in it the pixel lies [., 3]."""
    xy, depth = screen[..., :2], screen[..., 2]
    low = np.floor(xy.min(1) - 0.5).astype(int).clip(0, side)
    high = np.ceil(xy.max(1) - 0.5).astype(int).clip(-1, side - 1)
    need = (high - low + 1).max(1)
    e1, e2 = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    area = e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]
    drawn = (np.abs(area) > 1e-9) & ((high - low + 1) > 0).all(1)
    nearest = np.full(side * side, np.inf, np.float32)
    front = np.full(side * side, -1)
    inside = np.zeros((side * side, 3), np.float32)
    cut = np.array(
        [m.texture is not None and m.texture[..., 3].min() < 0.5 for m in mesh.materials]
    )
    last = 0
    for window in WINDOWS:
        chosen = np.flatnonzero(drawn & (need > last) & (need <= window))
        last = window
        step = max(1, CANDIDATES // window**2)
        grid = np.stack(np.meshgrid(np.arange(window), np.arange(window)), -1).reshape(-1, 2)
        for start in range(0, len(chosen), step):
            t = chosen[start : start + step]
            pixel = low[t, None] + grid
            d = pixel + 0.5 - xy[t, None, 0]
            v = (d[..., 0] * e2[t, None, 1] - d[..., 1] * e2[t, None, 0]) / area[t, None]
            w = (e1[t, None, 0] * d[..., 1] - e1[t, None, 1] * d[..., 0]) / area[t, None]
            hit = (v >= -1e-5) & (w >= -1e-5) & (v + w <= 1 + 1e-5)
            hit &= (pixel < side).all(-1)
            row, column = np.nonzero(hit)
            if not len(row):
                continue
            v, w, tri = v[row, column], w[row, column], t[row]
            bary = np.stack([1 - v - w, v, w], 1).astype(np.float32)
            z = (depth[tri] * bary).sum(1)
            place = pixel[row, column]
            flat = place[:, 1] * side + place[:, 0]
            keep = z < nearest[flat]
            for m in np.flatnonzero(cut):
                of_it = np.flatnonzero(mesh.material[tri] == m)
                uv = (mesh.places[tri[of_it]] * bary[of_it, :, None]).sum(1)
                keep[of_it] &= sample(mesh.materials[m].texture, uv)[:, 3] > 0.5
            # Far ones first, so that the nearest is written last.
            order = np.flatnonzero(keep)
            order = order[np.argsort(-z[order], kind="stable")]
            flat, z, tri, bary = flat[order], z[order], tri[order], bary[order]
            nearest[flat], front[flat], inside[flat] = z, tri, bary
    return front, inside


def draw(mesh: Mesh, rng: np.random.Generator, size: int, view: np.ndarray) -> np.ndarray:
    """The model from one side, in one light: RGBA [size, size, 4] uint8, cropped tightly."""
    side = size * SUPERSAMPLING
    points = mesh.corners.reshape(-1, 3)
    middle = (points.min(0) + points.max(0)) / 2
    turned = (mesh.corners - middle) @ view.T
    reach = np.linalg.norm(turned.reshape(-1, 3), axis=1).max() + 1e-9
    distance = reach * rng.uniform(2.2, 6)
    z = distance - turned[..., 2]
    xy = turned[..., :2] / z[..., None]
    low, high = xy.reshape(-1, 2).min(0), xy.reshape(-1, 2).max(0)
    scale = (side - 4) / (high - low).max()
    flat = (xy - (low + high) / 2) * scale * [1, -1] + side / 2
    screen = np.concatenate([flat, z[..., None]], -1)
    front, inside = visible(mesh, screen, side)
    covered = np.flatnonzero(front >= 0)
    tri, bary = front[covered], inside[covered]
    colour = np.empty((len(tri), 3), np.float32)
    shine = np.empty(len(tri), np.float32)
    uv = (mesh.places[tri] * bary[..., None]).sum(1)
    for number, material in enumerate(mesh.materials):
        of_it = mesh.material[tri] == number
        if not of_it.any():
            continue
        colour[of_it] = material.colour
        if material.texture is not None:
            colour[of_it] = sample(material.texture, uv[of_it])[:, :3]
        shine[of_it] = material.shine
    normal = (mesh.normals[tri] * bary[..., None]).sum(1) @ view.T
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    normal *= np.where(normal[:, 2:] < 0, -1, 1)  # both sides are lit
    lit = light(normal, shine, rng)
    shaded = colour * lit[0] + lit[1]
    picture = np.zeros((side * side, 4), np.float32)
    picture[covered, :3], picture[covered, 3] = shaded.clip(0, 1), 1
    picture = cv2.resize(picture.reshape(side, side, 4), (size, size), interpolation=cv2.INTER_AREA)
    rgb = picture[..., :3] / np.maximum(picture[..., 3:], 1e-4)
    whole = np.concatenate([rgb, picture[..., 3:]], -1)
    rows, columns = (np.flatnonzero(picture[..., 3].any(axis)) for axis in (1, 0))
    whole = whole[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return (whole.clip(0, 1) * 255).round().astype(np.uint8)


def light(
    normal: np.ndarray, shine: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """What multiplies the colour and what is added: a sky, a lamp or two, highlights."""
    sky = rng.uniform(0.25, 0.6) * (0.75 + 0.25 * normal[:, 1:2]) * rng.uniform(0.9, 1.1, 3)
    added = np.zeros((len(normal), 3), np.float32)
    for strength in (rng.uniform(0.35, 0.8), rng.uniform(0, 0.25)):
        lamp = np.array([rng.normal(), abs(rng.normal()) + 0.3, abs(rng.normal()) + 0.5])
        lamp /= np.linalg.norm(lamp)
        tint = rng.uniform(0.88, 1.12, 3)
        facing = (normal @ lamp).clip(0)[:, None]
        sky = sky + strength * facing * tint
        half = lamp + np.array([0, 0, 1])
        spot = (normal @ (half / np.linalg.norm(half))).clip(0) ** rng.uniform(15, 80)
        added += (strength * 0.8 * shine.clip(0, 1) * spot)[:, None] * tint
    return sky.astype(np.float32), added
