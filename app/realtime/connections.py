"""The live connections of this process: who is behind each, and which rooms it follows."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import current_app
from flask_socketio import SocketIO

from app.realtime.badges import Wearers
from app.realtime.channels import person_of, queue_channel, room_channel
from app.realtime.doorstep import Doorstep
from app.realtime.presence import Presence
from app.realtime.relay import Relay, Told
from app.realtime.streams import Streams
from app.realtime.voices import Voice
from networks.once import once
from networks.work import Asker


@dataclass(slots=True, eq=False)
class Connection:
    """One live connection. The asker is as at connect; every call looks them up again.

    There are thousands of these: tuples, since most follow two or three things, and a set takes 216 bytes. Who follow
    the same ones share them.
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
    """The connections by their sid and by their rooms, how they are spoken to, and the way to other processes."""

    def __init__(self, io: SocketIO, voice: Voice, relay: Relay | None = None) -> None:
        self.io = io
        self.voice = voice
        self.relay = relay
        self.streams = Streams(voice.tell)
        self.presence = Presence(self)
        self.wearers = Wearers(self)
        self.connections: dict[str, Connection] = {}
        self.rooms: dict[UUID, set[Connection]] = {}
        self.homes: dict[UUID, UUID] = {}
        """The communities of those rooms."""
        self.unwatched: set[UUID] = set()
        """Those of two, of which nobody is told who is there: it would tell who has read."""

    # --- saying something

    def say(self, channel: str, name: str, said: Any, *, skip: str = "", spare: Iterable[UUID] = ()) -> None:
        """Tell everybody on a channel, in all processes, but for one connection, or for those of some people."""
        told = Told(channel, self.voice.ready(name, said), skip=skip, spare=tuple(map(str, spare)))
        self.pass_on(told)
        if self.relay:
            self.relay.tell(told)

    def say_in_order(self, room_id: UUID, at: int, name: str, said: Any) -> None:
        """Tell a room of a change that moved its counter to `at`. Nobody hears it before an earlier one."""
        channel, ready = room_channel(room_id), self.voice.ready(name, said)
        if self.relay is None:  # where there is one process, things are told in the order of their commits
            self.voice.tell(channel, ready)
            return
        told = Told(channel, ready, at)
        self.pass_on(told)
        self.relay.tell(told)

    def act(self, name: str, value: object) -> None:
        """Have the other processes do something."""
        if self.relay:
            self.relay.act(name, value)

    def pass_on(self, told: Told) -> None:
        """Tell the connections of this process."""
        if told.at:
            self.streams.offer(told.channel, told.at, told.ready)
        elif not self.streams.must_wait(told.channel, told.ready):
            for channel in self._heard_at(told.channel):
                self.voice.tell(channel, told.ready, self._excepted(told))

    def _heard_at(self, channel: str) -> list[str]:
        """A person is told at each of their connections: to keep a channel for each would take 300 bytes."""
        person_id = person_of(channel)
        return [one.sid for one in self.of_person(person_id)] if person_id else [channel]

    def _excepted(self, told: Told) -> list[str]:
        spared = [one.sid for person_id in told.spare for one in self.of_person(UUID(person_id))]
        return [told.skip, *spared] if told.skip else spared

    # --- who is here

    def add(self, sid: str, asker: Asker, address: str) -> Connection:
        made = Connection(sid, asker, sys.intern(address))
        self.connections[sid] = made
        return made

    def remove(self, sid: str) -> Connection | None:
        one = self.connections.pop(sid, None)
        if one is not None:
            for room_id in one.rooms:
                self._out(one, room_id)
        return one

    def into(self, one: Connection, room_id: UUID, community_id: UUID) -> None:
        if room_id not in one.rooms:
            one.rooms = once((*one.rooms, room_id))
        self.rooms.setdefault(room_id, set()).add(one)
        self.homes[room_id] = community_id
        if self.relay:
            self.streams.open(room_channel(room_id))

    def out_of(self, one: Connection, room_id: UUID) -> None:
        one.rooms = tuple(each for each in one.rooms if each != room_id)
        self._out(one, room_id)

    def of_person(self, person_id: UUID) -> list[Connection]:
        return [one for one in self.connections.values() if one.person_id == person_id]

    def of_sessions(self, session_ids: Iterable[UUID]) -> list[Connection]:
        ids = set(session_ids)
        return [one for one in self.connections.values() if one.session_id in ids]

    def here(self, room_id: UUID) -> dict[UUID, str]:
        """Who is in a room in this process, each person once, by id."""
        return {one.person_id: one.handle for one in self.rooms.get(room_id, ())}

    def _out(self, one: Connection, room_id: UUID) -> None:
        here = self.rooms.get(room_id)
        if here is not None:
            here.discard(one)
            if not here:
                del self.rooms[room_id], self.homes[room_id]
                self.unwatched.discard(room_id)
                self.streams.close(room_channel(room_id))


def live() -> Live:
    return cast(Live, current_app.extensions["live"])


def doorstep() -> Doorstep:
    return cast(Doorstep, current_app.extensions["doorstep"])


def follow(sid: str, room_id: UUID, community_id: UUID, *, watched: bool = True) -> None:
    """From here on this connection hears the room, which is this community's. Idempotent. Where it is not `watched`
    nobody is told who is there."""
    one = live().connections.get(sid)
    if one is not None:
        if not watched:
            live().unwatched.add(room_id)
        live().into(one, room_id, community_id)
        live().io.server.enter_room(sid, room_channel(room_id))


def follow_queue(sid: str, community_id: UUID) -> None:
    """From here on this connection hears of a community's cases."""
    one = live().connections.get(sid)
    if one is not None:
        one.queues = once((*one.queues, community_id))
        live().io.server.enter_room(sid, queue_channel(community_id))


def unfollow(sid: str, room_id: UUID) -> None:
    one = live().connections.get(sid)
    if one is not None:
        live().out_of(one, room_id)
        live().io.server.leave_room(sid, room_channel(room_id))
