"""Product pictures: drawn at seed time, and served in the size they have."""

import io
import zlib

from oscar.core.thumbnails import AbstractThumbnailer
from PIL import Image, ImageDraw, ImageFont

# Pillow's own font has no Danish letters.
PLAIN = str.maketrans("ÆØÅæøå", "AOAaoa")
SIZE = 155  # CSS pixels, the height of Oscar's listing thumbnails


class AsTheyAre(AbstractThumbnailer):
    """Hands out the stored picture as its own thumbnail; ours are small to begin with."""

    def generate_thumbnail(self, source, **opts):
        """Return the stored file, which has the `url` that Oscar's templates ask for."""
        return source

    def delete_thumbnails(self, source):
        """There is nothing to delete: no second file was made."""


def draw(name: str) -> bytes:
    """Return a PNG: a tile in a colour of the name's own, with its first two letters."""
    hue = zlib.crc32(name.encode()) % 360
    picture = Image.new("RGB", (SIZE, SIZE), f"hsl({hue}, 35%, 88%)")
    ink = ImageDraw.Draw(picture)
    ink.rounded_rectangle((38, 28, 117, 127), 12, fill=f"hsl({hue}, 38%, 62%)")
    font = ImageFont.load_default(40)
    ink.text(
        (SIZE // 2, SIZE // 2), name[:2].translate(PLAIN), fill="white", anchor="mm", font=font
    )
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
