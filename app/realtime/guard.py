"""What is no packet, or comes from nobody, ends its connection without a word.

Engineio catches what a message's handler raises and writes it to the log, a hundred bytes for each that was sent:
anybody could fill the disk. And socketio drops a call of somebody who has not connected, or was cut a moment ago:
whoever waits for its ack would wait for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask_socketio import SocketIO

log = logging.getLogger(__name__)

Hear = Callable[[str, Any], None]
Handle = Callable[[str, "str | None", "int | None", list[Any]], None]


def guard(io: SocketIO) -> None:
    io.server._handle_event = _of_somebody(io.server)
    io.server.eio.handlers["message"] = _quietly(io.server)


def _quietly(server: Any) -> Hear:
    eio = server.eio
    hear: Hear = eio.handlers["message"]

    def heard(eio_sid: str, said: Any) -> None:
        if eio_sid not in server.environ:  # hung up on: what was sent before may still come, and would be kept for ever
            return
        try:
            if not said:
                raise ValueError("a packet of nothing")
            hear(eio_sid, said)
        except ValueError:
            hang_up(eio, eio_sid)
        except Exception:
            log.exception("a packet could not be handled")
            hang_up(eio, eio_sid)

    return heard


def _of_somebody(server: Any) -> Handle:
    handle: Handle = server._handle_event

    def handled(eio_sid: str, namespace: str | None, id: int | None, said: list[Any]) -> None:  # noqa: A002
        sid = server.manager.sid_from_eio_sid(eio_sid, namespace or "/")
        if not server.manager.is_connected(sid, namespace or "/"):
            raise ValueError("a call by nobody")
        handle(eio_sid, namespace, id, said)

    return handled


def hang_up(eio: Any, eio_sid: str | None) -> None:
    """End a connection, named or not. The libraries' own path would wait until the client has read everything."""
    with suppress(KeyError):
        eio._get_socket(eio_sid).close(wait=False)
