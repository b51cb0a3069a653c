"""The process that turns HTML into PDF: started by ``core.pdf.pool``, by path and without Django.

It holds no secret, opens no connection and reads no file of ours: whatever a document asks for, it
asks its parent (``core.pdf.fetch`` decides). It stays warm: WeasyPrint imported, fonts unpacked, our
stylesheets parsed. It speaks over its standard input and output, one message after the other: a
length of four bytes, a JSON header of that length, and the bytes whose sizes the header names.
"""

import contextlib
import gc
import json
import logging
import os
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any
from urllib.parse import urljoin

type Header = dict[str, Any]
# What WeasyPrint complained of: its level, the text without what it is about, and the whole text.
type Complaint = tuple[int, str, str]

# Looking for garbage less often while a document is laid out, and all of it after each one.
GC_THRESHOLDS = (1_000_000, 10, 10)


def send(stream: IO[bytes], header: Header, parts: Iterable[bytes] = ()) -> None:
    """Write one message."""
    blobs = list(parts)
    text = json.dumps({**header, "sizes": [len(blob) for blob in blobs]}).encode()
    stream.write(struct.pack("!I", len(text)) + text)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Header, list[bytes]]:
    """Read one message. Raises EOFError when the other side is gone."""
    (length,) = struct.unpack("!I", _read(stream, 4))
    header = json.loads(_read(stream, length))
    return header, [_read(stream, size) for size in header.pop("sizes")]


def _read(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


# --- only in the child from here on --------------------------------------------------------------
class Complaints(logging.Handler):
    """Collects what WeasyPrint logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.collected: list[Complaint] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.collected.append((record.levelno, str(record.msg), record.getMessage()))


@dataclass
class Sheet:
    """A parsed stylesheet, kept for the documents to come. One without a version is not kept."""

    version: str
    css: Any
    counter_style: Any
    complaints: list[Complaint] = field(default_factory=list)


class Renderer:
    """WeasyPrint with everything that may outlive a document."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        import weasyprint
        from weasyprint.css.counters import CounterStyle
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        self.requests, self.answers = requests, answers
        self.weasyprint, self.new_counter_style = weasyprint, CounterStyle
        self.fonts = FontConfiguration()
        self.sheets: dict[str, Sheet] = {}
        self.complaints = Complaints()
        logger = logging.getLogger("weasyprint")
        logger.addHandler(self.complaints)
        logger.propagate = False
        renderer = self

        class AskParent(URLFetcher):  # type: ignore[misc]
            """In place of WeasyPrint's own fetcher; none of its handlers is ever reached."""

            def fetch(self, url: str, headers: Any = None) -> Any:
                header, content = renderer.ask(url)
                return URLFetcherResponse(url, content, {"Content-Type": header["media_type"]})

        self.fetcher = AskParent(allowed_protocols=(), allow_redirects=False)

    def ask(self, url: str, have: str = "") -> tuple[Header, bytes]:
        """What stands at ``url``, from the parent; empty where ``have`` is still its version.

        Raises ValueError where the parent refuses.
        """
        send(self.answers, {"say": "fetch", "url": url, "have": have})
        header, parts = receive(self.requests)
        if "refused" in header:
            raise ValueError(header["refused"])
        return header, parts[0]

    def render(self, header: Header, parts: list[bytes]) -> bytes:
        """The PDF of one request; ``complaints`` holds what was wrong with the document."""
        html_text, *contents = parts
        self.complaints.collected = []
        html = self.weasyprint.HTML(string=html_text.decode(), base_url=header["base_url"], url_fetcher=self.fetcher)
        html.etree_element.set("lang", header["language"])
        sheets = self.take_sheets(html)
        counter_style = self.new_counter_style()
        for sheet in sheets:
            counter_style.update(sheet.counter_style)
        document = html.render(
            font_config=self.fonts,
            counter_style=counter_style,
            stylesheets=[sheet.css for sheet in sheets],
            pdf_variant=header["variant"],
        )
        self.describe(document, header["generator"])
        attachments = [
            self.weasyprint.Attachment(string=content, url_fetcher=self.fetcher, **about)
            for about, content in zip(header["attachments"], contents, strict=True)
        ]
        pdf: bytes = document.write_pdf(pdf_variant=header["variant"], attachments=attachments)
        return pdf

    def describe(self, document: Any, generator: str) -> None:
        if not (document.metadata.title or "").strip():
            self.complaints.collected.append((logging.ERROR, "No title", "The document has no title."))
        document.metadata.generator = generator
        document.metadata.created = document.metadata.modified = datetime.now(UTC).isoformat(timespec="seconds")

    def take_sheets(self, html: Any) -> list[Sheet]:
        """Take linked stylesheets out of the document and give them parsed, from an earlier one where possible.

        They rank below a <style> of the document, wherever that stands. One that cannot be had stays
        in the document, for WeasyPrint to complain of.
        """
        sheets = []
        for link in html.etree_element.iter("link"):
            if link.get("rel") == "stylesheet" and not link.get("media"):
                try:
                    sheet = self.sheet(urljoin(html.base_url, link.get("href", "")))
                except ValueError:
                    continue
                del link.attrib["rel"]
                sheets.append(sheet)
                self.complaints.collected += sheet.complaints
        return sheets

    def sheet(self, address: str) -> Sheet:
        kept = self.sheets.get(address)
        header, content = self.ask(address, have=kept.version if kept else "")
        if kept and kept.version == header["version"]:
            return kept
        before, self.complaints.collected = self.complaints.collected, []
        counter_style = self.new_counter_style()
        css = self.weasyprint.CSS(
            string=content,
            base_url=address,
            url_fetcher=self.fetcher,
            font_config=self.fonts,
            counter_style=counter_style,
        )
        sheet = Sheet(header["version"], css, counter_style, self.complaints.collected)
        self.complaints.collected = before
        if sheet.version:
            self.sheets[address] = sheet
        return sheet


def main(memory: int) -> None:
    """Answer requests until the parent closes our input."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold somebody's document
    requests, answers = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not disturb the talk
    renderer = Renderer(requests, answers)
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    send(answers, {"say": "ready"})
    while True:
        header, parts = receive(requests)
        # The parent kills us when our time is up; this is for when the parent is gone.
        signal.alarm(10 * header["seconds"])
        if not answer(renderer, header, parts):
            return
        signal.alarm(0)
        gc.collect()


def answer(renderer: Renderer, header: Header, parts: list[bytes]) -> bool:
    """Render and send; whether this process is good for another document."""
    try:
        pdf = renderer.render(header, parts)
    except MemoryError:
        send(renderer.answers, {"say": "too big"})
        return False
    except Exception as error:
        # Where it went wrong, and not with what: messages may quote the document.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {os.path.basename(frame.filename)}:{frame.lineno}"
        send(renderer.answers, {"say": "failed", "where": where})
        return False
    send(renderer.answers, {"say": "done", "complaints": renderer.complaints.collected}, [pdf])
    return True


if __name__ == "__main__":
    with contextlib.suppress(EOFError, BrokenPipeError):
        main(int(sys.argv[1]))
