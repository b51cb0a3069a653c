"""The warm processes: their limits, and that nothing that goes wrong in one outlives it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.utils import translation

from core.pdf import PdfError, PdfTooBig, child
from core.pdf.fetch import Refused
from core.pdf.pool import Job, Pool, Process, shared_pool
from tests.pdf.samples import text_of

pytestmark = pytest.mark.usefixtures("fresh_pool", "in_english")

# A number of columns that takes 23 GB when nobody stops it, and a table that takes longer than a second.
TOO_WIDE = "<table><tr><td colspan=1000000000>x</td></tr></table>"
TOO_LONG = "<table>" + "<tr><td>a<td>b<td>c</tr>" * 20_000 + "</table>"


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def job(body: str) -> Job:
    html = f"<html><head><title>t</title></head><body>{body}</body></html>"
    about = {"language": "en", "variant": "pdf/ua-1", "base_url": "http://localhost/", "generator": "g"}
    return Job({**about, "attachments": []}, html, [])


def nothing(url: str, have: str) -> None:  # type: ignore[return]
    raise Refused("Nothing.")


def words(body: str, pool: Pool = shared_pool) -> str:
    return text_of(pool.make(job(body), nothing).pdf)  # type: ignore[arg-type]


def pid() -> int:
    (process,) = shared_pool._idle
    return process.process.pid


def gone(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until_gone(number: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not gone(number):
        time.sleep(0.02)
    return gone(number)


def test_one_process_makes_many_documents() -> None:
    assert words("<p>one</p>") == "one"
    first = pid()
    assert [words(f"<p>{number}</p>") for number in range(3)] == ["0", "1", "2"]
    assert pid() == first


def test_too_much_memory_is_a_clear_error_and_the_next_document_is_made() -> None:
    words("<p>warm</p>")
    first = pid()
    with pytest.raises(PdfTooBig, match="too large"):
        words(TOO_WIDE)
    assert gone(first)
    assert words("<p>next</p>") == "next"


def test_too_much_time_is_a_clear_error_and_the_next_document_is_made() -> None:
    words("<p>warm</p>")
    first, start = pid(), time.monotonic()
    with mock.patch("core.pdf.pool.TIME_LIMIT", 1), pytest.raises(PdfTooBig, match="too large"):
        words(TOO_LONG)
    assert time.monotonic() - start < 4
    assert gone(first)
    assert words("<p>next</p>") == "next"


def test_nesting_too_deep_is_an_error_that_says_where_and_not_what() -> None:
    with pytest.raises(PdfError, match="could not be made") as error:
        words("<div>" * 3000 + "private words")
    assert "RecursionError at " in str(error.value.__cause__)
    assert "private" not in repr(error.value.__cause__)
    assert words("<p>next</p>") == "next"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_a_process_that_died_while_idle_is_replaced(how: signal.Signals) -> None:
    words("<p>warm</p>")
    first = pid()
    os.kill(first, how)
    assert wait_until_gone(first)
    assert words("<p>next</p>") == "next"


def test_a_process_that_stands_still_is_replaced() -> None:
    words("<p>warm</p>")
    os.kill(pid(), signal.SIGSTOP)
    with mock.patch("core.pdf.pool.TIME_LIMIT", 1), pytest.raises(PdfTooBig):
        words("<p>x</p>")
    assert words("<p>next</p>") == "next"


def test_a_process_that_dies_while_it_works_is_replaced() -> None:
    words("<p>warm</p>")

    def kill(url: str, have: str) -> None:
        os.kill(process.process.pid, signal.SIGKILL)
        raise Refused("Dead.")

    (process,) = shared_pool._idle
    with pytest.raises(PdfTooBig):
        shared_pool.make(job("<img src=x alt=''>"), kill)  # type: ignore[arg-type]
    assert words("<p>next</p>") == "next"


def test_an_error_of_the_caller_in_the_middle_does_not_confuse_the_next_document() -> None:
    def broken(url: str, have: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shared_pool.make(job("<img src=x alt=''>"), broken)  # type: ignore[arg-type]
    assert words("<p>next</p>") == "next"


def test_a_process_is_replaced_after_enough_documents_and_leaves_nothing() -> None:
    with mock.patch("core.pdf.pool.DOCUMENTS_PER_PROCESS", 2):
        words("<p>1</p>")
        first, folder = pid(), shared_pool._idle[0].folder
        words("<p>2</p>")
        assert pid() != first
    assert gone(first)
    assert not Path(folder).exists()
    assert words("<p>3</p>") == "3"


def test_an_engine_that_does_not_start_is_said_so() -> None:
    with (
        mock.patch.object(child, "__file__", "/nowhere/child.py"),
        pytest.raises(PdfError, match="administrator") as error,
    ):
        words("<p>x</p>")
    assert not isinstance(error.value, PdfTooBig)


def test_threads_share_two_processes() -> None:
    pool, answers, seen = Pool(2), {}, set()

    def one(number: int) -> None:
        answers[number] = words(f"<p>number {number}</p>", pool)
        seen.update(process.process.pid for process in list(pool._idle))

    threads = [threading.Thread(target=one, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.stop()
    assert answers == {number: f"number {number}" for number in range(8)}
    assert len(seen) == 2


def test_when_all_are_busy_for_long_a_person_is_told() -> None:
    pool = Pool(1)
    with mock.patch("core.pdf.pool.WAIT_LIMIT", 0.1), pool._places, pytest.raises(PdfError, match="try again"):
        words("<p>x</p>", pool)


def in_daemon(answers: "multiprocessing.Queue[str]") -> None:
    answers.put(words("<p>in the daemon</p>"))
    shared_pool.stop()


def test_a_forked_daemon_makes_its_own_and_leaves_its_parents_alone() -> None:
    """Celery's workers are such: forked, and not allowed children of multiprocessing."""
    words("<p>parent</p>")
    first = pid()
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    daemon = context.Process(target=in_daemon, args=[answers], daemon=True)
    daemon.start()
    assert answers.get(timeout=20) == "in the daemon"
    daemon.join()
    assert words("<p>parent again</p>") == "parent again"
    assert pid() == first


def test_no_process_outlives_a_parent_that_was_killed() -> None:
    program = (
        "from core.pdf.pool import Process; import time\n"
        "p = Process(); p._wait_until_ready(); print(p.process.pid, p.folder, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout
        number, folder = parent.stdout.readline().split()
        parent.kill()
    assert wait_until_gone(int(number))
    Path(folder).rmdir()


def test_the_process_knows_no_secret_and_is_limited() -> None:
    process = Process()
    process._wait_until_ready()
    try:
        names = {
            entry.partition("=")[0] for entry in Path(f"/proc/{process.process.pid}/environ").read_text().split("\0")
        }
        limits = Path(f"/proc/{process.process.pid}/limits").read_text()
    finally:
        process.stop()
    assert names - {""} == {"TMPDIR", "LANG", "PATH", "HOME"}
    assert ["Max", "address", "space", str(1024**3)] in [line.split()[:4] for line in limits.splitlines()]
    assert ["Max", "core", "file", "size", "0"] in [line.split()[:5] for line in limits.splitlines()]
