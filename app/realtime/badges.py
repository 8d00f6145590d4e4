"""Who has a badge, told to open rooms when it changes. The database is asked as soon as somebody's place changed, and
all the time besides, since other processes and the clock take badges too. What is told is what differs from last time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import Flask

from app.realtime.channels import room_channel
from app.realtime.relay import Told
from networks.chat.rooms import redraw_communities
from networks.communities.badges import Badge, Badges, badges
from networks.communities.queries import still_see
from networks.errors import Refusal
from networks.work import Network

if TYPE_CHECKING:
    from app.realtime.connections import Live

log = logging.getLogger(__name__)

EVERY: Final = 1.5
"""Seconds between two looks, so that a badge is gone within five when nobody tells us."""

PIECE: Final = 250
"""People asked for at once, as in the sweep."""

NONE: Final = Badge("member", None)

Changes = dict[UUID, list[dict[str, Any]]]
"""What is told, by community."""


class Wearers:
    """Everybody who has a badge, as last seen."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._known: Badges | None = None
        self._turn = threading.Lock()
        self._due = False
        self.undrawn: set[UUID] = set()
        """Communities in which something was different, and whose rooms may be kept as they were drawn before."""

    def of(self, network: Network, community_id: UUID) -> list[dict[str, Any]]:
        """Those of a community. Whoever asks follows a room there, and hears of what changes after this."""
        if self._known is None or self._due:
            self.look(network)
        found = (self._known or {}).get(community_id, {})
        return [_said(person_id, badge) for person_id, badge in found.items()]

    def soon(self, network: Network) -> None:
        """Somebody's place changed: look now, and once for all who change together. Without rooms nobody waits."""
        if not self._due:
            self._due = True
            if self._live.rooms:
                self._live.io.start_background_task(self._now, network)

    def look(self, network: Network) -> None:
        """Tell what is different. One look at a time, or an older one might come last."""
        with self._turn:
            self._due = False
            with network.reading() as work:
                found = badges(work)
            before, self._known = self._known, found
            if before is not None and (changed := _changes(before, found)):
                self.undrawn |= changed.keys()
                self._tell_rooms(changed)
                self._tell_others(network, changed)

    def _now(self, network: Network) -> None:
        with suppress(Refusal):  # the next round finds it
            self.look(network)

    def _tell_rooms(self, changed: Changes) -> None:
        for room_id, community_id in list(self._live.homes.items()):
            for said in changed.get(community_id, ()):
                ready = self._live.voice.ready("badge:changed", {"room_id": str(room_id), **said})
                self._live.pass_on(Told(room_channel(room_id), ready))

    def _tell_others(self, network: Network, changed: Changes) -> None:
        """Members and operators who follow no room just now: they may look at another page with names on it."""
        roomless = [(one.sid, one.person_id) for one in self._live.connections.values() if not one.rooms]
        for start in range(0, len(roomless), PIECE):
            piece = roomless[start : start + PIECE]
            with network.reading() as work:
                inside = still_see(work, [person_id for _, person_id in piece], changed)
            for sid, person_id in piece:
                for community_id in inside.get(person_id, ()):
                    for said in changed[community_id]:
                        self._live.voice.tell(sid, self._live.voice.ready("badge:changed", said))


def start_looking(app: Flask) -> None:
    live: Live = app.extensions["live"]
    live.io.start_background_task(_forever, app, live)


def look_round(app: Flask) -> None:
    """If it was the clock, nothing in the database has moved, and rooms would stay as they were drawn before."""
    network, wearers = app.extensions["network"], app.extensions["live"].wearers
    wearers.look(network)
    if undrawn := frozenset(wearers.undrawn):
        app.extensions["postbox"].rights.forget()
        with network.begin() as work:
            redraw_communities(work, undrawn)
        wearers.undrawn -= undrawn


def _forever(app: Flask, live: Live) -> None:
    while True:
        try:
            look_round(app)
        except Refusal:
            log.warning("the database does not answer; badges are looked at again when it does")
        except Exception:
            log.exception("badges could not be looked at")
        live.io.sleep(EVERY)


def _changes(before: Badges, found: Badges) -> Changes:
    ids = [id_ for id_ in before.keys() | found.keys() if before.get(id_) != found.get(id_)]
    news = {id_: _changed(before.get(id_, {}), found.get(id_, {})) for id_ in ids}
    return {id_: [{"community_id": str(id_), **said} for said in new] for id_, new in news.items()}


def _changed(before: dict[UUID, Badge], found: dict[UUID, Badge]) -> Iterator[dict[str, Any]]:
    for person_id in before.keys() | found.keys():
        badge = found.get(person_id, NONE)
        if badge != before.get(person_id, NONE):
            yield _said(person_id, badge)


def _said(person_id: UUID, badge: Badge) -> dict[str, Any]:
    return {"person_id": str(person_id), "role": badge.role, "title": badge.title}
