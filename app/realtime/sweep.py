"""The net below: every few seconds the database is asked again whether each live connection may still listen.

Rights normally end by an event. A right that ended in another process, on the command line, by its hour, or while
Redis was away, ends here, so that nobody listens for longer than two seconds after losing it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from itertools import chain
from typing import Final
from uuid import UUID

from flask import Flask

from app.realtime import doorstep
from app.realtime.connections import Connection, Live
from app.realtime.tell import cut
from networks.chat.queries import still_inside
from networks.communities.queries import still_staff
from networks.errors import Refusal
from networks.people.queries import good_sessions
from networks.work import Network

log = logging.getLogger(__name__)

PIECE: Final = 250
"""Connections asked for at once, which takes some 3 ms and 200 kB. With five thousand it would be 60 ms and 6 MB."""

EVERY: Final = 1.5
"""Seconds between two rounds; a round itself takes milliseconds, so that a sanction is obeyed within two."""


def start_sweeping(app: Flask) -> None:
    live: Live = app.extensions["live"]
    live.io.start_background_task(_forever, app, live)
    live.io.start_background_task(doorstep.sweep_forever, live.io, app.extensions["doorstep"])
    live.io.start_background_task(_watch_forever, app, live)


def sweep(network: Network, live: Live) -> None:
    """One round, in pieces between which others are served."""
    connections = list(live.connections.values())
    for start in range(0, len(connections), PIECE):
        _ask_for(network, live, connections[start : start + PIECE])
        live.io.sleep(0)


def _ask_for(network: Network, live: Live, connections: list[Connection]) -> None:
    """Whoever comes into a room while the database is asked was let in by it just now, and is not asked for yet."""
    asked = [(one, _pairs(one, one.rooms), _pairs(one, one.queues)) for one in connections]
    with network.reading() as work:
        good = good_sessions(work, [one.session_id for one in connections])
        rooms = [pair for _, pairs, _ in asked for pair in pairs]
        allowed = still_inside(work, rooms) if rooms else set()
        queues = [pair for _, _, pairs in asked for pair in pairs]
        allowed |= still_staff(work, queues) if queues else set()
    cut(live, [one for one, *pairs in asked if one.session_id not in good or not allowed.issuperset(chain(*pairs))])


def _forever(app: Flask, live: Live) -> None:
    while True:
        live.io.sleep(EVERY)
        try:
            sweep(app.extensions["network"], live)
        except Refusal:
            log.warning("the database does not answer; live connections are cut until it does")
            cut(live, live.connections.values())
        except Exception:
            log.exception("a round of the sweep failed")


def _watch_forever(app: Flask, live: Live) -> None:
    """Another process may have taken another edition of a list into use. Whoever writes does not wait for this."""
    while True:
        try:
            app.extensions["watch"].refresh()
        except Exception:
            log.exception("the lists could not be looked at; what counted before still counts")
        live.io.sleep(EVERY)


def _pairs(one: Connection, ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    return [(one.person_id, id_) for id_ in ids]
