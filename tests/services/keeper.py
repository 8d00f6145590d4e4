"""Runs a server for as long as the tests that need it, and ends it however they end: kill -9 included.

    python keeper.py PID FOLDER USER COMMAND…

PID is the process to outlive by a moment, FOLDER is removed at the end, USER ("" for none) is whom the command runs as.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def as_user(user: str) -> dict[str, Any]:
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def start(command: list[str], folder: Path, user: str) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, **as_user(user))


def wait(server: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    if not wait(server, 5):
        server.kill()
        server.wait()


def main(pid: str, folder: str, user: str, *command: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = start(list(command), Path(folder), user)
    try:
        while lives(int(pid)) and not wait(server, 0.3):
            pass
    finally:
        end(server)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
