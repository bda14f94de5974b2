"""Finds out how a text file is encoded, from its bytes and never from its name."""

from __future__ import annotations

import codecs
from pathlib import Path

from scoring.errors import KompasError

CHUNK = 1 << 20
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# UTF-8's æ, ø, å, Æ, Ø, Å and é: no one means these pairs in a file of single bytes.
PAIRS = tuple(letter.encode() for letter in "æøåÆØÅéöäü")


def encoding_of(file: Path) -> str:
    """Return the codec of a text file: UTF-8, UTF-16 with BOM, Windows-1252 or ISO-8859-1.

    The whole file is read once, a piece at a time.

    Raises:
        KompasError: where it cannot be read, is no text, or mixes encodings.
    """
    try:
        with file.open("rb") as handle:
            head = handle.read(4)
            for bom, name in BOMS:
                if head.startswith(bom):
                    return name
            handle.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")()
            utf8, pairs, control, high = True, False, False, False
            while chunk := handle.read(CHUNK):
                if b"\0" in chunk:
                    raise KompasError(
                        file.name, "is no text file: it holds zero bytes.", "Save as CSV UTF-8."
                    )
                if utf8:
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError:
                        utf8 = False
                pairs = pairs or any(pair in chunk for pair in PAIRS)
                if not utf8 or not chunk.isascii():
                    control = control or any(chunk.find(bytes((b,))) >= 0 for b in UNUSED)
                    high = high or any(chunk.find(bytes((b,))) >= 0 for b in range(0x80, 0xA0))
            if utf8:
                try:
                    decoder.decode(b"", final=True)
                except UnicodeDecodeError:
                    utf8 = False
    except OSError as error:
        raise KompasError(file.name, f"cannot be read: {error}.", "Check its rights.") from None
    if utf8:
        return "utf-8"
    if pairs:
        raise KompasError(
            file.name, "mixes UTF-8 with another encoding.", "Save all of it as CSV UTF-8."
        )
    return "cp1252" if high and not control else "iso-8859-1"


UNUSED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # bytes that Windows-1252 gives no character
