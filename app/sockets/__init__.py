"""The live calls of the public interface."""

from __future__ import annotations

from flask_socketio import SocketIO

from app.sockets import chat  # noqa: F401  (registers its calls)
from app.sockets.frame import register


def init_app(io: SocketIO) -> None:
    register(io)
