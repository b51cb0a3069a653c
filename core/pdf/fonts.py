"""One weight of a variable font, as a font of its own.

WeasyPrint would take it out anew for every document: a quarter of its time for a short one. Taking it
out costs up to a second, so it is done once for the whole installation and kept in the cache.
"""

import hashlib
from functools import lru_cache
from io import BytesIO

from django.core.cache import cache
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

KEEP_SECONDS = 30 * 24 * 60 * 60


@lru_cache(maxsize=32)
def static_font(data: bytes, weight: int) -> bytes:
    """``data`` (TrueType, WOFF or WOFF2) at ``weight`` (100 to 900), as TrueType.

    Raises ValueError when it is not a font with weights.
    """
    key = f"core.pdf.fonts:{hashlib.sha256(data).hexdigest()}:{weight}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = _instantiate(data, weight)
        cache.set(key, made, KEEP_SECONDS)
    return made


def _instantiate(data: bytes, weight: int) -> bytes:
    try:
        font = TTFont(BytesIO(data))
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        font = instantiateVariableFont(font, {**axes, "wght": weight}, inplace=True, static=True)
    except Exception as error:  # fontTools raises whatever comes to hand
        raise ValueError("This is not a variable font.") from error
    font.flavor = None
    output = BytesIO()
    font.save(output)
    return output.getvalue()
