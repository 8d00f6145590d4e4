"""A live connection by hand, for what a well-behaved client never sends."""

from __future__ import annotations

import json
import socket
from typing import Any, Self

import websocket

from tests.edges.caller import NOWHERE
from tests.edges.live import PATIENCE

CLOSED = "closed"
Text = websocket.ABNF.OPCODE_TEXT
Binary = websocket.ABNF.OPCODE_BINARY

NARROW = ((socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1400),)
"""A line as between two machines: within one, the kernel alone keeps 4 MB for whoever does not read."""


class Wire:
    """A WebSocket up to Engine.IO's opening; `connect` goes on to Socket.IO's."""

    def __init__(self, url: str, **options: Any) -> None:
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self.ws = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True, **options)
        greeting = self.hear()
        assert greeting.startswith("0{")
        self.sid = json.loads(greeting[1:])["sid"]

    def connect(self, token: str | None) -> Self:
        self.say("40" + json.dumps({"token": token}))
        assert self.hear().startswith("40{")
        return self

    def say(self, text: str | bytes, opcode: int = Text) -> None:
        """Send one frame. A server that has hung up already is no mistake of ours."""
        try:
            self.ws.send(text, opcode)
        except (OSError, websocket.WebSocketException):
            pass

    def bytes(self, raw: bytes) -> None:
        """Send what may be no frame at all."""
        try:
            assert self.ws.sock is not None
            self.ws.sock.sendall(raw)
        except OSError:
            pass

    def hear(self) -> str:
        """The next packet; `closed` where there will be none. Pings are answered on the way."""
        while not (said := self.take()):
            pass
        return said

    def take(self) -> str:
        """The next packet; nothing where it was a ping, which is answered."""
        try:
            said = self.ws.recv()
        except websocket.WebSocketTimeoutException:
            raise AssertionError("nothing came") from None
        except (OSError, websocket.WebSocketException):
            return CLOSED
        if said == "2":
            self.say("3")
            return ""
        return str(said) if said else CLOSED

    def ack(self, number: int) -> Any:
        """The ack of a call, past whatever else comes; or `closed`."""
        while True:
            said = self.hear()
            if said == CLOSED or said.startswith(("1", "41")):
                return CLOSED
            if said.startswith(f"43{number}["):
                (ack,) = json.loads(said.removeprefix(f"43{number}"))
                return ack

    def post(self, number: int, said: dict[str, Any]) -> Any:
        """Post a message; its ack, or `closed`."""
        self.say(f"42{number}{json.dumps(['message:post', said])}")
        return self.ack(number)

    def still_answers(self) -> bool:
        """Whether a call that does nothing gets its ack."""
        self.say(f'4299["room:leave",{{"room_id":"{NOWHERE}"}}]')
        return bool(self.ack(99) == {})

    def is_closed(self) -> bool:
        """Wait until the server has hung up."""
        while (said := self.hear()) != CLOSED:
            assert said
        return True

    def close(self) -> None:
        self.ws.close(timeout=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
