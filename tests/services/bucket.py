"""A tiny S3: one bucket in memory, over real HTTP, which looks at who asks and can be in trouble."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

KEY: Final = "tests-key"
FAULT: Final = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>{}</Code><Message>No.</Message></Error>"
RANGE: Final = re.compile(r"bytes=(\d+)-(\d*)")


class Bucket:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.trouble = ""
        """What goes wrong: `down` answers 503, `cut` breaks off in the middle of an object."""
        self.url = ""

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if self.trouble == "down":
            return _answer(start, "503 Service Unavailable", FAULT.format("SlowDown").encode())
        if f"Credential={KEY}/" not in environ.get("HTTP_AUTHORIZATION", ""):
            return _answer(start, "403 Forbidden", FAULT.format("AccessDenied").encode())
        name = environ["PATH_INFO"].removeprefix("/files/")
        act: Any = getattr(self, environ["REQUEST_METHOD"].lower())
        answer: Iterable[bytes] = act(name, body, environ, start)
        return answer

    def put(self, name: str, body: bytes, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if "chunked" in environ.get("HTTP_X_AMZ_CONTENT_SHA256", "").lower():
            body = _unwrapped(body)
        self.kept[name] = body
        return _answer(start, "200 OK", b"", ("ETag", '"0"'))

    def delete(self, name: str, _body: bytes, _environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.kept.pop(name, None)
        return _answer(start, "204 No Content", b"")

    def get(self, name: str, _body: bytes, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if name not in self.kept:
            return _answer(start, "404 Not Found", FAULT.format("NoSuchKey").encode())
        body = self.kept[name]
        asked = RANGE.fullmatch(environ.get("HTTP_RANGE", ""))
        part = body[int(asked[1]) :] if asked else body
        if self.trouble == "cut":
            start("200 OK", [("Content-Length", str(len(part)))])
            return [part[: len(part) // 2]]
        return _answer(start, "206 Partial Content" if asked else "200 OK", part)


def _answer(start: Any, status: str, body: bytes, *headers: tuple[str, str]) -> Iterable[bytes]:
    start(status, [("Content-Length", str(len(body))), ("Content-Type", "application/xml"), *headers])
    return [body]


def _unwrapped(body: bytes) -> bytes:
    """What is sent in signed pieces, without their heads."""
    found = b""
    while body:
        head, _, rest = body.partition(b"\r\n")
        size = int(head.partition(b";")[0], 16)
        found, body = found + rest[:size], rest[size + 2 :] if size else b""
    return found


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


class _Server(WSGIServer):
    def handle_error(self, *_: Any) -> None:
        """Connections that break off are what some tests are about."""


@contextmanager
def own_bucket() -> Iterator[Bucket]:
    bucket = Bucket()
    server = make_server("127.0.0.1", 0, bucket, server_class=_Server, handler_class=_Quiet)
    bucket.url = f"http://{KEY}:a%2Fsecret@127.0.0.1:{server.server_port}/files"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
