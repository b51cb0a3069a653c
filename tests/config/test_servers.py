"""Servers start, are shared, and leave nothing behind however their user ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from config import servers
from config.guardian import forget_dead_server, free_port

EXEC = [sys.executable, "-m", "config.servers", "exec"]
NOTHING_SET = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[servers.Servers]:
    started = servers.start(tmp_path)
    yield started
    started.stop()


def processes_with(text: str) -> list[str]:
    """Command lines of running processes that mention ``text``."""
    listed = subprocess.run(["ps", "-ewwo", "args"], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if text in line]


def guardians_of(folder: Path) -> list[int]:
    listed = subprocess.run(["ps", "-ewwo", "pid,args"], capture_output=True, text=True, check=True)
    lines = [line for line in listed.stdout.splitlines() if f"{folder}/servers/" in line and "config.guardian" in line]
    return [int(line.split()[0]) for line in lines]


def wait_until_gone(text: str) -> None:
    deadline = time.monotonic() + 20
    while processes_with(text) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_with(text) == []


def sql(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def started_process(*arguments: str, environment: dict[str, str], mark: str = "") -> subprocess.Popen[str]:
    """A process that uses servers, tells their REDIS_URL in its first line and waits.

    Its command line contains ``mark``, to find it again.
    """
    script = "import os, time; print(os.environ['REDIS_URL'], flush=True); time.sleep(60)"
    command = [*EXEC, *arguments, "--", sys.executable, "-c", script, mark]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_start_makes_the_roles_and_their_database(lasting: servers.Servers) -> None:
    owner, application = lasting.environment["DATABASE_OWNER_URL"], lasting.environment["DATABASE_URL"]
    assert sql(owner, "SELECT current_user, current_database()") == [("schakel_owner", "schakel")]
    assert sql(application, "SELECT current_user, current_database()") == [("schakel_app", "schakel")]
    rights = (
        "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname LIKE 'schakel%' ORDER BY 1"
    )
    assert sql(owner, rights) == [("schakel_app", False, False, False), ("schakel_owner", False, True, False)]
    locale = (
        "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'schakel'"
    )
    assert sql(owner, locale) == [("b", "C.UTF-8", "UTF8")]
    for extension in ("pg_trgm", "unaccent", "btree_gist", "citext"):
        sql(owner, f"CREATE EXTENSION {extension}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql(application, "CREATE TABLE public.mine ()")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):  # only the servers of tests allow it
        sql(owner, "SET ROLE schakel_app")
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        sql(owner.replace("schakel_owner", "postgres"), "SELECT 1")
    assert Redis.from_url(lasting.environment["REDIS_URL"]).ping() is True


@pytest.mark.slow
def test_start_uses_what_runs_and_the_last_user_ends_it(tmp_path: Path) -> None:
    first = servers.start(tmp_path)
    second = servers.start(tmp_path)
    assert second.environment == first.environment
    first.stop()
    sql(second.environment["DATABASE_OWNER_URL"], "CREATE TABLE kept ()")
    second.stop()
    wait_until_gone(str(tmp_path))
    third = servers.start(tmp_path)
    assert sql(third.environment["DATABASE_OWNER_URL"], "SELECT count(*) FROM kept") == [(0,)]
    third.stop()
    wait_until_gone(str(tmp_path))


@pytest.mark.slow
def test_kill_of_the_only_user_ends_the_servers(tmp_path: Path) -> None:
    user = started_process("--var", str(tmp_path), environment=NOTHING_SET, mark=str(tmp_path))
    assert user.stdout is not None and user.stdout.readline().startswith("redis://")
    assert len(processes_with(str(tmp_path))) >= 4
    user.kill()
    user.wait()
    user.stdout.close()
    wait_until_gone(str(tmp_path))


@pytest.mark.slow
def test_kill_of_the_guardians_ends_the_servers(tmp_path: Path) -> None:
    started = servers.start(tmp_path)
    for guardian in guardians_of(tmp_path):
        os.kill(guardian, signal.SIGKILL)
    wait_until_gone(str(tmp_path))
    with pytest.raises(psycopg.OperationalError):
        sql(started.environment["DATABASE_URL"], "SELECT 1")
    started.stop()
    again = servers.start(tmp_path)
    assert sql(again.environment["DATABASE_URL"], "SELECT 1") == [(1,)]
    again.stop()
    wait_until_gone(str(tmp_path))


@pytest.mark.slow
def test_temporary_servers_leave_no_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    started = servers.start(None)
    assert sql(started.environment["DATABASE_OWNER_URL"], "SET ROLE schakel_app") == []
    assert [path.name.startswith("schakel-") for path in tmp_path.iterdir()] == [True]
    started.stop()
    assert list(tmp_path.iterdir()) == []
    wait_until_gone(str(tmp_path))


@pytest.mark.slow
def test_temporary_data_goes_even_when_its_user_is_killed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    user = started_process("--temporary", environment={**NOTHING_SET, "TMPDIR": str(tmp_path)}, mark=str(tmp_path))
    assert user.stdout is not None and user.stdout.readline()
    user.kill()
    user.wait()
    user.stdout.close()
    wait_until_gone(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_start_leaves_out_what_is_given(tmp_path: Path) -> None:
    started = servers.start(tmp_path, given={"DATABASE_URL": "postgresql:///a", "REDIS_URL": "redis://b"})
    assert started.environment == {}
    started.stop()


def test_exec_passes_on_arguments_variables_and_exit_code() -> None:
    given = {**os.environ, "DATABASE_URL": "postgresql:///given", "REDIS_URL": "redis://given"}
    script = "import os, sys; print(os.environ['DATABASE_URL'], sys.argv[1:]); sys.exit(7)"
    done = subprocess.run(
        [*EXEC, "--", sys.executable, "-c", script, "--a", "b c"], env=given, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (7, "postgresql:///given ['--a', 'b c']\n")


def test_exec_forwards_signals() -> None:
    given = {**os.environ, "DATABASE_URL": "postgresql:///given", "REDIS_URL": "redis://given"}
    user = started_process(environment=given)
    assert user.stdout is not None and user.stdout.readline() == "redis://given\n"
    user.send_signal(signal.SIGTERM)
    assert user.wait(20) == 128 + signal.SIGTERM
    user.stdout.close()


def test_exec_of_an_unknown_command() -> None:
    given = {**os.environ, "DATABASE_URL": "postgresql:///given", "REDIS_URL": "redis://given"}
    done = subprocess.run([*EXEC, "--", "no-such-program"], env=given, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (127, "no-such-program: no such program\n")


def test_process_number_of_somebody_else_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n")
    forget_dead_server(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


def test_free_port_is_free() -> None:
    assert 1024 < free_port() < 65536
