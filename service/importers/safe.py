"""Opening of foreign files: bounded, without entities, network or trust in names and endings.

Every limit is checked on what the file declares before it is unpacked; Python's zipfile never
reads more of a member than its declared size.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Literal

from scoring.errors import KompasError
from service.importers.base import Rejection

MAX_MEMBERS = 5_000
MAX_UNPACKED = 8_000_000_000  # bytes, all members together
MAX_RATIO = 200  # unpacked to packed; real workbooks and JSON stay under 40
SMALL = 1_000_000  # bytes that may be packed as tightly as they like
MAX_LINE = 8_000_000  # bytes of one line, an Open Food Facts product included
ZIP, GZIP, BOM = b"PK\x03\x04", b"\x1f\x8b", b"\xef\xbb\xbf"
TEXT_LIMITS = "Split the file, or ask the supplier for a plain CSV file."


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: where it stands and its texts by column."""

    place: str
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return a cell's text without spaces around it, "" where there is none."""
        return self.cells.get(column, "").strip()


def refuse(file: Path, problem: str, remedy: str) -> KompasError:
    """Return the error for a file as a whole."""
    return KompasError(file.name, problem, remedy)


def check_zip(file: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the members of an archive that keeps within the limits.

    Raises:
        KompasError: for too many members, too large or too tightly packed ones, encrypted ones.
    """
    members = [m for m in archive.infolist() if not m.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise refuse(file, f"holds {len(members):,} files, over {MAX_MEMBERS:,}.", "Split it.")
    total = sum(m.file_size for m in members)
    if total > MAX_UNPACKED:
        raise refuse(file, f"unpacks to {total:,} bytes, over {MAX_UNPACKED:,}.", "Split it.")
    for member in members:
        if member.flag_bits & 1:
            raise refuse(file, "is encrypted.", "Save it without a password.")
        if member.file_size > SMALL and member.file_size > MAX_RATIO * member.compress_size:
            raise refuse(
                file,
                f"unpacks over {MAX_RATIO} times larger than it is, as only a bomb does.",
                "Do not open it; ask the supplier for another file.",
            )
    return members


@contextmanager
def open_zip(file: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose limits are checked.

    Raises:
        KompasError: where it is no whole ZIP archive or breaks a limit.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            check_zip(file, archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise refuse(file, f"is a damaged ZIP file: {error}.", "Download it again.") from None
    except (OSError, ValueError, UnicodeError) as error:
        raise refuse(file, f"cannot be read: {error}.", "Check the file and its rights.") from None


class _Bounded(io.RawIOBase):
    """A gunzipped stream that stops where it grows out of proportion to what was read."""

    def __init__(self, file: Path, packed: BinaryIO) -> None:
        self._file, self._packed, self._read = file, packed, 0
        self._stream = gzip.GzipFile(fileobj=packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._read += len(data)
        if self._read > max(SMALL, MAX_RATIO * self._packed.tell()):
            raise refuse(
                self._file, "unpacks out of all proportion, as only a bomb does.", "Do not open it."
            )
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def open_bytes(file: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading bytes, after its UTF-8 mark, unpacked where its content is gzip.

    Raises:
        KompasError: where it cannot be read or is a damaged or hostile gzip.
    """
    try:
        with file.open("rb") as plain:
            packed = plain.peek(2)[:2] == GZIP
            stream = io.BufferedReader(_Bounded(file, plain)) if packed else plain
            if stream.peek(3)[:3] == BOM:
                stream.read(3)
            yield stream
    except (OSError, EOFError, zlib.error) as error:
        raise refuse(file, f"cannot be read: {error}.", "Check the file and its rights.") from None


def text_lines(file: Path, stream: IO[bytes], encoding: str = "utf-8") -> Iterator[str]:
    """Yield a stream's lines with their ends.

    Raises:
        KompasError: for a line over MAX_LINE bytes and for bytes that are not in the encoding.
    """
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise KompasError(
                f"{file.name}:{number}", f"the line is over {MAX_LINE:,} bytes.", TEXT_LIMITS
            )
        try:
            yield line.decode(encoding)
        except UnicodeDecodeError as error:
            raise KompasError(
                f"{file.name}:{number}", f"is not {encoding}: {error.reason}.", "Save it as UTF-8."
            ) from None


def csv_rows(
    file: Path, columns: tuple[str, ...] = (), delimiter: str = ",", quoted: bool = True
) -> Iterator[Row | Rejection]:
    """Yield a UTF-8 CSV file's rows; one of another length than the header is rejected.

    Args:
        columns: that the header must have.
        quoted: False where quotation marks are mere characters (tab-separated exports).

    Raises:
        KompasError: where the file as a whole cannot be read.
    """
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    with open_bytes(file) as stream:
        reader = csv.reader(text_lines(file, stream), delimiter=delimiter, quoting=quoting)
        try:
            header = [name.strip() for name in next(reader, [])]
            check_columns(file, header, columns)
            for fields in reader:
                place = f"line {reader.line_num}"
                if len(fields) == len(header):
                    yield Row(place, dict(zip(header, fields, strict=True)))
                elif any(field.strip() for field in fields):
                    yield Rejection(
                        place,
                        "",
                        f"{len(fields)} fields",
                        f"has another number of fields than the header ({len(header)}).",
                        "Look for a stray separator or quotation mark in the row.",
                    )
        except csv.Error as error:
            raise KompasError(
                f"{file.name}:{reader.line_num}", f"is no CSV: {error}.", "Check its quotes."
            ) from None


def check_columns(file: Path, header: list[str], columns: tuple[str, ...]) -> None:
    """Raise KompasError where a header lacks one of the columns."""
    missing = [c for c in columns if c not in header]
    if missing:
        raise KompasError(
            f"{file.name}:1",
            f"has no column {', '.join(missing)}.",
            "Take the file as its publisher gives it, with its header.",
        )
