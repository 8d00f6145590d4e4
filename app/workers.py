"""Several processes that serve at one address: the kernel spreads connections over them, this one looks after them.

Each gives a sign of life every second through a pipe. One that gives none, as when it hangs or was stopped, is ended
and replaced: the kernel would go on sending it its share of those who come.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Final

import gevent
from gevent.event import Event
from gevent.os import make_nonblocking, nb_read

PIPE: Final = "CAIRN_WORKER_PIPE"
"""Tells a worker which file descriptor its signs of life go to."""

BEAT: Final = 1.0
"""Seconds between two signs of life."""

SILENT: Final = 10
"""Looks of a beat each without a sign. Looks, not seconds: while a machine sleeps neither side counts."""

STARTING: Final = 90
"""The same before the first of them: on a machine with much to do it takes a while to load everything."""

AGAIN: Final = 1.0
"""Seconds before a worker is replaced, so that one that cannot start does not take all the time."""

LAST: Final = 15.0
"""Seconds that workers get to end in order."""


def reserve(host: str, port: int) -> socket.socket:
    """Hold an address that workers will share. Raises OSError where somebody else serves there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(_bound(family, host, port)) as alone:  # sharing would hide a server that is there already
        port = alone.getsockname()[1]
    return _bound(family, host, port, shared=True)  # never listening: nobody is sent to this process


def _bound(family: socket.AddressFamily, host: str, port: int, *, shared: bool = False) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((host, port))
    return made


class Workers:
    """`count` processes that serve at a port which is reserved."""

    def __init__(self, count: int, port: int) -> None:
        self._count = count
        self._env = {**os.environ, "PORT": str(port)}
        self._ready: set[subprocess.Popen[bytes]] = set()
        self._over = Event()
        self._code = 0

    def run(self, tell: Callable[[], None]) -> int:
        """Serve until SIGTERM; returns the exit code. Calls `tell` when all of them answer."""
        for name in (signal.SIGTERM, signal.SIGINT):
            gevent.signal_handler(name, self._over.set)
        keepers = [gevent.spawn(self._keep, tell) for _ in range(self._count)]
        self._over.wait()
        gevent.joinall(keepers)
        return self._code

    def _keep(self, tell: Callable[[], None]) -> None:
        """One worker after the other."""
        while not self._over.is_set():
            process, pipe = self._start()
            with closing(pipe):
                self._watch(process, pipe.fileno(), tell)
            self._ready.discard(process)
            self._over.wait(AGAIN)

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        command = [sys.executable, *(word for word in sys.argv if word != "--migrate")]
        with closing(theirs):
            env = {**self._env, PIPE: str(theirs.fileno())}
            return subprocess.Popen(command, env=env, pass_fds=[theirs.fileno()]), ours  # noqa: S603  (this program again)

    def _watch(self, process: subprocess.Popen[bytes], pipe: int, tell: Callable[[], None]) -> None:
        """Until it has ended, by itself or by us."""
        make_nonblocking(pipe)
        while not self._over.is_set() and self._beats(pipe, SILENT if process in self._ready else STARTING):
            if process not in self._ready:
                self._ready.add(process)
                if len(self._ready) == self._count:
                    tell()
        if self._over.is_set():
            self._end(process)
        elif process in self._ready:
            process.kill()
            process.wait()
        else:  # it has said why it cannot start, or says nothing at all
            self._end(process)
            self._code = self._code or 1
            self._over.set()

    def _beats(self, pipe: int, looks: int) -> bool:
        """Wait for a sign of life. False where it does not come, or the worker has ended."""
        for _ in range(looks):
            with gevent.Timeout(BEAT, False), suppress(OSError):
                return bool(nb_read(pipe, 64))
            if self._over.is_set():
                return True
        return False

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            code = process.wait(LAST)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        self._code = self._code or code


def is_worker() -> bool:
    return PIPE in os.environ


def beat(orphaned: Callable[[], None]) -> None:
    """Give signs of life from now on, as a worker does. Calls `orphaned` when nobody is there to see them."""
    pipe = socket.socket(fileno=int(os.environ[PIPE]))
    with suppress(OSError):
        while True:
            pipe.send(b".")
            gevent.sleep(BEAT)
    orphaned()
