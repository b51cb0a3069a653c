"""Warm processes that make PDFs, one document at a time each, with limits of memory and time.

They are plain subprocesses that talk over pipes, so they work inside gunicorn's workers and inside
Celery's (which may not have children of ``multiprocessing``). A process that hangs, dies or has
answered enough is replaced; each process of ours that makes PDFs has its own.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from core.pdf import child
from core.pdf.fetch import Fetched, Refused

PROCESSES = 2
MEMORY_LIMIT = 1024**3  # bytes of address space; a warm process needs 300 MB of it
TIME_LIMIT = 25  # seconds for one document; below the 30 after which gunicorn gives up on a worker
START_LIMIT = 30  # seconds for importing WeasyPrint on a busy machine
WAIT_LIMIT = 20  # seconds to wait while all processes are busy
DOCUMENTS_PER_PROCESS = 200

type Fetch = Callable[[str, str], Fetched]


class PdfError(Exception):
    """The document could not be made. The text is for people, in their language, and quotes nothing."""


class PdfTooBig(PdfError):
    """Making the document took more memory or time than it may have."""


@dataclass(frozen=True)
class Job:
    """A document to make: ``header`` as ``core.pdf.child`` reads it, and the attachments' bytes."""

    header: child.Header
    html: str
    attachments: list[bytes]


@dataclass(frozen=True)
class Made:
    """A document, and what WeasyPrint complained of."""

    pdf: bytes
    complaints: list[child.Complaint]


class Process:
    """One child, from its start to its end."""

    def __init__(self) -> None:
        # Unpacked fonts lie here. Ours to remove, because a killed process cannot.
        self.folder = tempfile.mkdtemp(prefix="schakel-pdf-")
        # No environment but this: the database's password is not for whoever breaks a PDF library.
        environment = {"TMPDIR": self.folder, "LANG": "C.UTF-8", "PATH": os.defpath}
        environment |= {"HOME": os.environ.get("HOME", self.folder)}  # fontconfig keeps its cache there
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(Path(child.__file__)), str(MEMORY_LIMIT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        assert self.process.stdin and self.process.stdout
        self.requests, self.answers = self.process.stdin, self.process.stdout
        self.documents = 0
        self.ready = False

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def make(self, job: Job, fetch: Fetch) -> Made:
        """Make one document. After any exception the process is of no further use: ``stop`` it."""
        if not self.ready:
            self._wait_until_ready()
        self.documents += 1
        try:
            deadline = _Deadline(self.process, TIME_LIMIT)
            with deadline:
                header = {**job.header, "seconds": TIME_LIMIT}
                child.send(self.requests, header, [job.html.encode(), *job.attachments])
            return self._talk(fetch, deadline)
        except (EOFError, BrokenPipeError):
            raise PdfTooBig(_("This document is too large to make. Make it shorter, or split it.")) from None

    def _wait_until_ready(self) -> None:
        try:
            with _Deadline(self.process, START_LIMIT):
                child.receive(self.answers)
        except EOFError:
            raise PdfError(_("Documents cannot be made at this moment. Please tell the administrator.")) from None
        self.ready = True

    def _talk(self, fetch: Fetch, deadline: "_Deadline") -> Made:
        """Give the child what it asks for until it has an answer. Our own time does not count as its."""
        while True:
            with deadline:
                header, parts = child.receive(self.answers)
            match header["say"]:
                case "fetch":
                    reply, content = _reply(fetch, header["url"], header["have"])
                    with deadline:
                        child.send(self.requests, reply, content)
                case "done":
                    return Made(parts[0], [(level, form, text) for level, form, text in header["complaints"]])
                case "too big":
                    raise EOFError
                case _:
                    message = _("The document could not be made. Please tell the administrator.")
                    raise PdfError(message) from RuntimeError(header["where"])

    def stop(self) -> None:
        """End the process now and remove what it left."""
        self.process.kill()
        self._close()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget(self) -> None:
        """After a fork: this process belongs to the other side. Let go of it without harm."""
        self._close()
        self.process.returncode = 0

    def _close(self) -> None:
        for stream in (self.requests, self.answers):
            with suppress(BrokenPipeError):
                stream.close()


def _reply(fetch: Fetch, url: str, have: str) -> tuple[child.Header, list[bytes]]:
    try:
        found = fetch(url, have)
    except Refused as refusal:
        return {"refused": str(refusal)}, []
    return {"media_type": found.media_type, "version": found.version}, [found.content]


class _Deadline:
    """Kills a process when the blocks under it took longer than ``seconds`` together; its talk then ends in EOF."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.process, self.left = process, seconds

    def __enter__(self) -> None:
        self.started = time.monotonic()
        self.timer = threading.Timer(max(0, self.left), self.process.kill)
        self.timer.daemon = True
        self.timer.start()

    def __exit__(self, *_exception: object) -> None:
        self.timer.cancel()
        self.left -= time.monotonic() - self.started


class Pool:
    """Up to ``size`` processes; the one used last is used first, so a second starts only when needed."""

    def __init__(self, size: int = PROCESSES) -> None:
        self.size = size
        self._reset()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.stop)

    def _reset(self) -> None:
        self._places = threading.BoundedSemaphore(self.size)
        self._idle: list[Process] = []

    def make(self, job: Job, fetch: Fetch) -> Made:
        """Make a document in the first process that is free. Raises PdfError and PdfTooBig."""
        places = self._places
        if not places.acquire(timeout=WAIT_LIMIT):
            raise PdfError(_("Many documents are being made at this moment. Please try again in a minute."))
        try:
            process = self._take()
            try:
                made = process.make(job, fetch)
            except BaseException:  # whatever it was, the talk broke off in the middle
                process.stop()
                raise
            self._give_back(process)
            return made
        finally:
            places.release()

    def _take(self) -> Process:
        with suppress(IndexError):
            while True:
                process = self._idle.pop()
                if process.alive:
                    return process
                process.stop()
        return Process()

    def _give_back(self, process: Process) -> None:
        if process.documents >= DOCUMENTS_PER_PROCESS:
            process.stop()
            process = Process()  # warms up by itself until somebody needs it
        self._idle.append(process)

    def stop(self) -> None:
        """End all idle processes. The pool can be used again afterwards."""
        with suppress(IndexError):
            while True:
                self._idle.pop().stop()

    def _forget(self) -> None:
        for process in self._idle:
            process.forget()
        self._reset()


shared_pool = Pool()
