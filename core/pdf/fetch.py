"""What a document may bring in: our static files, pictures written into it, and what its caller gave.

Never the network, never a file by its path. The child process asks for everything here.
"""

import base64
import binascii
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.exceptions import SuspiciousOperation

from core.pdf.fonts import static_font

DATA_IMAGE = re.compile(r"data:(image/(?:png|jpeg|gif|webp|svg\+xml))(?:;charset=utf-8)?(;base64)?,(.*)", re.S | re.I)
WEIGHT = re.compile(r"wght=[1-9]\d\d")
DATA_LIMIT = 1024 * 1024


class Refused(Exception):
    """The document asked for something it may not have, or that is not there."""


@dataclass(frozen=True)
class Resource:
    """A picture or other piece for one document, which names it ``resource:NAME``."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Fetched:
    """What was asked for. ``version`` changes with the content; empty where it must not be kept."""

    content: bytes
    media_type: str
    version: str = ""


def base_url() -> str:
    """The address that relative links in a document start from: the site's own."""
    return f"{settings.SITE_URL}/"


def fetch(url: str, resources: Mapping[str, Resource], have: str = "") -> Fetched:
    """What stands at ``url``; with empty content where its version is still ``have``.

    Raises Refused.
    """
    static = urljoin(base_url(), settings.STATIC_URL)
    url, _hash, fragment = url.partition("#")
    if url.startswith("resource:"):
        return _resource(unquote(url.removeprefix("resource:")), resources)
    if url[:5].lower() == "data:":
        return _picture(url)
    if url.startswith(static):
        found = _static(unquote(urlsplit(url.removeprefix(static)).path), have)
        return _of_weight(found, int(fragment[5:])) if WEIGHT.fullmatch(fragment) else found
    raise Refused("Not one of our own files.")


def _resource(name: str, resources: Mapping[str, Resource]) -> Fetched:
    try:
        resource = resources[name]
    except KeyError:
        raise Refused("The caller gave no such resource.") from None
    return Fetched(resource.content, resource.media_type)


def _picture(url: str) -> Fetched:
    match = DATA_IMAGE.fullmatch(url) if len(url) < 2 * DATA_LIMIT else None
    if match is None:
        raise Refused("A data: address holds a picture of at most 1 MB, nothing else.")
    media_type, encoded, data = match.groups()
    content = unquote_to_bytes(data)
    if encoded:
        try:
            content = base64.b64decode(content)
        except binascii.Error:
            raise Refused("The picture is not proper Base64.") from None
    if len(content) > DATA_LIMIT:
        raise Refused("The picture is larger than 1 MB.")
    return Fetched(content, media_type.lower())


def _static(name: str, have: str) -> Fetched:
    """A static file: as collected where names carry a hash (production), otherwise where it is kept."""
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    try:
        if isinstance(staticfiles_storage, ManifestFilesMixin):
            if have and have == name:
                return Fetched(b"", media_type, name)
            with staticfiles_storage.open(name) as file:
                return Fetched(file.read(), media_type, name)
        path = Path(finders.find(name) or "")
        version = str(path.stat().st_mtime_ns)
        return Fetched(b"" if have == version else path.read_bytes(), media_type, version)
    except (OSError, ValueError, SuspiciousOperation):
        raise Refused("There is no such static file.") from None


def _of_weight(font: Fetched, weight: int) -> Fetched:
    try:
        return Fetched(static_font(font.content, weight), "font/ttf")
    except ValueError as error:
        raise Refused(str(error)) from None
