"""What the other processes of this network say and want done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from flask import Flask

from app.realtime.connections import Live
from app.realtime.mending import Mender
from app.realtime.relay import Parcel
from app.realtime.tell import cut

BEAT: Final = 1.0
"""Seconds between two signs of life."""


def start_hearing(app: Flask) -> None:
    """Hear the other processes, where there is a Redis between them."""
    live: Live = app.extensions["live"]
    if live.relay is None:
        return
    mender = Mender(app.extensions["network"], live)
    live.io.start_background_task(live.relay.listen, hearing(app), lambda: _begin(live, mender))
    live.io.start_background_task(_beat, live)
    live.io.start_background_task(mender.forever)


def hearing(app: Flask) -> Callable[[Parcel], None]:
    live: Live = app.extensions["live"]

    def hear(parcel: Parcel) -> None:
        live.presence.alive(parcel.sender)
        for told in parcel.told:
            live.pass_on(told)
        for name, value in parcel.acts:
            if name == "forget":
                app.extensions["postbox"].rights.forget()
            elif name == "badges":
                live.wearers.soon(app.extensions["network"])
            elif name in ACTS:
                ACTS[name](live, parcel.sender, value)

    return hear


def _begin(live: Live, mender: Mender) -> None:
    """From here on others are heard: they say who is with them, and what they said meanwhile is looked up."""
    live.act("hello", None)
    live.presence.tell_others()
    mender.count()


def _beat(live: Live) -> None:
    while True:
        live.presence.beat()
        live.io.sleep(BEAT)


def _counted(live: Live, sender: str, connections: int) -> None:
    live.presence.counted(sender, connections)


def _cut_person(live: Live, _sender: str, person: str) -> None:
    cut(live, live.of_person(UUID(person)))


def _cut_sessions(live: Live, _sender: str, sessions: list[str]) -> None:
    cut(live, live.of_sessions(map(UUID, sessions)))


def _here(live: Live, sender: str, value: tuple[str, dict[str, str]]) -> None:
    live.presence.heard(sender, *value)


def _hello(live: Live, _sender: str, _value: None) -> None:
    live.presence.tell_others()


ACTS: Final[Mapping[str, Callable[[Live, str, Any], None]]] = {
    "beat": _counted,
    "cut_person": _cut_person,
    "cut_sessions": _cut_sessions,
    "here": _here,
    "hello": _hello,
}
