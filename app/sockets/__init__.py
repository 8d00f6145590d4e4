"""The live calls of the public interface."""

from __future__ import annotations

from flask import Flask

from app.sockets import (
    badges,  # noqa: F401  (registers its call)
    chat,  # noqa: F401  (registers its calls)
    coming,
    frame,
)


def init_app(app: Flask) -> None:
    coming.register(app)
    frame.register(app)
