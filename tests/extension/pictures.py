"""Comparing a picture with its reference, so that another machine passes and a change does not.

Two questions are asked. Blurred by two pixels, is anything elsewhere? That forgives how letters are
smoothed and set between pixels, and shows a letter, a border or a padding that changed. And where
both have a run of one colour, as fills and lines have and letters have not, is it the same colour
there or a pixel beside? That takes no blur, and shows a token changed by a few steps of 255.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

Pixels = NDArray[Any]

BLUR = 2
MOVED = 40  # of 255 in the worst channel, after the blur
RUN = 12  # pixels of one colour, along a row or a column
RECOLOURED = 3  # of 255 in the worst channel
FORGIVEN = 6  # pixels, in either question


@dataclass(frozen=True)
class Difference:
    """How far two pictures differ, in pixels; `image` shows where, dark on white."""

    sizes: tuple[tuple[int, int], tuple[int, int]]
    moved: int
    recoloured: int
    image: Image.Image

    @property
    def forgiven(self) -> bool:
        """Whether a reader would see the same."""
        one, other = self.sizes
        close = all(abs(mine - its) <= 1 for mine, its in zip(one, other, strict=True))
        return close and max(self.moved, self.recoloured) <= FORGIVEN

    def __str__(self) -> str:
        one, other = ("×".join(map(str, size)) for size in self.sizes)
        return f"{one} for {other} pixels, {self.moved} moved, {self.recoloured} recoloured"


def _moved(one: Image.Image, other: Image.Image) -> int:
    kernel = ImageFilter.GaussianBlur(BLUR)
    apart = ImageChops.difference(one.filter(kernel), other.filter(kernel))
    return int((np.asarray(reduce(ImageChops.lighter, apart.split())) > MOVED).sum())


def _runs(pixels: Pixels) -> Pixels:
    """Say of every pixel whether a run of its colour goes on from it to the right."""
    flat = np.zeros(pixels.shape[:2], dtype=bool)
    same = (pixels[:, 1:] == pixels[:, :-1]).all(axis=2)
    alike = np.cumsum(np.pad(same, ((0, 0), (1, 0))), axis=1)
    flat[:, : 1 - RUN] = alike[:, RUN - 1 :] - alike[:, : 1 - RUN] == RUN - 1
    return flat


def _recoloured(one: Pixels, other: Pixels, apart: Pixels) -> int:
    """Count pixels of runs whose colour the other has neither there nor a pixel beside.

    `apart` says which pixels have another colour in the other: only rows with such are looked at.
    """
    rows = np.flatnonzero(apart.any(axis=1))
    y, x = np.nonzero(_runs(one[rows]) & _runs(other[rows]) & apart[rows])
    here, (height, width) = one[rows[y], x].astype(np.int16), apart.shape
    least = np.full(len(y), 255, dtype=np.int16)
    for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        beside = other[(rows[y] - down) % height, (x - right) % width]
        least = np.minimum(least, np.abs(here - beside).max(axis=1))
    return int((least > RECOLOURED).sum())


def compare(actual: Image.Image, wanted: Image.Image) -> Difference:
    """Compare two RGB pictures over the size they share; sizes may differ by a pixel."""
    shared = (0, 0, min(actual.width, wanted.width), min(actual.height, wanted.height))
    one, other = actual.crop(shared), wanted.crop(shared)
    difference = ImageChops.difference(one, other)
    shown, sizes = ImageChops.invert(difference), (actual.size, wanted.size)
    apart = np.asarray(reduce(ImageChops.lighter, difference.split())) > RECOLOURED
    if not apart.any():
        return Difference(sizes, 0, 0, shown)
    mine, its = np.asarray(one), np.asarray(other)
    along = _recoloured(mine, its, apart)
    down = _recoloured(mine.swapaxes(0, 1), its.swapaxes(0, 1), apart.T)
    return Difference(sizes, _moved(one, other), max(along, down), shown)


def keep(picture: Image.Image, path: Path) -> None:
    """Write a PNG with 256 colours: the commonest, so that fills stay as they are, and then those
    that would be missed most.
    """
    codes = np.asarray(picture).astype(np.int64) @ (65536, 256, 1)
    found, where, counts = np.unique(codes, return_inverse=True, return_counts=True)
    colours = np.stack((found >> 16, found >> 8 & 255, found & 255), axis=1)
    chosen = list(np.argsort(-counts)[:128])
    apart = ((colours[:, None, :] - colours[chosen]) ** 2).sum(axis=2).min(axis=1)
    while len(chosen) < 256 and apart.any():
        chosen.append((apart * counts).argmax())
        apart = np.minimum(apart, ((colours - colours[chosen[-1]]) ** 2).sum(axis=1))
    palette = colours[chosen]
    nearest = ((colours[:, None, :] - palette) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    small = Image.fromarray(nearest[where.ravel()].reshape(picture.height, picture.width))
    small.putpalette(palette.astype(np.uint8).tobytes())
    path.parent.mkdir(parents=True, exist_ok=True)
    small.save(path, optimize=True)
