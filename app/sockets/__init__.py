"""The live calls of the public interface."""

from __future__ import annotations

from flask import Flask

from app.sockets import chat  # noqa: F401  (registers its calls)
from app.sockets.frame import register


def init_app(app: Flask) -> None:
    register(app)
