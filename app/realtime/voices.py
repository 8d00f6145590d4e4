"""How connections are spoken to: ready-made once, however many hear it, and in the same form for other processes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from flask_socketio import SocketIO

from app import strict_json
from app.engine import Rooms


class Voice(Protocol):
    def ready(self, name: str, said: Any) -> bytes:
        """An event as it goes out."""

    def tell(self, channel: str, ready: bytes, skip: Collection[str] = ()) -> None:
        """Tell everybody on a channel in this process but for these connections."""


class EngineVoice:
    """Frames, encoded once."""

    def __init__(self, rooms: Rooms) -> None:
        self.ready = rooms.encoded
        self.tell = rooms.outbox.to_room


class StockVoice:
    """The libraries' own way takes events, and encodes for each."""

    def __init__(self, io: SocketIO) -> None:
        self._io = io

    def ready(self, name: str, said: Any) -> bytes:
        return strict_json.dumps([name, said]).encode()

    def tell(self, channel: str, ready: bytes, skip: Collection[str] = ()) -> None:
        name, said = strict_json.loads(ready)
        self._io.emit(name, said, to=channel, skip_sid=list(skip))
