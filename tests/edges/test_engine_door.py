"""The way in: the handshake, and what comes too early."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from tests.edges.live import PATIENCE

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
PROOF = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
"""Of this key, as RFC 6455 has them in section 1.3."""


class Caller:
    """A bare socket that asks for an upgrade."""

    def __init__(self, port: int, more: bytes = b"", **headers: str) -> None:
        said = {"Connection": "Upgrade", "Upgrade": "websocket"}
        said |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        lines = ["GET /socket.io/?EIO=4&transport=websocket HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        lines += [f"{name}: {value}" for name, value in said.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode() + more)
        self.heard = b""

    def hear(self, wanted: bytes) -> bytes:
        while wanted not in self.heard and (more := self.socket.recv(65536)):
            self.heard += more
        return self.heard


@pytest.fixture
def call() -> Iterator[object]:
    opened: list[Caller] = []

    def calling(port: int, more: bytes = b"", **headers: str) -> Caller:
        opened.append(Caller(port, more, **headers))
        return opened[-1]

    yield calling
    for one in opened:
        one.socket.close()


def masked(text: str) -> bytes:
    said = text.encode()
    assert len(said) < 126
    return bytes((0x81, 0x80 | len(said), 0, 0, 0, 0)) + said


def test_the_handshake_is_that_of_the_standard(town, call):
    answer = call(town.server.port).hear(b"0{").partition(b"\r\n\r\n")[0].decode() + "\r\n"
    assert answer.startswith("HTTP/1.1 101 Switching Protocols\r\n")
    assert f"Sec-WebSocket-Accept: {PROOF}\r\n" in answer


def test_what_comes_together_with_the_request_is_heard(town, call):
    name = masked("40" + json.dumps({"token": town.cast.token(town.cast.ana)}))
    assert b"40{" in call(town.server.port, name).hear(b"40{")


def test_strangers_may_say_little_and_people_much(town, call):
    """A thousand strangers with a megabyte of pings each would hold up everybody."""
    name = masked("40" + json.dumps({"token": town.cast.token(town.cast.ana)}))
    stranger, known = call(town.server.port), call(town.server.port, name)
    known.hear(b"40{")
    pings = masked("3") * 2_000
    known.socket.sendall(pings + masked('421["no:such",{}]'))
    stranger.hear(b"0{")
    stranger.socket.sendall(pings)
    assert b"431[" in known.hear(b"431[")
    assert b"\x88\x02\x03\xf0" in stranger.hear(b"\x88\x02\x03\xf0")  # 1008, a breach of the rules


def test_whoever_has_left_is_a_stranger_again(town, call):
    name = masked("40" + json.dumps({"token": town.cast.token(town.cast.ana)}))
    left = call(town.server.port, name)
    left.hear(b"40{")
    left.socket.sendall(masked("41") + masked("40"))
    left.hear(b"44{")
    left.socket.sendall(masked("3") * 2_000)
    assert b"\x88\x02\x03\xf0" in left.hear(b"\x88\x02\x03\xf0")
