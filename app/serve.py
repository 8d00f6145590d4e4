"""One process that serves: pages, live connections, jobs."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import gevent
from flask import Flask
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer

from app import create_app, schema, strict_json
from app.demo import PASSPHRASE, fill, guests
from app.realtime.sweep import start_sweeping
from app.work import run_forever
from config import Settings
from networks.work import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONNECTIONS = 10_000
GRACE = 5.0
"""Seconds that requests under way get to finish after SIGTERM."""

IDLE = 60.0
"""Seconds that a connection may wait between two requests."""

SLOWEST = 20.0
"""Seconds that a client may take to send its headers."""

LONGEST = 30.0
"""Seconds that a request may take altogether, its body included."""


def main(settings: Settings, arguments: Sequence[str]) -> None:
    """Serve until SIGTERM. `--migrate` brings the database up to date first, `--demo` fills an empty one."""
    app = create_app(settings)
    network: Network = app.extensions["network"]
    if "--migrate" in arguments:
        schema.upgrade(network.database)
    try:
        schema.require_current(network.database)
    except schema.SchemaMismatch as mismatch:
        sys.exit(str(mismatch))
    if settings.demo:
        fill(network)
    serve(app, settings)


def serve(app: Flask, settings: Settings) -> None:
    server = WSGIServer(
        (settings.host, settings.port),
        bounded(app),
        spawn=Pool(CONNECTIONS),
        handler_class=Handler,
        log=None,
        environ={},
    )
    server.init_socket()
    # Head and body leave in two writes; without this the second waits 40 ms for the client's acknowledgement.
    server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    start_sweeping(app)
    gevent.spawn(run_forever, app)
    for name in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(name, server.stop, GRACE)
    print(_greeting(settings, server.server_port), flush=True)  # noqa: T201
    server.serve_forever()


def bounded(app: WSGIApplication) -> WSGIApplication:
    """Answer 408 to a request whose body does not arrive in time. Live connections are meant to last."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if "HTTP_UPGRADE" in environ:
            return app(environ, start)
        try:
            with gevent.Timeout(LONGEST):
                return app(environ, start)
        except gevent.Timeout:
            start("408 Request Timeout", [("Content-Type", "application/json"), ("Connection", "close")])
            error = {"code": "invalid", "message": "That took too long to arrive. Please try again."}
            return [strict_json.dumps({"error": error}).encode()]

    return answer


class Handler(WSGIHandler):
    """Gives a slow client a bounded time to say what it wants; a live connection then has its own pings."""

    def read_requestline(self) -> Any:
        return gevent.with_timeout(IDLE, super().read_requestline, timeout_value="")

    def read_request(self, raw_requestline: str) -> Any:
        return gevent.with_timeout(SLOWEST, super().read_request, raw_requestline, timeout_value=False)

    def run_application(self) -> None:
        super().run_application()
        if "HTTP_UPGRADE" in self.environ:
            self.close_connection = True  # what is left in the buffer are frames, not another request

    def log_request(self) -> None:
        """Addresses say who reads what; we keep no such list."""


def _greeting(settings: Settings, port: int) -> str:
    lines = [f"Cairn answers on http://{settings.host}:{port}"]
    if settings.demo and settings.is_loopback:
        lines.append(f"Sign in as one of these, all with the passphrase “{PASSPHRASE}”:")
        lines += [f"  {handle:<8} {label}" for handle, label in guests()]
    return "\n".join(lines)
