"""From a request to a line: the handshake, after which the socket leaves gevent's server and its greenlet ends.

The seams to the libraries, each held by a test in tests/edges/test_engine_seams.py: engineio asks `_async["websocket"]`
for a WebSocket and hands over a method of its session, whose place ours then takes; its connect handler comes before it
sends anything but the greeting, which stands in the session's queue; gevent's handler keeps the socket as `socket`, and
what it has read too much in `rfile`.
"""

from __future__ import annotations

import _socket
import base64
import hashlib
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Any, Final, cast

from engineio.socket import Socket
from flask_socketio import SocketIO

from app.engine.core import Engine
from app.engine.frames import frame
from app.engine.later import Answering
from app.engine.rooms import Rooms

GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, section 1.3."""

HANDLER: Final = "cairn.handler"
"""Where gevent's handler stands in the environ."""

KEPT: Final = frozenset(
    "REQUEST_METHOD SCRIPT_NAME PATH_INFO QUERY_STRING SERVER_NAME SERVER_PORT SERVER_PROTOCOL REMOTE_ADDR HTTP_HOST "
    "HTTP_COOKIE HTTP_ORIGIN wsgi.url_scheme wsgi.version wsgi.multithread wsgi.multiprocess wsgi.run_once "
    "flask.app".split()
)
"""What of a request is looked at later: who connects, and from where. A whole environ has some 5 kB."""


def install(io: SocketIO) -> Engine:
    """Put the engine under a Socket.IO server made with a client manager of ours."""
    eio, rooms = io.server.eio, io.server.manager
    engine = Engine(eio, cast(Rooms, rooms))
    eio._async = {**eio._async, "websocket": lambda handler, _server: _Upgrade(handler.__self__, engine)}
    eio.start_service_task = False  # it would look at every session every few seconds; the wheel does
    eio.on("connect", _coming(eio))
    io.server._handle_event_internal = engine.answering = Answering(io.server)
    return engine


def _coming(eio: Any) -> Callable[[str, dict[str, Any]], Any]:
    connect = eio.handlers["connect"]

    def come(sid: str, environ: dict[str, Any]) -> Any:
        eio.sockets[sid].__class__ = Newcomer
        return connect(sid, _slim(environ))

    return come


def _slim(environ: dict[str, Any]) -> dict[str, Any]:
    kept = {name: sys.intern(said) if type(said) is str else said for name, said in environ.items() if name in KEPT}
    return {**kept, "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr}


class Newcomer(Socket):
    """A stock session becomes one of these until its line is there. The library has said nothing but its greeting."""

    def greeting(self) -> bytes:
        said = []
        while not self.queue.empty():
            said.append(frame(self.queue.get().encode().encode()))
        return b"".join(said)

    def schedule_ping(self) -> None:
        """The wheel pings; the library would begin a greenlet."""

    def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """Nobody reads the queue, so nobody waits until it is empty."""
        super().close(False, abort, reason)
        self.server.sockets.pop(self.sid, None)


class _Upgrade:
    """Engineio's WebSocket: called as an application, it answers the handshake and lets the socket go.

    What comes here is one: app/realtime/gate.py has looked at it.
    """

    def __init__(self, newcomer: Newcomer, engine: Engine) -> None:
        self.newcomer = newcomer
        self.engine = engine

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self.engine.draining:
            self.newcomer.close(abort=True)
            start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "5")])
            return [b"We are about to stop."]
        sock, early = environ[HANDLER].let_go()
        hello = _accept(environ["HTTP_SEC_WEBSOCKET_KEY"]) + self.newcomer.greeting()
        self.engine.open(sock, self.newcomer.sid, hello, early)
        return []


def _accept(key: str) -> bytes:
    proof = base64.b64encode(hashlib.sha1(key.encode() + GUID, usedforsecurity=False).digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"


def detached(gevent_socket: Any, rfile: Any) -> tuple[Any, bytes]:
    """The bare socket below gevent's, and what was read of it already."""
    gevent_socket.settimeout(0)
    early = rfile.peek() or b""
    bare = _socket.socket(fileno=gevent_socket.detach())
    bare.setblocking(False)
    bare.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    return bare, early
