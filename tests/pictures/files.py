"""Pictures as people upload them, and as attackers do."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

# What a photograph tells beside its pixels; none of it may come out.
SECRETS = (b"Geheime Camera 3000", b"Jan Verzwegen", b"Thuisadres 12", b"GPSLatitude", b"W5M0MpCehiHzreSzNTczkc9d")


def a_photograph(size: tuple[int, int], *, orientation: int = 1) -> bytes:
    """A JPEG of a telephone, with everything that those write in it: left half red, right half blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0110], exif[0x013B], exif[0x010E], exif[0x0112] = (
        "Geheime Camera 3000", "Jan Verzwegen", "Thuisadres 12", orientation,
    )  # fmt: skip
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 12.5), 3: "E", 4: (4.0, 45.0, 1.0)})
    xmp = b"<?xpacket id='W5M0MpCehiHzreSzNTczkc9d'?><x>GPSLatitude</x>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    output = io.BytesIO()
    image.save(output, "JPEG", exif=exif, xmp=xmp, icc_profile=profile, comment=b"Jan Verzwegen", quality=90)
    return output.getvalue()


def a_png(size: tuple[int, int], *, mode: str = "RGBA", colour: object = (0, 0, 0, 0)) -> bytes:
    words = PngInfo()
    words.add_text("Author", "Jan Verzwegen")
    output = io.BytesIO()
    Image.new(mode, size, colour).save(output, "PNG", pnginfo=words)  # type: ignore[arg-type]
    return output.getvalue()


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred kilobytes at most that says it is this large, and is: one colour, packed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = zlib.compressobj(9)
    packed = b"".join(row.compress(b"\0" * (width + 1)) for _row in range(height)) + row.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
