"""Runs the whole of Schakel on this machine, with invented people and places, for looking around.

    bin/demo [--port N] [--reset]

Starts servers, web, worker, beat and a mailbox; stops them, and nothing else, on Ctrl-C. Their data
and logs are under var/ (or SCHAKEL_VAR).
"""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from config import servers
from config.guardian import ServerError, dies_with_parent, free_port

BASE_DIR = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
START_SECONDS = 90
STOP_SECONDS = 60  # a busy worker finishes its task first
PORTS_TO_TRY = 50
QUEUES = "default,mail,import,pdf"


class DemoError(RuntimeError):
    """The demo cannot run; the text says why."""


class Processes:
    """The programs that were started, and only those."""

    def __init__(self, logs: Path, environment: dict[str, str]) -> None:
        self.logs = logs
        self.environment = environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: str) -> None:
        """Start a program in the background; what it says goes to its own log."""
        with (self.logs / f"{name}.log").open("wb") as log:
            self._running[name] = subprocess.Popen(
                [*dies_with_parent("TERM"), *command],
                cwd=BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us; we stop them in order
            )

    def manage(self, *arguments: str) -> str:
        """Run manage.py to its end; what it printed. Raises DemoError."""
        command = [*PYTHON, "manage.py", *arguments]
        done = subprocess.run(command, cwd=BASE_DIR, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise DemoError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def check(self) -> None:
        """Raise DemoError when one has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                log = self.logs / f"{name}.log"
                raise DemoError(f"{name} ended ({process.returncode}); the end of {log}:\n{log.read_text()[-3000:]}")

    def stop(self) -> None:
        """Stop what was started last first, so that nobody talks to somebody who has gone."""
        for process in reversed(self._running.values()):
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def run(var: Path, wanted_port: int, reset: bool) -> None:
    """Run the demo until Ctrl-C or SIGTERM. Raises DemoError or ServerError."""
    var.mkdir(parents=True, exist_ok=True)
    with only_one_demo(var):
        if reset:
            empty(var)
        (var / "log").mkdir(exist_ok=True)
        say("Starting PostgreSQL and Valkey …")
        used = servers.start(var, given=os.environ)
        try:
            port = open_port(wanted_port)
            environment = {**os.environ, **used.environment, **settings_for(var, port)}
            serve(Processes(var / "log", environment), port)
        finally:
            used.stop()


def settings_for(var: Path, port: int) -> dict[str, str]:
    return {
        "SCHAKEL_MODE": "demo",
        "SCHAKEL_VAR": str(var),
        "SCHAKEL_URL": f"http://localhost:{port}",
        "SMTP_URL": f"smtp://127.0.0.1:{free_port()}",
    }


def serve(processes: Processes, port: int) -> None:
    environment = processes.environment
    try:
        say("Preparing the database and the demo's people …")
        processes.manage("migrate", "--no-input")
        processes.manage("collectstatic", "--no-input")  # demo_load makes documents: they need the stylesheets
        processes.manage("demo_load")
        say("Starting mailbox, worker, beat and web …")
        celery = [*PYTHON, "-m", "celery", "--app", "config.celery"]
        mail_port = environment["SMTP_URL"].rpartition(":")[2]
        processes.start("mailbox", *PYTHON, "manage.py", "demo_mailbox", "--port", mail_port)
        processes.start("worker", *celery, "worker", "--concurrency=2", f"--queues={QUEUES}", "--loglevel=INFO")
        processes.start("beat", *celery, "beat", "--pidfile=", "--loglevel=INFO")
        web = ["config.wsgi", "--workers=2", f"--bind=127.0.0.1:{port}", "--access-logfile=-"]
        processes.start("web", *PYTHON, "-m", "gunicorn", *web)
        wait_until(lambda: web_answers(port), "the web server", processes)
        wait_until(lambda: worker_answers(environment), "the worker", processes)
        say(f"\nSchakel is running at {environment['SCHAKEL_URL']}\n")
        say(processes.manage("demo_people"))
        say("Ctrl-C stops it. What it is doing is written in " + str(processes.logs))
        while True:
            processes.check()
            time.sleep(1)
    finally:
        say("\nStopping …")
        processes.stop()


def wait_until(answers: Callable[[], bool], what: str, processes: Processes) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        processes.check()
        if time.monotonic() > deadline:
            raise DemoError(f"{what} did not answer within {START_SECONDS} seconds; see {processes.logs}")
        time.sleep(0.2)


def web_answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def worker_answers(environment: dict[str, str]) -> bool:
    from celery import Celery

    with Celery(broker=environment["REDIS_URL"]) as asking:
        return bool(asking.control.ping(timeout=2))


def open_port(wanted: int) -> int:
    """The port wanted, or the next one that is free. Raises DemoError."""
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise DemoError(f"no free port from {wanted} on")


@contextlib.contextmanager
def only_one_demo(var: Path) -> Iterator[None]:
    with (var / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError(f"a demo is already running on {var}; stop it first, or set SCHAKEL_VAR") from None
        yield


def empty(var: Path) -> None:
    """Take away what earlier demos left; nothing that we did not put there. Raises DemoError."""
    if servers.in_use(var):
        raise DemoError(f"the servers of {var} are still in use (by bin/manage?); stop that first")
    for name in ("servers", "media", "mailbox", "static", "log"):
        shutil.rmtree(var / name, ignore_errors=True)
    for schedule in var.glob("celerybeat-schedule*"):
        schedule.unlink()


def say(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/demo", description="Run Schakel with invented people, to look around.")
    parser.add_argument("--port", type=int, default=8000, help="of the web server; the next free one if it is taken")
    parser.add_argument("--reset", action="store_true", help="begin again, without what earlier demos left in var/")
    options = parser.parse_args()
    # SIGINT too: a program that a script puts in the background is born ignoring it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        run(Path(os.environ.get("SCHAKEL_VAR") or BASE_DIR / "var").resolve(), options.port, options.reset)
    except KeyboardInterrupt:
        return 0
    except (DemoError, ServerError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
