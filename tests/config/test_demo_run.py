"""The demo's supervisor: what it starts it also stops."""

import fcntl
import os
import socket
import sys
from pathlib import Path

import pytest

from config.demo_run import DemoError, Processes, empty, only_one_demo, open_port


def test_open_port_is_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < open_port(port) < port + 50


def test_processes_are_stopped_and_logged(tmp_path: Path) -> None:
    processes = Processes(tmp_path, dict(os.environ))
    processes.start("talker", sys.executable, "-uc", "import time; print('hello'); time.sleep(60)")
    while "hello" not in (tmp_path / "talker.log").read_text():
        processes.check()
    (process,) = processes._running.values()
    processes.stop()
    assert process.returncode == -15


def test_process_that_ends_by_itself_is_told_with_its_log(tmp_path: Path) -> None:
    processes = Processes(tmp_path, dict(os.environ))
    processes.start("broken", sys.executable, "-c", "raise SystemExit('no such thing')")
    processes._running["broken"].wait()
    with pytest.raises(DemoError, match=r"broken ended \(1\).*\nno such thing"):
        processes.check()


def test_only_one_demo_on_the_same_data(tmp_path: Path) -> None:
    with only_one_demo(tmp_path), pytest.raises(DemoError, match="already running"), only_one_demo(tmp_path):
        pass


def test_reset_takes_away_only_what_a_demo_made(tmp_path: Path) -> None:
    for name in ("servers/postgres", "media", "static", "log", "of-somebody-else"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "celerybeat-schedule").touch()
    empty(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["of-somebody-else"]


def test_reset_leaves_servers_in_use_alone(tmp_path: Path) -> None:
    (tmp_path / "servers/postgres").mkdir(parents=True)
    with (tmp_path / "servers/postgres/guardian").open("a") as guardian:
        fcntl.flock(guardian, fcntl.LOCK_EX)
        with pytest.raises(DemoError, match="still in use"):
            empty(tmp_path)
    assert (tmp_path / "servers/postgres").exists()
