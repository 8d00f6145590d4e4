"""Who is in which room: Socket.IO's client manager, in constant time for whoever comes, speaks or goes.

The stock manager looks through all rooms when somebody leaves, and encodes and queues for each recipient anew.
There is one namespace, "/": all others are refused by the server before they come here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from socketio import Manager, packet

from app.engine.frames import frame
from app.engine.line import EARLY
from app.engine.outbox import Outbox
from app.engine.session import Session, State
from networks.once import once

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Rooms(Manager):
    """`rooms` of the stock manager stays empty: whoever reads it has to ask here.

    Engine.IO and Socket.IO know somebody by the same id. The libraries have two, since with Engine.IO's somebody else
    could go on by polling; here it opens nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.everybody: dict[str, Session] = {}
        self.lines: dict[str, dict[str, Session]] = {}
        self.outbox = Outbox(self._in, self._where)

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
        encoded = self.encoded(event, data)
        rooms = to or room
        for one in rooms if isinstance(rooms, (list, tuple)) else [rooms]:
            self.outbox.to_room(one, encoded, skip)

    def encoded(self, event: str, data: Any) -> bytes:
        said = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        made = self.server.packet_class(packet.EVENT, namespace="/", data=[event, *said])
        return frame(b"4" + made.encode().encode())

    def _in(self, room: str | None) -> Mapping[str, Session]:
        if room is None:
            return self.everybody
        if room in self.everybody:
            return {room: self.everybody[room]}
        return self.lines.get(room, {})

    def _where(self, one: Session) -> tuple[str, tuple[str | None, ...]]:
        return one.sid, (None, one.sid, *one.rooms) if one.sid in self.everybody else ()

    # --- coming and going

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        if namespace != "/" or eio_sid in self.everybody:
            return None
        one = self.everybody[eio_sid] = self.server.eio.sockets[eio_sid]
        one.state = State.COMING
        return eio_sid

    def connect(self, sid: str, namespace: str) -> str:
        """From here on nobody looks at the request any more, its cookies included."""
        one = self.everybody[sid]
        one.state, one.credit = State.HERE, None
        self.server.environ[sid] = NOTHING
        return sid

    def is_pre_connected(self, sid: str, namespace: str) -> bool:
        return self._state(sid, namespace) is State.COMING

    def is_connected(self, sid: str, namespace: str) -> bool:
        return self._state(sid, namespace) is State.HERE

    def pre_disconnect(self, sid: str, namespace: str) -> str | None:
        one = self.everybody.get(sid)
        if one is None:
            return None
        one.state = State.GOING
        return sid

    def basic_disconnect(self, sid: str, namespace: str, **_kwargs: Any) -> None:
        self.outbox.flush()  # whoever goes hears what was said before
        one = self.everybody.pop(sid, None)
        if one is None:
            return
        one.credit = EARLY
        for room in one.rooms:
            self._leave(sid, room)
        one.state, one.rooms = None, ()  # they may say once more who they are

    def _state(self, sid: str, namespace: str) -> State | None:
        one = self.everybody.get(sid) if namespace == "/" else None
        return one.state if one else None

    # --- rooms

    def basic_enter_room(self, sid: str, namespace: str, room: str, eio_sid: str | None = None) -> None:
        one = self.everybody.get(sid)
        if one is None:
            raise ValueError("sid is not connected to requested namespace")
        self.outbox.flush()  # what was said before is not for whoever comes now
        if room not in one.rooms:
            one.rooms = once((*one.rooms, room))
        self.lines.setdefault(room, {})[sid] = one

    def basic_leave_room(self, sid: str, namespace: str, room: str) -> None:
        one = self.everybody.get(sid)
        if one is not None:
            self.outbox.flush()
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
            yield sid, sid

    def sid_from_eio_sid(self, eio_sid: str, namespace: str) -> str | None:
        return eio_sid if namespace == "/" and eio_sid in self.everybody else None

    def eio_sid_from_sid(self, sid: str, namespace: str) -> str | None:
        return sid if namespace == "/" and sid in self.everybody else None

    def is_sid_room(self, namespace: str, room: str) -> bool:
        return room in self.everybody

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        return [sid, *self.everybody[sid].rooms] if sid in self.everybody else []
