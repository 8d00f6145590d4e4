"""What may come over a live connection: strict JSON in text frames of at most 64 KiB, and nothing else.

The seams to the libraries, each held by a test: python-socketio's `serializer` and `json`, both public.
"""

from __future__ import annotations

from typing import Any, Final

from socketio import packet

from app import strict_json

LARGEST: Final = 64 * 1024
"""Bytes of the largest frame, as in the public interface. A larger one closes the connection."""

MALFORMED: Final = "cairn:malformed"
"""The event that stands for what could not be parsed, so that even this gets its ack."""

OURS: Final = frozenset({"connect", "disconnect", "*", MALFORMED})
"""Names that mean something to the library."""

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
