"""The HTTP server: gevent's, with bounds for those who are slow, whether by bad lines or bad intent."""

from __future__ import annotations

import math
import resource
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import gevent
from gevent import pywsgi
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer

from app import strict_json
from app.engine.door import HANDLER, detached
from app.request_fields import Fields

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONNECTIONS: Final = 10_000

BACKLOG: Final = 4096
"""Connections that the kernel keeps for us to accept. A thousand who come back at once overflow gevent's 256, and who
is turned away tries again after 1, 3 and 7 seconds only."""

IDLE: Final = 60.0
"""Seconds that a connection may wait between two requests."""

SLOWEST: Final = 20.0
"""Seconds that a client may take to send its headers."""

LONGEST: Final = 30.0
"""Seconds that a request may take altogether, its body included."""

LINGER: Final = 2.0
"""Seconds that a client may go on sending what was answered already."""


class TooSlow(BaseException):
    """Thrown into the greenlet of a request whose time is over. Not an Exception: nobody on the way may swallow it."""


def allow_many_files() -> None:
    """As many as we may have. Each connection is one, and most systems give 1,024 to whoever does not ask for more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # some systems promise more than they give
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def make_server(address: tuple[str, int], app: WSGIApplication, *, shared: bool = False) -> WSGIServer:
    """A server that is bound and not yet serving; with `shared` at an address where other processes serve too."""
    allow_many_files()
    server = WSGIServer(
        _shared(address) if shared else address,
        _bounded(app),
        backlog=None if shared else BACKLOG,
        spawn=Pool(CONNECTIONS),
        handler_class=Handler,
        log=None,
    )
    server.init_socket()
    # Head and body leave in two writes; without this the second waits 40 ms for the client's acknowledgement.
    server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    gevent.spawn(_watch)
    return server


def _shared(address: tuple[str, int]) -> socket.socket:
    """A listener of our own at the same address: the kernel spreads those who come over all of them."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    made = socket.create_server(address, family=family, backlog=BACKLOG, reuse_port=True)
    made.setblocking(False)
    return made


class Handler(WSGIHandler):
    """One connection. `due` is when it must have done what it is doing; a timer of its own for each request would
    cost as much as a small page."""

    MessageClass = staticmethod(Fields.read)
    due = math.inf
    socket: Any
    environ: Any

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ[HANDLER] = self
        return environ

    def let_go(self) -> tuple[Any, bytes]:
        """Give the socket away, with what was read of it too early; this greenlet ends without it."""
        given, self.socket = self.socket, None
        return detached(given, self.rfile)

    def handle(self) -> None:
        self.greenlet = gevent.getcurrent()
        _watched.add(self)
        try:
            super().handle()
        except (TooSlow, OSError):  # nobody is there any more to whom the answer could go
            self.close_connection = True
        finally:
            _watched.discard(self)
            self.environ = self.greenlet = None  # which hold this one: 12 kB that only the collector would find

    def read_requestline(self) -> Any:
        self.due = time.monotonic() + IDLE
        return super().read_requestline()

    def read_request(self, raw_requestline: str) -> Any:
        self.due = time.monotonic() + SLOWEST
        return super().read_request(raw_requestline)

    def run_application(self) -> None:
        self.due = time.monotonic() + LONGEST
        super().run_application()
        if "HTTP_UPGRADE" in self.environ:
            self.close_connection = True  # what is left in the buffer may be frames, and not another request
        self._hear_out()

    def _hear_out(self) -> None:
        """Take the rest of a body that nobody wanted, so that the answer is not lost in a reset; but not for ever."""
        self.due = time.monotonic() + LINGER
        try:
            self.wsgi_input._discard()
        except TooSlow:
            self.wsgi_input._chunked_input_error = True  # or gevent would wait for it once more
            self.close_connection = True
        self.due = math.inf

    def log_request(self) -> None:
        """Addresses say who reads what; we keep no such list."""

    def _handle_client_error(self, _fault: Exception) -> tuple[str, bytes]:
        """What is no request, or breaks off, is not written down either: anybody could fill the disk with it."""
        return "400", pywsgi._BAD_REQUEST_RESPONSE


_watched: set[Handler] = set()


def _watch() -> None:
    while True:
        gevent.sleep(1.0)
        now = time.monotonic()
        for late in [one for one in _watched if one.due < now]:
            late.due = math.inf
            late.greenlet.kill(TooSlow, block=False)


def _bounded(app: WSGIApplication) -> WSGIApplication:
    """Answer 408 to a request whose body does not arrive in time."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        try:
            return app(environ, start)
        except TooSlow:
            start("408 Request Timeout", [("Content-Type", "application/json"), ("Connection", "close")])
            error = {"code": "invalid", "message": "That took too long to arrive. Please try again."}
            return [strict_json.dumps({"error": error}).encode()]

    return answer
