"""The libraries' own path, for REALTIME=stock: with the caps, the bounds and the patience that it lacks.

The seams, each held by a test: engineio's WebSocket class, which has no public way in for the frame cap; the list in
which simple-websocket keeps what it has read; and `Server._handle_event_internal`, which calls a handler.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress
from socket import SHUT_RDWR
from typing import Any, Final

import gevent
from engineio.async_drivers import gevent as gevent_driver
from gevent.event import Event
from socketio import packet

from app.engine.asked import PATIENCE, Overdue
from app.engine.door import HANDLER
from app.engine.line import INBOX
from app.realtime.wire import LARGEST

TRANSPORT: Final = frozenset("0123456")
"""How each text frame begins, by its kind."""


class Whole:
    """A socket that sends all or raises. simple-websocket does not look at how much was sent, and a client that reads
    slowly would get the rest of a frame in the middle of the next."""

    def __init__(self, sock: Any) -> None:
        self.sock = sock

    def send(self, data: bytes) -> int:
        self.sock.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)


class Inbox(list):
    """What one client has sent and nobody has worked on yet, with when it came. Past its bound, whoever reads from the
    client waits: the library would read on, and keep it all."""

    def __init__(self, said: list[Any]) -> None:
        super().__init__()
        self.heard = 0.0
        self.bound: float = INBOX
        self._room = Event()
        for one in said:
            super().append((time.monotonic(), one))

    def append(self, said: Any) -> None:
        super().append((time.monotonic(), said))
        while len(self) > self.bound:
            self._room.clear()
            self._room.wait()

    def pop(self, at: Any = -1) -> Any:
        self.heard, said = super().pop(at)
        self._room.set()
        return said

    def open(self) -> None:
        """Nobody will work on it any more; whoever reads goes on to the end."""
        self.bound = math.inf
        self._room.set()


class CappedWebSocket(gevent_driver.WebSocketWSGI):
    """Engineio's WebSocket with the cap where bytes arrive; its own check comes after a frame is in memory."""

    def __init__(self, handler: Any, server: Any) -> None:
        def whole(made: Any) -> Any:
            made.ws.sock = Whole(made.ws.sock)
            made.ws.input_buffer = Inbox(made.ws.input_buffer)
            return handler(made)

        super().__init__(whole, server)
        self.server_args["max_message_size"] = LARGEST

    def __call__(self, environ: Any, start_response: Any) -> Any:
        environ[HANDLER].due = math.inf  # they may stay; whatever else takes long is ended
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # a frame of 64 KiB can be packed into a hundred bytes
        return super().__call__(environ, start_response)

    def wait(self) -> str | None:
        """The next frame. None, which ends the connection in order, for what engineio would stumble over: it would
        leave a connection behind that nobody is at, still shown as being here."""
        said = super().wait()
        gevent.getcurrent().heard = self.ws.input_buffer.heard
        return said if isinstance(said, str) and said[:1] in TRANSPORT else None

    def close(self) -> None:
        """Hang up. The library would keep the socket and a greenlet until the other side answers, if it ever does."""
        self.ws.input_buffer.open()
        with suppress(OSError):
            super().close()
        with suppress(OSError):
            self.ws.sock.shutdown(SHUT_RDWR)


def in_time(server: Any, unavailable: Callable[[], Any]) -> None:
    """Answer whatever takes too long, from when it came, as the engine does."""
    handle = server._handle_event_internal

    def handled(_server: Any, sid: str, eio_sid: str, said: list[Any], namespace: str, id: int | None) -> None:  # noqa: A002
        try:
            with _patience():
                handle(server, sid, eio_sid, said, namespace, id)
        except Overdue:
            if id is not None:
                late = server.packet_class(packet.ACK, namespace=namespace, id=id, data=[unavailable()])
                server._send_packet(eio_sid, late)

    server._handle_event_internal = handled


def _patience() -> gevent.Timeout:
    """For what is left of a call's time. Raises Overdue where nothing is."""
    came = getattr(gevent.getcurrent(), "heard", time.monotonic())
    left = came + PATIENCE - time.monotonic()
    if left <= 0:
        raise Overdue
    return gevent.Timeout(left, Overdue)
