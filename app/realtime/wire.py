"""What may come over a live connection: strict JSON in text frames of at most 64 KiB, and nothing else.

The seams to the libraries, each held by a test: python-socketio's `serializer` (public) and `json` (public), and
engineio's WebSocket class for the frame cap, which has no public way in.
"""

from __future__ import annotations

import math
from contextlib import suppress
from socket import SHUT_RDWR
from typing import Any, Final

from engineio.async_drivers import gevent as gevent_driver
from socketio import packet

from app import strict_json
from app.engine.door import HANDLER

LARGEST: Final = 64 * 1024
"""Bytes of the largest frame, as in the public interface. A larger one closes the connection."""

MALFORMED: Final = "cairn:malformed"
"""The event that stands for what could not be parsed, so that even this gets its ack."""

OURS: Final = frozenset({"connect", "disconnect", "*", MALFORMED})
"""Names that mean something to the library."""
TRANSPORT: Final = frozenset("0123456")
"""How each text frame begins, by its kind."""

TYPES: Final = frozenset({packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK})


class Json:
    dumps = staticmethod(strict_json.dumps)

    @staticmethod
    def loads(text: str) -> Any:
        try:
            return strict_json.loads(text)
        except ValueError:
            return [MALFORMED]


class TextPacket(packet.Packet):
    """A packet without binary parts. An announced attachment would be waited for and kept in memory."""

    uses_binary_events = False

    def decode(self, encoded_packet: Any) -> int:
        if not isinstance(encoded_packet, str):
            raise ValueError("binary packets are refused")
        super().decode(encoded_packet)
        if self.packet_type not in TYPES:
            raise ValueError("this type of packet is refused")
        if self.packet_type == packet.EVENT and not self._names_an_event():
            self.data = [MALFORMED]
        return 0

    def _names_an_event(self) -> bool:
        data = self.data
        return isinstance(data, list) and bool(data) and isinstance(data[0], str) and data[0] not in OURS - {MALFORMED}


class Whole:
    """A socket that sends all or raises. simple-websocket does not look at how much was sent, and a client that reads
    slowly would get the rest of a frame in the middle of the next."""

    def __init__(self, sock: Any) -> None:
        self.sock = sock

    def send(self, data: bytes) -> int:
        self.sock.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)


class CappedWebSocket(gevent_driver.WebSocketWSGI):
    """Engineio's WebSocket with the cap where bytes arrive; its own check comes after a frame is in memory."""

    def __init__(self, handler: Any, server: Any) -> None:
        def whole(made: Any) -> Any:
            made.ws.sock = Whole(made.ws.sock)
            return handler(made)

        super().__init__(whole, server)
        self.server_args["max_message_size"] = LARGEST

    def __call__(self, environ: Any, start_response: Any) -> Any:
        environ[HANDLER].due = math.inf  # they may stay; whatever else takes long is ended
        return super().__call__(environ, start_response)

    def wait(self) -> str | None:
        """The next frame. None, which ends the connection in order, for what engineio would stumble over: it would
        leave a connection behind that nobody is at, still shown as being here."""
        said = super().wait()
        return said if isinstance(said, str) and said[:1] in TRANSPORT else None

    def close(self) -> None:
        """Hang up. The library would keep the socket and a greenlet until the other side answers, if it ever does."""
        with suppress(OSError):
            super().close()
        with suppress(OSError):
            self.ws.sock.shutdown(SHUT_RDWR)
