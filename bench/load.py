"""A small HTTP client that keeps connections busy: one thread, ready-made requests, no parsing beyond lengths."""

from __future__ import annotations

import selectors
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Result:
    """Of one round: answers per second, and how long each took, in milliseconds."""

    rate: float
    times: list[float]
    bytes_each: int

    def percentile(self, share: float) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))]


@dataclass
class _Line:
    sock: socket.socket
    started: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    wanted: int = -1


def run(url: str, *, headers: dict[str, str] | None = None, seconds: float = 3.0, connections: int = 8) -> Result:
    """Ask for `url` again and again on `connections` lines for `seconds`. Raises where an answer is not 200."""
    parts = urlsplit(url)
    asked = _request(parts.path or "/", parts.query, parts.netloc, headers or {})
    selector = selectors.DefaultSelector()
    lines = [_Line(socket.create_connection((parts.hostname or "", parts.port or 80))) for _ in range(connections)]
    for line in lines:
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(line.sock, selectors.EVENT_READ, line)
        _ask(line, asked)
    times: list[float] = []
    size, begun = 0, time.perf_counter()
    while (now := time.perf_counter()) - begun < seconds:
        for key, _ in selector.select(1.0):
            if _read(key.data):
                times.append((time.perf_counter() - key.data.started) * 1000)
                size = len(key.data.got)
                _ask(key.data, asked)
    for line in lines:
        line.sock.close()
    return Result(len(times) / (now - begun), times, size)


def _request(path: str, query: str, host: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path}{'?' + query if query else ''} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _ask(line: _Line, asked: bytes) -> None:
    line.got.clear()
    line.wanted = -1
    line.started = time.perf_counter()
    line.sock.sendall(asked)


def _read(line: _Line) -> bool:
    """Take what has arrived; tell whether the answer is whole."""
    data = line.sock.recv(262144)
    if not data:
        raise ConnectionError("the server closed a connection")
    line.got += data
    if line.wanted < 0:
        end = line.got.find(b"\r\n\r\n")
        if end < 0:
            return False
        line.wanted = end + 4 + _length(bytes(line.got[:end]))
    return len(line.got) >= line.wanted


def _length(head: bytes) -> int:
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise ValueError(head.split(b"\r\n", 1)[0].decode())
    for row in head.split(b"\r\n"):
        if row.lower().startswith(b"content-length:"):
            return int(row.split(b":")[1])
    raise ValueError("an answer without its length")
