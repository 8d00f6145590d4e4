"""Who is in which room: Socket.IO's client manager, in constant time for whoever comes, speaks or goes.

The stock manager looks through all rooms when somebody leaves, and encodes and queues for each recipient anew.
There is one namespace, "/": all others are refused by the server before they come here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from socketio import Manager, packet

from app.engine.frames import frame
from app.engine.line import EARLY, Line
from app.engine.outbox import Outbox

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class State(Enum):
    COMING = 0
    HERE = 1
    GOING = 2


@dataclass(slots=True, eq=False)
class Member:
    eio_sid: str
    line: Line
    state: State = State.COMING
    rooms: tuple[str, ...] = ()
    """A tuple, as most follow two or three: a set takes 216 bytes."""


class Rooms(Manager):
    """`rooms` of the stock manager stays empty: whoever reads it has to ask here."""

    def __init__(self) -> None:
        super().__init__()
        self.members: dict[str, Member] = {}
        self.by_eio: dict[str, str] = {}
        self.lines: dict[str, dict[str, Line]] = {}
        self.everybody: dict[str, Line] = {}
        self.outbox = Outbox(self._in)

    # --- saying something

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **_kwargs: Any,
    ) -> None:
        """Encode once; the outbox writes it at the end of the turn. `callback` is not there: nobody here asks back."""
        if callback is not None:
            raise NotImplementedError("the live engine asks no client back")
        skip = skip_sid if isinstance(skip_sid, (list, tuple)) else [skip_sid] if skip_sid else []
        encoded = self._encoded(event, data)
        rooms = to or room
        for one in rooms if isinstance(rooms, (list, tuple)) else [rooms]:
            self.outbox.to_room(one, encoded, skip)

    def _encoded(self, event: str, data: Any) -> bytes:
        said = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        made = self.server.packet_class(packet.EVENT, namespace="/", data=[event, *said])
        return frame(b"4" + made.encode().encode())

    def _in(self, room: str | None) -> Mapping[str, Line]:
        if room is None:
            return self.everybody
        if room in self.members:
            return {room: self.members[room].line}
        return self.lines.get(room, {})

    # --- coming and going

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        if namespace != "/" or eio_sid in self.by_eio:
            return None
        line = self.server.eio.sockets[eio_sid].line
        sid: str = self.server.eio.generate_id()
        self.by_eio[eio_sid] = sid
        self.members[sid] = Member(eio_sid, line)
        self.everybody[sid] = line
        return sid

    def connect(self, sid: str, namespace: str) -> str:
        """From here on nobody looks at the request any more, its cookies included."""
        one = self.members[sid]
        one.state, one.line.credit = State.HERE, None
        self.server.environ[one.eio_sid] = NOTHING
        return sid

    def is_pre_connected(self, sid: str, namespace: str) -> bool:
        return self._state(sid, namespace) is State.COMING

    def is_connected(self, sid: str, namespace: str) -> bool:
        return self._state(sid, namespace) is State.HERE

    def pre_disconnect(self, sid: str, namespace: str) -> str | None:
        one = self.members.get(sid)
        if one is None:
            return None
        one.state = State.GOING
        return one.eio_sid

    def basic_disconnect(self, sid: str, namespace: str, **_kwargs: Any) -> None:
        self.outbox.flush()  # whoever goes hears what was said before
        one = self.members.pop(sid, None)
        if one is None:
            return
        self.by_eio.pop(one.eio_sid, None)
        one.line.credit = EARLY
        self.everybody.pop(sid, None)
        for room in one.rooms:
            self._leave(sid, room)

    def _state(self, sid: str, namespace: str) -> State | None:
        one = self.members.get(sid) if namespace == "/" else None
        return one.state if one else None

    # --- rooms

    def basic_enter_room(self, sid: str, namespace: str, room: str, eio_sid: str | None = None) -> None:
        one = self.members.get(sid)
        if one is None:
            raise ValueError("sid is not connected to requested namespace")
        self.outbox.flush()  # what was said before is not for whoever comes now
        if room not in one.rooms:
            one.rooms += (room,)
        self.lines.setdefault(room, {})[sid] = one.line

    def basic_leave_room(self, sid: str, namespace: str, room: str) -> None:
        if sid in self.members:
            self.outbox.flush()
            one = self.members[sid]
            one.rooms = tuple(each for each in one.rooms if each != room)
            self._leave(sid, room)

    def _leave(self, sid: str, room: str) -> None:
        here = self.lines.get(room)
        if here is not None:
            here.pop(sid, None)
            if not here:
                del self.lines[room]

    def basic_close_room(self, room: str, namespace: str) -> None:
        for sid in list(self.lines.get(room, ())):
            self.basic_leave_room(sid, namespace, room)

    # --- questions

    def get_namespaces(self) -> list[str]:
        return ["/"]

    def get_participants(self, namespace: str, room: Any) -> Iterator[tuple[str, str]]:
        rooms = room if isinstance(room, (list, tuple)) else [room]
        for sid in dict.fromkeys(sid for one in rooms for sid in self._in(one)):
            yield sid, self.members[sid].eio_sid

    def sid_from_eio_sid(self, eio_sid: str, namespace: str) -> str | None:
        return self.by_eio.get(eio_sid) if namespace == "/" else None

    def eio_sid_from_sid(self, sid: str, namespace: str) -> str | None:
        one = self.members.get(sid) if namespace == "/" else None
        return one.eio_sid if one else None

    def is_sid_room(self, namespace: str, room: str) -> bool:
        return room in self.members

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        return [sid, *self.members[sid].rooms] if sid in self.members else []
