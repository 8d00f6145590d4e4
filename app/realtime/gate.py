"""What asks for a live line, looked at before the libraries make anything for it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from flask import Flask

from app import strict_json
from app.errors import body_of
from app.places import place
from app.realtime.doorstep import Doorstep
from networks.errors import Invalid, Refusal, TooMany

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH: Final = "/socket.io/"
SOON: Final = 5
"""Seconds after which there may be room again."""


class Gate:
    """In front of the live server and the application."""

    def __init__(self, app: Flask, inner: WSGIApplication, doorstep: Doorstep) -> None:
        self.app = app
        self.inner = inner
        self.doorstep = doorstep

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(PATH):
            return self.inner(environ, start)
        try:
            self._look(environ)
        except Refusal as refusal:
            return self._refuse(refusal, start)
        return self.inner(environ, start)

    def _look(self, environ: WSGIEnvironment) -> None:
        """Raises Invalid for what is no handshake: half of one would be kept as a session that has no line."""
        if not _asks_for_a_line(environ):
            raise Invalid("Live connections are WebSockets.")
        address, paces = place(environ.get("REMOTE_ADDR")), self.app.extensions["paces"]
        paces.use("handshake", None, address)
        if self.doorstep.is_full(address):
            raise TooMany(SOON)

    def _refuse(self, refusal: Refusal, start: StartResponse) -> Iterable[bytes]:
        with self.app.app_context():
            body = strict_json.dumps(body_of(refusal)).encode()
        headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Connection", "close")]
        if isinstance(refusal, TooMany):
            start("429 Too Many Requests", [*headers, ("Retry-After", str(refusal.retry_after))])
        else:
            start("400 Bad Request", [*headers, ("Sec-WebSocket-Version", "13")])
        return [body]


def _asks_for_a_line(environ: WSGIEnvironment) -> bool:
    """Whether it is a handshake as in RFC 6455, section 4.2.1, and nothing besides."""
    wishes = {one.strip() for one in environ.get("HTTP_CONNECTION", "").lower().split(",")}
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
        and "upgrade" in wishes
        and environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
        and _is_key(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""))
        and environ.get("CONTENT_LENGTH", "") in ("", "0")
        and "HTTP_TRANSFER_ENCODING" not in environ
    )


def _is_key(key: str) -> bool:
    try:
        return len(b64decode(key, validate=True)) == 16
    except ValueError:
        return False
