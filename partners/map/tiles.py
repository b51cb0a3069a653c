"""The background of the map, where whoever runs Schakel chose a server that draws it."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString

from core.text import markdown_to_html


class Tiles(NamedTuple):
    """``url`` with {z}, {x} and {y}; ``attribution`` is whom to thank, as Markdown in the settings."""

    url: str
    attribution: SafeString

    @property
    def origin(self) -> str:
        """What the content policy lets pictures come from."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def tiles() -> Tiles | None:
    """The tiles of the settings; None where the map does without."""
    if not settings.MAP_TILES_URL:
        return None
    return Tiles(settings.MAP_TILES_URL, markdown_to_html(settings.MAP_TILES_ATTRIBUTION))
