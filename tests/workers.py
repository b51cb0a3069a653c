"""Real Celery workers that a test starts and kills, and what their mails came to."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from core.mail.models import Mail, MailJob

SLOTS = 2


def start(environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """A worker of two processes that makes and sends mail, to the SMTP server on ``port``."""
    command = ["-m", "celery", "-A", "config", "worker", "-c", str(SLOTS), "-Q", "mail", "-l", "WARNING"]
    return subprocess.Popen(
        [sys.executable, *command, "--without-gossip", "--without-mingle"],
        env={**environment, "SMTP_URL": f"smtp://127.0.0.1:{port}"},
        start_new_session=True,
    )


def kill(worker: subprocess.Popen[bytes]) -> None:
    """``kill -9`` for the worker and all its processes at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(10)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def received(sink: Any) -> Counter[str]:
    """How often each address got a mail."""
    return Counter(address for message in sink.messages for address in message.recipients)


def finished() -> bool:
    """Whether every mailing was made and every mail is sent, or waits for a person."""
    waiting = MailJob.objects.filter(state=MailJob.State.WAITING).exists()
    return not waiting and not Mail.objects.exclude(state__in=Mail.FINISHED).exists()
