"""Starting and ending servers through their keeper, one for all workers where they share it."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services import keeper

FOLDER = "CAIRN_TEST_FOLDER"


def open_folder() -> Path:
    """A folder for this run of pytest; its workers find it in the environment. Others may pass, not look."""
    folder = Path(tempfile.mkdtemp(prefix="cairn-tests-"))
    folder.chmod(0o711)
    (folder / "pid").write_text(str(os.getpid()))
    os.environ[FOLDER] = str(folder)
    return folder


def shared_folder() -> Path:
    return Path(os.environ[FOLDER])


def new_folder(name: str) -> Path:
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=shared_folder()))


def pid_of_run() -> int:
    return int((shared_folder() / "pid").read_text())


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def keep(command: list[str], folder: Path, user: str = "") -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C is for pytest, which then ends the server in order."""
    call = [sys.executable, keeper.__file__, str(pid_of_run()), str(folder), user, *command]
    keeping = subprocess.Popen(call, start_new_session=True)
    (folder / "keeper.pid").write_text(str(keeping.pid))
    return keeping


def stop_all(folder: Path) -> None:
    left = list(folder.glob("*/keeper.pid"))
    for each in left:
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(int(each.read_text()), signal.SIGTERM)
    wait_until(lambda: not any(each.exists() for each in left), 10)


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.03)
    return True


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
