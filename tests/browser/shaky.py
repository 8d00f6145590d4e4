"""A server that comes and goes, and what became of what was said to it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.browser.room import Place, RoomPage
from tests.browser.scene import listed
from tests.edges.town import Town
from tests.frame.servers import Server

PATIENCE: Final = 7
"""Seconds after which a page admits that a message was not sent."""

AGAIN: Final = 30
"""Seconds within which a page tries again to connect."""


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    """The server is there and does not answer."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


@contextmanager
def down(server: Server) -> Iterator[None]:
    """The server is not there, as after a power cut."""
    server.kill9()
    try:
        yield
    finally:
        server.start()


def stored(town: Town, room: Place) -> list[str]:
    """What the server has of a room."""
    return [message["body"] for message in listed(town, f"/rooms/{room.id}/messages?limit=100")]


def back(page: RoomPage) -> None:
    """The page tries again until it is connected."""
    page.later(AGAIN)
    page.connected()
