"""Comparing a picture with its reference, so that another machine passes and a change does not.

Two questions are asked. Blurred by two pixels, is anything elsewhere? That forgives how letters are
smoothed and set between pixels, and shows a letter, a border or a padding that changed. And where
both have a run of one colour, as fills and lines have and letters have not, is it the same colour?
That is asked without a blur and shows a token changed by a few steps of 255.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

Pixels = NDArray[Any]

BLUR = 2
MOVED = 44  # of 255 in the worst channel, after the blur
RUN = 12  # pixels of one colour, along a row or a column
RECOLOURED = 3  # of 255 in the worst channel
FORGIVEN = 12  # pixels, in either question


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
    apart = np.asarray(ImageChops.difference(one.filter(kernel), other.filter(kernel)))
    return int((apart.max(axis=2) > MOVED).sum())


def _runs(pixels: Pixels, axis: int) -> Pixels:
    windows = sliding_window_view(pixels, RUN, axis=axis)
    flat: Pixels = (windows.max(axis=-1) == windows.min(axis=-1)).all(axis=2)
    return flat


def _recoloured(one: Image.Image, other: Image.Image) -> int:
    mine, its = np.asarray(one), np.asarray(other)
    apart = np.asarray(ImageChops.difference(one, other)).max(axis=2) > RECOLOURED
    most = 0
    for axis in (0, 1):
        flat = _runs(mine, axis) & _runs(its, axis)
        most = max(most, int((flat & apart[: flat.shape[0], : flat.shape[1]]).sum()))
    return most


def compare(actual: Image.Image, wanted: Image.Image) -> Difference:
    """Compare two RGB pictures over the size they share; sizes may differ by a pixel."""
    shared = (0, 0, min(actual.width, wanted.width), min(actual.height, wanted.height))
    one, other = actual.crop(shared), wanted.crop(shared)
    shown = ImageChops.invert(ImageChops.difference(one, other))
    sizes = actual.size, wanted.size
    return Difference(sizes, _moved(one, other), _recoloured(one, other), shown)


def keep(picture: Image.Image, path: Path) -> None:
    """Write a PNG with 256 colours: the commonest, so that fills stay as they are, and then those
    that would be missed most.
    """
    pixels = np.asarray(picture).reshape(-1, 3)
    colours, where, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    colours = colours.astype(np.int64)
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
