"""A real PostgreSQL 18 and Valkey for the demo, the tests and development: no installation, no root, no orphans.

    python -m config.servers exec [--temporary | --var DIR] -- COMMAND…

Each server is the child of a small guardian process. Whoever uses the server holds a shared lock on
a file; the guardian (config/guardian.py) waits for the exclusive lock on it and then stops the
server. The kernel drops the locks of a process however it ends, so a ``kill -9`` leaves nothing
running, and several processes can use one server without knowing of each other.

Production does not come here: it sets DATABASE_URL and REDIS_URL.
"""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from config.guardian import APPLICATION, DATABASE, OWNER, STOP_SECONDS, ServerError, dies_with_parent, locked

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass
class Servers:
    """Servers in use by this process, until ``stop``.

    ``environment`` holds the variables that tell where they are: DATABASE_URL (the application's
    role), DATABASE_OWNER_URL (the role that migrates) and REDIS_URL.
    """

    environment: dict[str, str] = field(default_factory=dict)
    _locks: dict[Path, IO[str]] = field(default_factory=dict)
    _temporary: Path | None = None

    def stop(self) -> None:
        """Use the servers no longer. They end when nobody else uses them; temporary data goes."""
        for lock in self._locks.values():
            lock.close()
        deadline = time.monotonic() + STOP_SECONDS
        while not all(map(_ended_or_used, self._locks)) and time.monotonic() < deadline:
            time.sleep(0.02)
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)


def start(var: Path | None, given: Mapping[str, str] | None = None) -> Servers:
    """Start PostgreSQL and Valkey, or use those that already run under ``var``.

    ``var`` is a directory for lasting data; None means a temporary one, with the safety of data
    switched off for speed. What ``given`` (for example ``os.environ``) already names by
    DATABASE_URL or REDIS_URL is not started. Raises ServerError.
    """
    given = given or {}
    servers = Servers(_temporary=_temporary_folder() if var is None else None)
    home = (servers._temporary or Path(str(var))).resolve() / "servers"
    kinds = [
        kind for kind, variable in (("postgres", "DATABASE_URL"), ("valkey", "REDIS_URL")) if not given.get(variable)
    ]
    try:
        with contextlib.ExitStack() as starting:
            waiting = [_join(servers, kind, home / kind, starting) for kind in kinds]
            for kind, guardian in zip(kinds, waiting, strict=True):
                servers.environment |= _environment(kind, _port_of(kind, home / kind, guardian))
    except BaseException:
        servers.stop()
        raise
    return servers


def in_use(var: Path) -> bool:
    """Whether servers run on the data in ``var``."""
    homes = (var / "servers").glob("*")
    return any(_guarded(home) for home in homes)


def _temporary_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="schakel-"))
    folder.chmod(0o711)  # when root starts it, PostgreSQL runs as somebody else
    return folder


def _join(servers: Servers, kind: str, home: Path, starting: contextlib.ExitStack) -> subprocess.Popen[str] | None:
    """Become a user of the server in ``home``; the guardian that was started for it, if one was."""
    home.mkdir(parents=True, exist_ok=True)
    starting.enter_context(locked(home / "starting"))
    servers._locks[home] = users = (home / "users").open("a")
    fcntl.flock(users, fcntl.LOCK_SH)
    if _guarded(home):
        return None
    command = [sys.executable, "-m", "config.guardian", kind, str(home)]
    if servers._temporary:
        command.append("--temporary")
    with (home / "log").open("w") as log:
        return subprocess.Popen(
            command, cwd=BASE_DIR, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log
        )


def _ended_or_used(home: Path) -> bool:
    """Whether there is nothing to wait for: the server has ended, or somebody else uses it."""
    try:
        users = (home / "users").open("a")
    except FileNotFoundError:  # temporary, and gone
        return True
    with users:
        if _locks_now(users, fcntl.LOCK_EX):
            return not _guarded(home)
        return _locks_now(users, fcntl.LOCK_SH)  # if not: the guardian holds it, while it stops the server


def _guarded(home: Path) -> bool:
    """Whether a guardian is alive: it holds this lock from its first to its last moment."""
    try:
        lock = (home / "guardian").open("a")
    except FileNotFoundError:
        return False
    with lock:
        return not _locks_now(lock, fcntl.LOCK_EX)


def _locks_now(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _port_of(kind: str, home: Path, guardian: subprocess.Popen[str] | None) -> int:
    """The port the server answers at. Waits for a guardian that was just started."""
    if guardian is None:
        return int((home / "port").read_text())
    assert guardian.stdout is not None
    with guardian.stdout as answer:
        line = answer.readline()
    guardian.wait()  # it goes to the background by itself
    if line.startswith("ready "):
        return int(line.split()[1])
    raise ServerError(f"{kind} did not start: {line.strip() or (home / 'log').read_text()[-2000:]}")


def _environment(kind: str, port: int) -> dict[str, str]:
    if kind == "valkey":
        return {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    return {
        "DATABASE_URL": f"postgresql://{APPLICATION}@127.0.0.1:{port}/{DATABASE}",
        "DATABASE_OWNER_URL": f"postgresql://{OWNER}@127.0.0.1:{port}/{DATABASE}",
    }


def _exec(command: list[str], var: Path | None) -> int:
    """Run ``command`` with the servers it needs; its exit code, as a shell would tell it."""
    servers = start(var, given=os.environ)
    try:
        return _run(command, {**os.environ, **servers.environment})
    finally:
        servers.stop()


def _run(command: list[str], environment: dict[str, str]) -> int:
    if shutil.which(command[0]) is None:
        print(f"{command[0]}: no such program", file=sys.stderr)
        return 127
    child = subprocess.Popen([*dies_with_parent("TERM"), *command], env=environment)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, lambda received, _frame: _forward(child, received))
    code = child.wait()
    return code if code >= 0 else 128 - code


def _forward(child: subprocess.Popen[bytes], number: int) -> None:
    """Pass a signal on, unless the terminal has already sent it to the child too."""
    if number in (signal.SIGINT, signal.SIGQUIT) and _terminal_signals_us():
        return
    child.send_signal(number)


def _terminal_signals_us() -> bool:
    try:
        with open("/dev/tty") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(prog="config.servers", description="Run a command with PostgreSQL and Valkey.")
    actions = parser.add_subparsers(dest="action", required=True)
    run = actions.add_parser("exec", help="run a command; DATABASE_URL or REDIS_URL that are set already win")
    where = run.add_mutually_exclusive_group()
    where.add_argument("--temporary", action="store_true", help="with empty servers that are gone afterwards")
    where.add_argument("--var", type=Path, default=Path(os.environ.get("SCHAKEL_VAR") or BASE_DIR / "var"))
    run.add_argument("command", nargs="+", metavar="COMMAND", help="after --, with its arguments")
    options = parser.parse_args()
    try:
        return _exec(options.command, None if options.temporary else options.var)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
