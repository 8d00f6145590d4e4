"""One live connection after its upgrade: a bare socket on the loop, with no greenlet, thread or timer of its own."""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Protocol

from gevent import get_hub

from app.engine import frames

BACKLOG: Final = 1024 * 1024
"""Bytes that wait for a client that reads slowly. Past it the line is cut: catching up by `seq` costs less."""

INBOX: Final = 64
"""Messages of one client that wait for their turn. Past it nothing more is read from them, and TCP slows them down."""

CHUNK: Final = 16 * 1024
"""Bytes read at once. It bounds what one client can have us do in one turn: two thousand of the smallest messages."""

EARLY: Final = 8 * 1024
"""Bytes that somebody may send before they have said who they are, which takes two hundred. A thousand strangers who
may send more would keep everybody waiting for seconds, with pings alone."""

_chunk: Final = memoryview(bytearray(CHUNK))
"""Shared by all lines: what is read is copied out before the loop goes on."""


class Owner(Protocol):
    """Who is told of what happens on a line."""

    def heard(self, line: Any) -> None:
        """Something stands in the inbox and nobody is at work on it."""

    def ended(self, line: Any, reason: str) -> None:
        """The line is closed. Told once, from a watcher: it may not wait."""


class Line:
    """Writes never wait and reads come when there is something. All of it runs on the hub's own greenlet."""

    __slots__ = (
        "alive",
        "backlog",
        "busy",
        "credit",
        "inbox",
        "owner",
        "parser",
        "reading",
        "sock",
        "waiting",
        "writing",
    )

    def __init__(self, sock: socket.socket, owner: Owner) -> None:
        self.sock: socket.socket | None = sock
        self.owner = owner
        self.parser: frames.Parser | None = None  # while half a message is here
        self.inbox: deque[tuple[float, bytes]] | None = None  # and when each came
        self.busy = False
        self.credit: int | None = EARLY  # of a stranger
        self.alive = True
        self.backlog: deque[bytes | memoryview] | None = None
        self.waiting = 0
        self.reading: Any = None
        self.writing: Any = None

    @property
    def is_open(self) -> bool:
        return self.sock is not None

    # --- out

    def write(self, data: bytes) -> None:
        """Send now what the socket takes; the rest waits its turn."""
        if self.sock is None:
            return
        if self.backlog is not None:
            self._queue(self.backlog, data)
            return
        try:
            sent = self.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.cut("transport error")
            return
        if sent < len(data):
            self.backlog = deque()
            self.writing = _watch(self.sock, 2, self._drain)
            self._queue(self.backlog, memoryview(data)[sent:])

    def _queue(self, backlog: deque[bytes | memoryview], data: bytes | memoryview) -> None:
        backlog.append(data)
        self.waiting += len(data)
        if self.waiting > BACKLOG:
            self.cut("transport error")

    def _drain(self) -> None:
        while self.backlog and self.sock is not None:
            data = self.backlog[0]
            try:
                sent = self.sock.send(data)
            except BlockingIOError:
                return
            except OSError:
                self.cut("transport error")
                return
            self.waiting -= sent
            if sent < len(data):
                self.backlog[0] = memoryview(data)[sent:]
                return
            self.backlog.popleft()
        self.backlog = None
        _unwatch(self.writing)
        self.writing = None

    # --- in

    def listen(self, early: bytes = b"") -> None:
        """Read from now on; `early` is what came together with the request."""
        self.reading = _watch(self.sock, 1, self._readable)
        if early:
            self._take(early)

    def _readable(self) -> None:
        if self.sock is None:
            return
        try:
            count = self.sock.recv_into(_chunk)
        except BlockingIOError:
            return
        except OSError:
            self.cut("transport error")
            return
        if count:
            self._take(_chunk[:count].tobytes())
        else:
            self.cut("transport close")

    def _take(self, data: bytes) -> None:
        if self.credit is not None:
            self.credit -= len(data)
            if self.credit < 0:
                self.hang_up(1008)
                return
        parser = self.parser or frames.Parser()
        try:
            found = parser.feed(data)
        except frames.Violation as fault:
            self._dispatch(fault.before)
            self.hang_up(fault.code)
        else:
            self.parser = None if parser.is_empty else parser
            self._dispatch(found)

    def _dispatch(self, found: list[tuple[int, bytes]]) -> None:
        pings = [payload for kind, payload in found if kind == frames.PING]
        if pings:  # the latest alone is answered (RFC 6455, 5.5.3): a flood of them costs one write
            self.write(frames.frame(pings[-1], frames.PONG))
        for kind, payload in found:
            if kind == frames.TEXT:
                self._receive(payload)
            elif kind == frames.CLOSE:
                self.write(frames.frame(payload[:2], frames.CLOSE))
                self.cut("transport close")
            elif kind == frames.BINARY:
                self.hang_up(1003)
            if self.sock is None:
                return

    def _receive(self, message: bytes) -> None:
        self.alive = True
        if message == b"3":  # the answer to our ping
            return
        if self.inbox is None:
            self.inbox = deque()
        self.inbox.append((time.monotonic(), message))
        if len(self.inbox) > INBOX:
            self.pause()
        if not self.busy:
            self.busy = True
            self.owner.heard(self)

    def pause(self) -> None:
        """Read nothing until `resume`."""
        if self.reading is not None:
            self.reading.stop()

    def resume(self) -> None:
        """Read on, once few wait. To read a chunk for each message that is done would fill the inbox without end."""
        if self.reading is not None and not self.reading.active and len(self.inbox or ()) <= INBOX:
            self.reading.start(self._readable)

    # --- the end

    def hang_up(self, code: int) -> None:
        """Say why and go."""
        self.write(frames.close_frame(code))
        self.cut("transport error")

    def cut(self, reason: str) -> None:
        """End now. What the kernel has taken still arrives."""
        if self.sock is None:
            return
        _unwatch(self.reading)
        _unwatch(self.writing)
        self.reading = self.writing = None
        sock, self.sock = self.sock, None
        self.backlog = None
        sock.close()
        self.owner.ended(self, reason)


def _watch(sock: socket.socket | None, event: int, callback: Callable[[], None]) -> Any:
    """1 is for reading, 2 for writing."""
    if sock is None:
        return None
    watch = get_hub().loop.io(sock.fileno(), event)
    watch.start(callback)
    return watch


def _unwatch(watch: Any) -> None:
    if watch is not None:
        watch.stop()
        watch.close()
