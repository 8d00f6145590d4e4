"""Who connects, from where, and who they are; and what is left of them when they go."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from flask_socketio import ConnectionRefusedError as Refused

from app import begin
from app.begin import network
from app.errors import as_refusal, body_of
from app.paces import EACH, paces
from app.realtime import live
from app.realtime.connections import doorstep, follow_queue
from networks.communities.queries import arrive, staffed
from networks.errors import NotAllowed, TooMany, Unauthenticated
from networks.work import Asker


def register(app: Flask) -> None:
    """As for calls, nothing here happens in a request of Flask's."""
    on = app.extensions["live"].io.server.on
    on("connect", _connecting(app))
    on("disconnect", _disconnecting(app))


def _connecting(app: Flask) -> Callable[..., None]:
    def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        with app.app_context():
            try:
                _connect(sid, environ, auth)
            except Exception as fault:  # all of them: whoever is neither let in nor refused stays in the books for ever
                # the request knows their language; it is let go when somebody connects, who may leave and come back
                with app.request_context(environ) if environ else nullcontext():
                    error = body_of(as_refusal(fault))["error"]
                raise Refused(error["message"], {"error": error}) from None

    return connect


def _disconnecting(app: Flask) -> Callable[..., None]:
    def disconnect(sid: str, _reason: str) -> None:
        with app.app_context():
            one = live().remove(sid)
            if one is not None:
                doorstep().come(_line_of(sid), one.address)  # until the line ends, or somebody else connects on it
            for room_id in one.rooms if one else ():
                live().presence.changed(room_id)

    return disconnect


def _connect(sid: str, environ: dict[str, Any], auth: Any) -> None:
    """Facilitators hear of cases in their communities from the beginning."""
    address = doorstep().where(_line_of(sid))
    paces().use("connect", None, address)
    token = auth.get("token") if isinstance(auth, dict) else None
    asker, queues = _by_cookie(environ) if token is None else arrive(network(), str(token))
    if _is_gone(sid):
        raise Unauthenticated
    _let_in(asker)
    live().add(sid, asker, address)
    doorstep().go(_line_of(sid))
    for community_id in queues:
        follow_queue(sid, community_id)


def _let_in(asker: Asker) -> None:
    """Raise TooMany for somebody who connects too often, or is here too many times already."""
    paces().use("connect", asker.person_id, None)
    if paces().on and len(live().of_person(asker.person_id)) >= EACH:
        raise TooMany(60)


def _is_gone(sid: str) -> bool:
    """Whether they hung up while the database was asked: nobody would tell us again that they are gone."""
    return _line_of(sid) not in live().io.server.environ


def _line_of(sid: str) -> str:
    """Engine.IO's id of the line that somebody is on."""
    return str(live().io.server.manager.eio_sid_from_sid(sid, "/"))


def _by_cookie(environ: dict[str, Any]) -> tuple[Asker, list[UUID]]:
    """A cookie counts only with an Origin: other programs send none."""
    if not environ.get("HTTP_ORIGIN"):
        raise NotAllowed("A cookie without an origin is not accepted.")
    with current_app.request_context(environ), begin.reading() as work:
        return work.require_asker(), staffed(work)
