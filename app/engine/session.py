"""One connection: Engine.IO's session, which is the line itself. What the library says goes into the outbox."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from engineio import packet
from engineio.socket import Socket

from app.engine.frames import frame
from app.engine.later import Coming
from app.engine.line import Line
from app.greenlets import leave_nothing

if TYPE_CHECKING:
    from app.engine.core import Engine


class State(Enum):
    """How far somebody is who says who they are."""

    COMING = 0
    HERE = 1
    GOING = 2


class Session(Line):
    """One object for each connection, as there are thousands: it stands in engineio's `sockets` once the line is there.

    The seam to engineio: `send`, `close` and `receive`, with `connected`, `upgraded` and `closed`, are all that its
    server looks at. `state` and `rooms` are kept by Rooms; a tuple, as most follow two or three, and a set takes 216
    bytes.
    """

    __slots__ = ("closed", "closing", "coming", "heard_at", "rooms", "sid", "state", "under_way")

    connected = upgraded = True
    receive = Socket.receive
    owner: Engine

    def __init__(self, sock: Any, engine: Engine, sid: str) -> None:
        super().__init__(sock, engine)
        self.sid = sid
        self.closing = self.closed = False
        self.coming: Coming | None = None
        self.under_way = 0
        self.heard_at = 0.0  # when the message came that is worked on now
        self.state: State | None = None
        self.rooms: tuple[str, ...] = ()

    @property
    def server(self) -> Any:
        return self.owner.eio

    def settle(self) -> None:
        """Wait until everything is over that this client has under way."""
        while self.coming is not None:
            leave_nothing()
            coming = self.coming
            coming.wait()
            if self.coming is coming:
                self.coming = None

    def send(self, pkt: packet.Packet) -> None:
        self.owner.outbox.to_line(self, frame(pkt.encode().encode()))

    def schedule_ping(self) -> None:
        """The wheel pings."""

    def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """Tell the product first, then say goodbye, unless there is nobody any more to say it to."""
        if self.closed or self.closing:
            return
        self.closing = True
        told = reason or self.server.reason.SERVER_DISCONNECT
        self.server._trigger_event("disconnect", self.sid, told, run_async=False)
        self.closed = True
        self.server.sockets.pop(self.sid, None)
        self.owner.outbox.flush()
        if not abort:
            self.write(frame(packet.Packet(packet.CLOSE).encode().encode()))
        self.cut(told)
