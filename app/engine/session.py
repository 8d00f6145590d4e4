"""Engine.IO's session on a line: what the library says goes into the outbox, what it would time is timed for all."""

from __future__ import annotations

from typing import Any

from engineio import packet
from engineio.exceptions import SocketIsClosedError
from engineio.socket import Socket

from app.engine.frames import frame
from app.engine.later import Coming
from app.engine.line import Line
from app.engine.outbox import Outbox


class Session(Socket):
    """A stock session becomes one of these by its class, before the library has sent anything but its greeting.

    The seam to engineio: `send`, `schedule_ping`, `check_ping_timeout` and `close` are all that its server calls.
    """

    line: Line | None
    coming: Coming | None
    under_way: int
    heard: float
    """When the message came that is worked on now."""
    outbox: Outbox
    queue: Any
    closed: bool
    closing: bool

    def adopt(self, outbox: Outbox) -> None:
        self.__class__ = Session
        self.line, self.outbox = None, outbox
        self.coming, self.under_way, self.heard = None, 0, 0.0

    def greeting(self) -> bytes:
        """What was said before the line stood."""
        said = []
        while not self.queue.empty():
            said.append(frame(self.queue.get().encode().encode()))
        self.queue = None
        return b"".join(said)

    def settle(self) -> None:
        """Wait until everything is over that this client has under way."""
        while self.coming is not None:
            coming = self.coming
            coming.wait()
            if self.coming is coming:
                self.coming = None

    def send(self, pkt: packet.Packet) -> None:
        if self.line is None:
            self.queue.put(pkt)
        else:
            self.outbox.to_line(self.line, frame(pkt.encode().encode()))

    def schedule_ping(self) -> None:
        """The wheel pings."""

    def check_ping_timeout(self) -> bool:
        if self.closed:
            raise SocketIsClosedError
        return True

    def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """Tell the product first, then say goodbye, unless there is nobody any more to say it to."""
        if self.closed or self.closing:
            return
        self.closing = True
        told = reason or self.server.reason.SERVER_DISCONNECT
        self.server._trigger_event("disconnect", self.sid, told, run_async=False)
        self.closed = True
        self.server.sockets.pop(self.sid, None)
        if self.line is not None:
            self.outbox.flush()
            if not abort:
                self.line.write(frame(packet.Packet(packet.CLOSE).encode().encode()))
            self.line.cut(told)
