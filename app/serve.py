"""One process that serves: pages, live connections, jobs."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence
from contextlib import closing, suppress

import gevent
from flask import Flask

from app import create_app, schema
from app.demo import PASSPHRASE, fill, guests
from app.realtime.badges import start_looking
from app.realtime.others import start_hearing
from app.realtime.sweep import start_sweeping
from app.server import make_server
from app.work import run_forever
from app.workers import Workers, beat, is_worker, reserve
from config import Settings
from networks.errors import Unavailable
from networks.work import Network

GRACE = 5.0
"""Seconds that requests under way get to finish after SIGTERM."""


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
    if settings.demo and not is_worker():
        fill(network)
    if settings.workers > 1 and not is_worker():
        network.database.close()
        sys.exit(serve_together(settings))
    serve(app, settings)


def serve_together(settings: Settings) -> int:
    """Have several processes serve, until SIGTERM; returns the exit code."""
    try:
        reserved = reserve(settings.host, settings.port)
    except OSError as fault:
        sys.exit(f"Cairn cannot serve on {settings.host}:{settings.port}: {fault.strerror}")
    with closing(reserved):
        port = reserved.getsockname()[1]
        return Workers(settings.workers, port).run(lambda: _greet(settings, port))


def serve(app: Flask, settings: Settings) -> None:
    with suppress(Unavailable):  # it makes the first posts faster, no more
        app.extensions["postbox"].watch()
    server = make_server((settings.host, settings.port), app, shared=is_worker())
    start_sweeping(app)
    start_looking(app)
    start_hearing(app)
    gevent.spawn(run_forever, app)
    for name in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(name, server.stop, GRACE)
    _calm_the_collector()
    server.start()
    if is_worker():
        gevent.spawn(beat, server.stop)
    else:
        _greet(settings, server.server_port)
    server.serve_forever()
    if "engine" in app.extensions:
        app.extensions["engine"].drain(GRACE)


def _calm_the_collector() -> None:
    """What is loaded now stays for good; looking through it for garbage again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _greet(settings: Settings, port: int) -> None:
    lines = [f"Cairn answers on http://{settings.host}:{port}"]
    if settings.demo and settings.is_loopback:
        lines.append(f"Sign in as one of these, all with the passphrase “{PASSPHRASE}”:")
        lines += [f"  {handle:<8} {label}" for handle, label in guests()]
    print("\n".join(lines), flush=True)  # noqa: T201
