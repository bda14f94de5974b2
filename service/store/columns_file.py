"""A snapshot's catalogue in columns: what its scores were computed from.

An uncompressed .npz without pickles, so that a million products are read in a second; whoever
previews rules or compares a new publish with the old one needs no workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.errors import KompasError

COLUMNS = "columns.npz"
Arrays = Mapping[str, NDArray[Any]]


def write_columns(path: Path, arrays: Arrays) -> None:
    """Write arrays to a file."""
    with path.open("wb") as handle:
        np.savez(handle, allow_pickle=False, **arrays)


def read_columns(snapshot: Path, prefix: str = "") -> dict[str, NDArray[Any]]:
    """Return the arrays of a snapshot whose names begin with a prefix.

    Raises:
        KompasError: where there is no file, or none that can be read.
    """
    path = snapshot / COLUMNS
    try:
        with np.load(path, allow_pickle=False) as loaded:
            return {name: loaded[name] for name in loaded.files if name.startswith(prefix)}
    except (OSError, ValueError, KeyError) as error:
        raise KompasError(
            str(path), f"cannot be read: {error}.", "Publish once more with `kompas publish`."
        ) from None


def packed(texts: list[str]) -> NDArray[np.uint8]:
    """Return texts without line breaks as one array of bytes, a line break before each."""
    return np.frombuffer("".join(f"\n{text}" for text in texts).encode(), dtype=np.uint8)


def unpacked(array: NDArray[np.uint8]) -> list[str]:
    """Return the texts of `packed`."""
    return array.tobytes().decode().split("\n")[1:]
