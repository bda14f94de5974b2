"""A snapshot's catalogue in columns: what its scores were computed from.

An uncompressed .npz without pickles, so that a million products are read in a second; whoever
previews rules or compares a new publish with the old one needs no workspace.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from scoring.errors import KompasError

COLUMNS = "columns.npz"
Arrays = Mapping[str, NDArray[Any]]


def write_columns(path: Path, arrays: Arrays) -> None:
    """Write arrays to a file."""
    with path.open("wb") as handle:
        np.savez(handle, allow_pickle=False, **arrays)


def read_columns(snapshot: Path, prefix: str | tuple[str, ...] = "") -> dict[str, NDArray[Any]]:
    """Return the arrays of a snapshot whose names begin with a prefix, or with one of several.

    Raises:
        KompasError: where there is no file, or none that can be read.
    """
    path = snapshot / COLUMNS
    try:
        with np.load(path, allow_pickle=False) as loaded:
            return {name: loaded[name] for name in loaded.files if name.startswith(prefix)}
    except (OSError, ValueError, KeyError) as error:
        raise _unreadable(path, error) from None


def mapped_columns(snapshot: Path, prefix: str | tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """Return the arrays of `read_columns` mapped into memory, for who looks at a few rows of each.

    Raises:
        KompasError: where there is no file, or none that can be read.
    """
    path = snapshot / COLUMNS
    arrays: dict[str, NDArray[Any]] = {}
    try:
        with path.open("rb") as handle, ZipFile(handle) as archive:
            data = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
            for member in archive.infolist():
                name = member.filename.removesuffix(".npy")
                if name.startswith(prefix):
                    arrays[name] = _mapped(data, member.header_offset)
    except (OSError, ValueError, BadZipFile, struct.error) as error:
        raise _unreadable(path, error) from None
    return arrays


def _mapped(data: mmap.mmap, start: int) -> NDArray[Any]:
    """Return the array whose member of the archive begins at a byte: a zip header, a numpy one."""
    name, more = struct.unpack_from("<HH", data, start + 26)  # lengths: 30 bytes, then these
    data.seek(start + 30 + name + more)
    np.lib.format.read_magic(data)
    shape, _, dtype = np.lib.format.read_array_header_1_0(data)
    return np.frombuffer(data, dtype, shape[0], data.tell())


def _unreadable(path: Path, error: Exception) -> KompasError:
    return KompasError(
        str(path), f"cannot be read: {error}.", "Publish once more with `kompas publish`."
    )


def packed(texts: list[str]) -> NDArray[np.uint8]:
    """Return texts without line breaks as one array of bytes, a line break before each."""
    return np.frombuffer("".join(f"\n{text}" for text in texts).encode(), dtype=np.uint8)


def unpacked(array: NDArray[np.uint8]) -> list[str]:
    """Return the texts of `packed`."""
    return array.tobytes().decode().split("\n")[1:]


def picked(array: NDArray[np.uint8], rows: NDArray[np.integer[Any]]) -> list[str]:
    """Return some of the texts of `packed`, without unpacking the others."""
    starts = np.append(np.flatnonzero(array == ord("\n")), len(array))
    return [
        array[start + 1 : end].tobytes().decode()
        for start, end in zip(starts[rows].tolist(), starts[rows + 1].tolist(), strict=True)
    ]
