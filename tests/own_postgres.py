"""A PostgreSQL of one test's own, with a copy of the test database, that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from config.guardian import DATABASE, OWNER, free_port, postgres_package, prepare_postgres


class OwnPostgres:
    """``home`` is a folder of its own. Keeps its port however often it is started."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers, after a crash too."""
        program = prepare_postgres(self.home, temporary=True)
        # What it said is done has to be done after a crash, as in production; the shared test server is faster.
        safe = ["-c", "synchronous_commit=on"]
        command = [*program.rights.prefix, *program.command(self.port), *safe]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, **program.rights.popen)
        end = time.monotonic() + 60
        while not program.ready(self.process.pid, self.port):
            assert self.process.poll() is None and time.monotonic() < end, "PostgreSQL does not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """``kill -9`` for the server and all its processes at once."""
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for number in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait(10)


@contextlib.contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """Within it the test's own connection, and processes that are started, use this server."""
    home = Path(tempfile.mkdtemp(prefix="schakel-"))
    home.chmod(0o711)  # when root starts it, PostgreSQL runs as somebody else
    before = dict(connection.settings_dict)
    server = OwnPostgres(home)
    try:
        server.start()
        _copy(before, server.port)
        connection.close()
        connection.settings_dict.update(HOST="127.0.0.1", PORT=str(server.port), NAME=DATABASE)
        yield server
    finally:
        connection.close()
        connection.settings_dict.update(before)
        with contextlib.suppress(OSError):
            server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _copy(database: dict[str, object], port: int) -> None:
    programs = postgres_package() / "pginstall/bin"
    source = ["-h", str(database["HOST"]), "-p", str(database["PORT"]), "-U", OWNER, str(database["NAME"])]
    dump = subprocess.run([programs / "pg_dump", "--no-comments", *source], capture_output=True, check=True)
    target = ["-h", "127.0.0.1", "-p", str(port), "-U", OWNER, "-d", DATABASE]
    subprocess.run(
        [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", *target], input=dump.stdout, capture_output=True, check=True
    )
