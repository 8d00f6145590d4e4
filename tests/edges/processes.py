"""The processes of one server: which there are, and which of them holds a connection."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.edges.live import Ear
from tests.frame.servers import Server

ENOUGH: Final = 40
"""Connections after which both processes have some: the kernel spreads them by chance."""


def workers_of(parent: int) -> list[int]:
    """The processes that a process started and that still run."""
    found = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        found += [int(pid) for pid in task.read_text().split() if is_running(int(pid))]
    return sorted(found)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def worker_of(ear: Ear, workers: list[int]) -> int:
    """Which process a live connection is at."""
    here = ear.io.eio.ws.sock
    inode = _inode(here.getpeername()[1], here.getsockname()[1])
    (found,) = [pid for pid in workers if inode in _sockets(pid)]
    return found


def _inode(port: int, other: int) -> str:
    """Of the socket between two ports: /proc/net/tcp has addresses in hexadecimal, inodes in column ten.

    One that is closed is remembered for a while, with none.
    """
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = row.split()
        if words[1].endswith(f":{port:04X}") and words[2].endswith(f":{other:04X}") and words[9] != "0":
            return words[9]
    raise LookupError(other)


def _sockets(pid: int) -> set[str]:
    found = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(entry)
        except FileNotFoundError:
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


class Placing(ExitStack):
    """Connects people to one of two processes: `at(0, token)`. All are closed at the end."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    def __call__(self, number: int, token: object) -> Ear:
        workers = workers_of(self.server.pid)
        for _ in range(ENOUGH):
            ear = self.enter_context(Ear(self.server.url, token))
            if worker_of(ear, workers) == workers[number]:
                return ear
            ear.close()
        raise AssertionError("the kernel never chose that process")
