"""Decodes one picture in a process of its own, under limits of memory and time, and writes it anew.

A picture of a few kilobytes can ask for gigabytes, and decoders have had holes. So the decoder is put where it
can do no harm. What comes out is made of pixels alone: no place, no camera, no name, nothing that was hidden
behind the picture in the same file.

Input: the file on standard input; the wanted sizes and limits as JSON in the first argument.
Output: one marshalled dict, ``{"error": code}`` or the files. Run by ``reading.read_picture`` only.
"""

import io
import json
import marshal
import resource
import sys
from contextlib import suppress
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
# What stays of a high picture that is cut for sharing: faces are above its middle.
KEPT = (0.5, 0.35)


def decode(data: bytes, job: dict[str, Any]) -> Image.Image | str:
    """The picture upright, in sRGB, without anything but its pixels; or the code of what is wrong."""
    image: Image.Image
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        return "unreadable"
    if image.width * image.height > job["pixels"]:
        return "too_many_pixels"
    if min(image.size) < job["shortest"] or max(image.size) < job["longest"]:
        return "too_small"
    # A JPEG can be decoded at a half or a quarter: a photograph of 50 megapixels costs no more than one of five.
    image.draft("RGB", (job["widths"][-1],) * 2)
    profile = image.info.get("icc_profile")
    image.load()
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a profile nobody understands changes nothing
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            flat = image.convert("RGB") if image.mode in ("RGBA", "P") else image
            image = ImageCms.profileToProfile(flat, given, ImageCms.createProfile("sRGB"), outputMode="RGB") or flat
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    return clean


def make(data: bytes, job: dict[str, Any]) -> dict[str, Any]:
    """The picture in each of the wanted widths that it has, the widest first to name its own, and one to share."""
    image = decode(data, job)
    if isinstance(image, str):
        return {"error": image}
    widths = [width for width in job["widths"] if width < image.width]
    widths.append(min(image.width, job["widths"][-1]))
    files = {}
    for width in sorted(set(widths)):
        height = max(1, round(image.height * width / image.width))
        files[f"{width}.webp"] = _written(image.resize((width, height), Image.Resampling.LANCZOS), "WEBP")
    share = ImageOps.fit(image, tuple(job["share"]), Image.Resampling.LANCZOS, centering=KEPT)
    files["share.jpg"] = _written(share, "JPEG")
    return {"width": width, "height": height, "widths": sorted(set(widths)), "files": files}


def _written(image: Image.Image, form: str) -> bytes:
    output = io.BytesIO()
    image.save(output, form, quality=80, **({"method": 4} if form == "WEBP" else {"progressive": True}))
    return output.getvalue()


def main() -> None:
    """Set the limits, decode, answer."""
    job = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked instead
    try:
        answer = make(sys.stdin.buffer.read(), job)
    except MemoryError:
        answer = {"error": "too_many_pixels"}
    except Exception:  # decoders raise whatever comes to hand over a damaged file
        answer = {"error": "broken"}
    sys.stdout.buffer.write(marshal.dumps(answer))


if __name__ == "__main__":
    main()
