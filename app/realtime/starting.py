"""Putting the live server in front of an application."""

from __future__ import annotations

import hashlib
from typing import Final

from engineio.async_drivers import gevent as gevent_driver
from flask import Flask
from flask_socketio import SocketIO
from gevent import monkey

from app import engine
from app.realtime.connections import Live
from app.realtime.doorstep import Doorstep, watch
from app.realtime.gate import Gate
from app.realtime.guard import guard
from app.realtime.relay import Relay
from app.realtime.stock import CappedWebSocket
from app.realtime.voices import EngineVoice, StockVoice
from app.realtime.wire import LARGEST, Json, TextPacket
from config import Settings

PING: Final = 25.0
"""Seconds between two pings. The engine has its own wheel for them, at the same pace."""

PONG: Final = 15.0
"""Seconds in which they are answered. The libraries look round once in as long, so whoever is silent is gone in 60."""


def start(app: Flask, settings: Settings) -> SocketIO:
    """Put the live server in front of an application.

    Handlers run in the order in which one connection sends, since `async_handlers` would scramble it. The engine needs
    gevent's loop; the tests of one process, which run unpatched, have the libraries' own path.
    """
    patched = monkey.is_module_patched("socket")
    rooms = engine.Rooms() if patched and settings.realtime == "engine" else None
    io = _server(app, settings, patched, rooms)
    if rooms is not None:
        app.extensions["engine"] = engine.install(io)
    elif patched:
        io.server.eio._async = {**gevent_driver._async, "websocket": CappedWebSocket}
    guard(io)
    voice = StockVoice(io) if rooms is None else EngineVoice(rooms)
    app.extensions["live"] = Live(io, voice, _relay(settings))
    doorstep = app.extensions["doorstep"] = Doorstep(capped=settings.limits)
    watch(io, doorstep)
    app.wsgi_app = Gate(app, app.wsgi_app, doorstep)  # type: ignore[assignment, method-assign]
    return io


def _server(app: Flask, settings: Settings, patched: bool, rooms: engine.Rooms | None) -> SocketIO:
    io = SocketIO(manage_session=False)
    io.init_app(
        app,
        async_mode="gevent" if patched else "threading",
        async_handlers=False,
        transports=["websocket"],
        cors_allowed_origins=settings.origins,
        max_http_buffer_size=LARGEST,
        ping_interval=PING,
        ping_timeout=PONG,
        json=Json,
        serializer=TextPacket,
        client_manager=rooms,
        cookie=None,
    )
    return io


def _relay(settings: Settings) -> Relay | None:
    """What the processes of one network share is its key. Both ways of delivery have their own form of what is told."""
    if settings.redis_url is None:
        return None
    mark = hashlib.sha256(f"{settings.realtime}\n{settings.secret_key}".encode()).hexdigest()[:24]
    return Relay(settings.redis_url, f"cairn:{mark}")
