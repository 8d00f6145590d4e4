"""WebSocket frames as in RFC 6455, the server's side, without extensions. Bytes in, messages out: nothing here sends.

A frame is one byte with FIN, three reserved bits and the opcode; one with MASK and a length of 7 bits, where 126 and
127 say that 2 or 8 more bytes hold it; from clients the 4 bytes they mask with; and the payload (5.2).
"""

from __future__ import annotations

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Iterable
from typing import Final, TypeAlias

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
FIN, MASK, OPCODE, CONTROL = 0x80, 0x80, 0x0F, 0x08
PROTOCOL, NOT_UTF8, TOO_BIG = 1002, 1007, 1009

LARGEST: Final = 64 * 1024
"""Bytes of the largest message, whether it comes whole or in parts."""

SHORT: Final = 125
"""Bytes of the longest payload whose length fits into 7 bits, and of any control frame (5.5)."""

STARTS: Final = frozenset({CONTINUATION, TEXT, BINARY, *(FIN | each for each in (0, TEXT, BINARY, CLOSE, PING, PONG))})
"""The first byte of a frame: known opcodes, nothing reserved, control frames in one piece (5.2, 5.5)."""

CODES: Final = frozenset({*range(1000, 1004), *range(1007, 1012), *range(3000, 5000)})
"""What a client may close with (7.4)."""

Heard: TypeAlias = tuple[int, bytes]
"""TEXT or BINARY with a whole message; CLOSE, PING or PONG with what came along."""

_Utf8 = getincrementaldecoder("utf-8")


class Violation(Exception):
    """The client broke the rules. `code` is what to close with; `before` is what was complete until then."""

    def __init__(self, code: int, reason: str, before: Iterable[Heard] = ()) -> None:
        super().__init__(reason)
        self.code = code
        self.before = list(before)


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """A message or a control frame, in one piece. For a control frame the caller sees to it that it is SHORT."""
    length = len(payload)
    if length <= SHORT:
        return bytes((FIN | opcode, length)) + payload
    kind, size = (126, 2) if length < 1 << 16 else (127, 8)
    return bytes((FIN | opcode, kind)) + length.to_bytes(size, "big") + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """Good-bye. A reason that is too long loses its end, by whole characters."""
    fitting = reason.encode()[: SHORT - 2].decode(errors="ignore")
    return frame(code.to_bytes(2, "big") + fitting.encode(), CLOSE)


class Parser:
    """What one client sends. While it is empty nobody keeps it: there would be thousands of these.

    At most it holds a message of LARGEST that is still open, and a control frame whose last byte is missing.
    """

    __slots__ = ("message", "over", "rest", "utf8")

    def __init__(self) -> None:
        self.rest: bytearray | None = None  # of a frame; bytes would be copied anew with each that trickles in
        self.message: bytearray | None = None  # the open one, joined as it comes: a list would grow with empty parts
        self.utf8: IncrementalDecoder | None = None  # while that is text
        self.over = False

    @property
    def is_empty(self) -> bool:
        return self.rest is None and self.message is None

    def feed(self, data: bytes) -> list[Heard]:
        """What is complete with these bytes. Raises Violation once; after that or a CLOSE all else is ignored."""
        heard: list[Heard] = []
        try:
            if not self.over:
                self._read(data, heard)
        except (Violation, UnicodeDecodeError) as error:
            self._stop()
            code = error.code if isinstance(error, Violation) else NOT_UTF8
            raise Violation(code, str(error), heard) from None
        return heard

    def _read(self, new: bytes, heard: list[Heard]) -> None:
        data: bytes | bytearray = new
        if self.rest is not None:
            self.rest += new
            data = self.rest
        at, size = 0, len(data)
        while at < size and (span := self._span(data, at)) and span[1] <= size:
            start, end = span
            self._take(data[at], _unmasked(data[start - 4 : start], data[start:end]), heard)
            at = size if self.over else end
        if at == size:
            self.rest = None
        elif self.rest is None:
            self.rest = bytearray(new[at:])
        else:
            del self.rest[:at]

    def _span(self, data: bytes | bytearray, at: int) -> tuple[int, int] | None:
        """Where the payload of a frame begins and ends, by its header alone; None while too little of that is here."""
        if len(data) < at + 2:
            return None
        first, length, key = data[at], data[at + 1] ^ MASK, at + 2
        self._check(first, length)
        if length > SHORT:
            key += 2 if length == 126 else 8
            if len(data) < key:
                return None
            length = _long(data[at + 2 : key])
        if not first & CONTROL and length > LARGEST - len(self.message or b""):
            raise Violation(TOO_BIG, "a message is too large")  # by what it claims, before any of it is kept
        return key + 4, key + 4 + length

    def _check(self, first: int, length: int) -> None:
        if first not in STARTS or length >= MASK:
            raise Violation(PROTOCOL, "a frame is of no known kind or not masked")
        if first & CONTROL and length > SHORT:
            raise Violation(PROTOCOL, "a control frame is too long")
        if not first & CONTROL and (self.message is None) is (first & OPCODE == CONTINUATION):
            raise Violation(PROTOCOL, "a part without its message, or a message within another")

    def _take(self, first: int, payload: bytes, heard: list[Heard]) -> None:
        if not first & FIN or first == FIN | CONTINUATION:
            self._join(first, payload, heard)
            return
        if first == FIN | TEXT:
            payload.decode()
        elif first == FIN | CLOSE:
            _check_close(payload)
            self._stop()
        heard.append((first & OPCODE, payload))

    def _join(self, first: int, payload: bytes, heard: list[Heard]) -> None:
        if self.message is None:
            self.message, self.utf8 = bytearray(), _Utf8() if first == TEXT else None
        if self.utf8 is not None:
            self.utf8.decode(payload, bool(first & FIN))
        self.message += payload
        if first & FIN:
            heard.append((BINARY if self.utf8 is None else TEXT, bytes(self.message)))
            self.message = self.utf8 = None

    def _stop(self) -> None:
        self.rest = self.message = self.utf8 = None
        self.over = True


def _long(raw: bytes | bytearray) -> int:
    """A length of 2 or 8 bytes: it needs that many, and its highest bit is not used (5.2)."""
    length = int.from_bytes(raw, "big")
    if length <= (SHORT if len(raw) == 2 else 0xFFFF) or length >> 63:
        raise Violation(PROTOCOL, "a length is not in its shortest form")
    return length


def _unmasked(key: bytes | bytearray, payload: bytes | bytearray) -> bytes:
    """All at once, as one great number: byte by byte, a large message would hold up everybody (5.3)."""
    size = len(payload)
    mask = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(mask, "little")).to_bytes(size, "little")


def _check_close(payload: bytes) -> None:
    """Nothing, or a code and perhaps a reason in UTF-8 (5.5.1). Half a code is none either."""
    if payload and int.from_bytes(payload[:2], "big") not in CODES:
        raise Violation(PROTOCOL, "there is no such code to close with")
    payload[2:].decode()
