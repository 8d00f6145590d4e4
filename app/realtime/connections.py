"""The live connections of this process: who is behind each, and which rooms it follows."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast
from uuid import UUID

from engineio.async_drivers import gevent as gevent_driver
from flask import Flask, current_app
from flask_socketio import SocketIO
from gevent import monkey
from socketio import Manager

from app import engine
from app.realtime.doorstep import Doorstep, watch
from app.realtime.gate import Gate
from app.realtime.guard import guard
from app.realtime.hints import Hints, RoomsWithHints
from app.realtime.stock import CappedWebSocket
from app.realtime.wire import LARGEST, Json, TextPacket
from config import Settings
from networks.work import Asker

PING: Final = 25.0
"""Seconds between two pings. The engine has its own wheel for them, at the same pace."""

PONG: Final = 15.0
"""Seconds in which they are answered. The libraries look round once in as long, so whoever is silent is gone in 60."""


@dataclass(slots=True, eq=False)
class Connection:
    """One live connection. The asker is as at connect; every call looks them up again.

    There are thousands of these: tuples, since most follow two or three things, and a set takes 216 bytes.
    """

    sid: str
    asker: Asker
    address: str
    rooms: tuple[UUID, ...] = ()
    queues: tuple[UUID, ...] = ()

    @property
    def session_id(self) -> UUID:
        return self.asker.session_id

    @property
    def person_id(self) -> UUID:
        return self.asker.person_id

    @property
    def handle(self) -> str:
        return self.asker.handle


class Live:
    """The connections by their sid and by their rooms, and the Socket.IO server behind them."""

    def __init__(self, io: SocketIO) -> None:
        self.io = io
        self.connections: dict[str, Connection] = {}
        self.rooms: dict[UUID, set[Connection]] = {}

    def add(self, sid: str, asker: Asker, address: str) -> Connection:
        made = Connection(sid, asker, sys.intern(address))
        self.connections[sid] = made
        self.io.server.enter_room(sid, person_channel(asker.person_id))
        return made

    def remove(self, sid: str) -> Connection | None:
        one = self.connections.pop(sid, None)
        if one is not None:
            for room_id in one.rooms:
                self._out(one, room_id)
        return one

    def into(self, one: Connection, room_id: UUID) -> None:
        if room_id not in one.rooms:
            one.rooms += (room_id,)
        self.rooms.setdefault(room_id, set()).add(one)

    def out_of(self, one: Connection, room_id: UUID) -> None:
        one.rooms = tuple(each for each in one.rooms if each != room_id)
        self._out(one, room_id)

    def of_person(self, person_id: UUID) -> list[Connection]:
        return [one for one in self.connections.values() if one.person_id == person_id]

    def of_sessions(self, session_ids: Iterable[UUID]) -> list[Connection]:
        ids = set(session_ids)
        return [one for one in self.connections.values() if one.session_id in ids]

    def here(self, room_id: UUID) -> dict[UUID, str]:
        """Who is in a room, each person once, by id."""
        return {one.person_id: one.handle for one in self.rooms.get(room_id, ())}

    def _out(self, one: Connection, room_id: UUID) -> None:
        here = self.rooms.get(room_id)
        if here is not None:
            here.discard(one)
            if not here:
                del self.rooms[room_id]


def start(app: Flask, settings: Settings) -> SocketIO:
    """Put the live server in front of an application.

    Handlers run in the order in which one connection sends, since `async_handlers` would scramble it. The engine needs
    gevent's loop; the tests of one process, which run unpatched, have the libraries' own path.
    """
    patched = monkey.is_module_patched("socket")
    fast = patched and settings.realtime == "engine"
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
        client_manager=_manager(settings.redis_url, fast=fast),
        cookie=None,
    )
    if fast:
        app.extensions["engine"] = engine.install(io)
    elif patched:
        io.server.eio._async = {**gevent_driver._async, "websocket": CappedWebSocket}
    guard(io)
    app.extensions["live"] = Live(io)
    step = app.extensions["doorstep"] = Doorstep(capped=settings.limits)
    watch(io, step)
    app.wsgi_app = Gate(app, app.wsgi_app, step)  # type: ignore[assignment, method-assign]
    return io


def _manager(redis_url: str | None, *, fast: bool) -> Manager | None:
    if redis_url:
        return RoomsWithHints(redis_url) if fast else Hints(redis_url)
    return engine.Rooms() if fast else None


def live() -> Live:
    return cast(Live, current_app.extensions["live"])


def doorstep() -> Doorstep:
    return cast(Doorstep, current_app.extensions["doorstep"])


def follow(sid: str, room_id: UUID) -> None:
    """From here on this connection hears the room. Idempotent."""
    one = live().connections.get(sid)
    if one is not None:
        live().into(one, room_id)
        live().io.server.enter_room(sid, room_channel(room_id))


def follow_queue(sid: str, community_id: UUID) -> None:
    """From here on this connection hears of a community's cases."""
    one = live().connections.get(sid)
    if one is not None:
        one.queues += (community_id,)
        live().io.server.enter_room(sid, queue_channel(community_id))


def unfollow(sid: str, room_id: UUID) -> None:
    one = live().connections.get(sid)
    if one is not None:
        live().out_of(one, room_id)
        live().io.server.leave_room(sid, room_channel(room_id))


@lru_cache(maxsize=1000)
def room_channel(room_id: UUID) -> str:
    return f"room:{room_id}"


def person_channel(person_id: UUID) -> str:
    return f"person:{person_id}"


def queue_channel(community_id: UUID) -> str:
    return f"queue:{community_id}"
