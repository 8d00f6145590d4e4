"""What every live call shares: who asks is looked up anew, input is checked, and each call gets its ack."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, NamedTuple

from flask import Flask, current_app, g
from flask_socketio import ConnectionRefusedError as Refused

from app import begin
from app.begin import network
from app.engine import Later
from app.errors import as_refusal, body_of
from app.realtime import live
from app.realtime.connections import Connection, follow_queue
from app.realtime.presence import presence
from app.realtime.tell import cut
from app.realtime.wire import MALFORMED
from app.schemas.fields import In
from networks.communities.queries import arrive, staffed
from networks.errors import Invalid, NotAllowed, Unauthenticated
from networks.people.queries import asker_by_session
from networks.work import Asker

Answer = dict[str, Any]
Handler = Callable[..., Answer | Later]


class Call(NamedTuple):
    handler: Handler
    schema: In
    later: bool


CALLS: Final[dict[str, Call]] = {}


def call(event: str, schema: type[In], *, later: bool = False) -> Callable[[Handler], Handler]:
    """Register a live call: its input is loaded by `schema` and handed over by name, its answer is the ack.

    The database is asked first who calls. With `later` the handler sees to that, and returns a Later.
    """

    def keep(handler: Handler) -> Handler:
        CALLS[event] = Call(handler, schema(), later)
        return handler

    return keep


def register(app: Flask) -> None:
    """Nothing here happens in a request of Flask's, which would cost more than all else about a call."""
    on = app.extensions["live"].io.server.on
    on("connect", _connecting(app))
    on("disconnect", _disconnecting(app))
    for name, one in CALLS.items():
        on(name, _answering(app, one))
    if "engine" in app.extensions:
        app.extensions["engine"].answering.together = {name for name, one in CALLS.items() if one.later}
    on(MALFORMED, _refusing(app, "We could not read that."))
    on("*", _refusing(app, "There is no such call."))


def sid() -> str:
    return str(g.sid)


def me() -> Connection:
    """The connection that calls. Raises Unauthenticated where it was cut a moment ago."""
    one = live().connections.get(sid())
    if one is None:
        raise Unauthenticated
    return one


def _answering(app: Flask, one: Call) -> Callable[..., Answer | Later]:
    def handle(sid: str, *args: Any) -> Answer | Later:
        with app.app_context():
            g.sid = sid
            try:
                answer = _answer(one, args)
            except Exception as fault:
                return _refused(fault)
        if not isinstance(answer, Later):
            return answer
        later = Later(answer.coming, lambda: _made(app, sid, answer))
        return later if "engine" in app.extensions else later.wait()

    return handle


def _made(app: Flask, sid: str, answer: Later) -> Answer:
    try:
        return answer.make()
    except Exception as fault:
        with app.app_context():
            g.sid = sid
            return _refused(fault)


def _refused(fault: Exception) -> Answer:
    """In the asker's language, where that can be found out now."""
    if "asker" not in g and sid() in live().connections:
        with suppress(Exception):  # what failed may fail again, and an answer there must be
            g.asker = _asker()
    if isinstance(fault, Unauthenticated):
        _cut_soon()
    return body_of(as_refusal(fault))


def _cut_soon() -> None:
    """After the answer, since nobody listens for one any more once they are told that they are cut."""
    one = live().connections.get(sid())
    if one is not None:
        live().io.start_background_task(cut, live(), [one])


def _refusing(app: Flask, words: str) -> Callable[..., Answer]:
    def refuse(*_args: Any) -> Answer:
        with app.app_context():
            return body_of(Invalid(words))

    return refuse


def _answer(one: Call, args: tuple[Any, ...]) -> Answer | Later:
    if len(args) != 1 or not isinstance(args[0], dict):
        raise Invalid("Please send one object.")
    g.address = me().address
    if not one.later:
        g.asker = _asker()
    return one.handler(**one.schema.load(args[0]))


def _asker() -> Asker:
    """The login is frozen at connect, so every call asks the database whether the session still holds."""
    one = me()
    with network().reading() as work:
        found = asker_by_session(work, one.session_id)
    if found is None:
        raise Unauthenticated
    return one.asker if found == one.asker else found  # the same one, so that what is kept of it is kept once


def _connecting(app: Flask) -> Callable[..., None]:
    def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        with app.app_context():
            try:
                _connect(sid, environ, auth)
            except Exception as fault:  # all of them: whoever is neither let in nor refused stays in the books for ever
                with app.request_context(environ):  # which knows their language
                    error = body_of(as_refusal(fault))["error"]
                raise Refused(error["message"], {"error": error}) from None

    return connect


def _disconnecting(app: Flask) -> Callable[..., None]:
    def disconnect(sid: str, _reason: str) -> None:
        with app.app_context():
            one = live().remove(sid)
            for room_id in one.rooms if one else ():
                presence(live(), room_id)

    return disconnect


def _connect(sid: str, environ: dict[str, Any], auth: Any) -> None:
    """Facilitators hear of cases in their communities from the beginning."""
    token = auth.get("token") if isinstance(auth, dict) else None
    asker = _by_cookie(environ) if token is None else None
    with network().reading(asker) as work:
        queues = staffed(work) if token is None else arrive(work, str(token))
        asker = work.asker
    if asker is None or _is_gone(sid):
        raise Unauthenticated
    live().add(sid, asker, environ.get("REMOTE_ADDR") or "nowhere")
    for community_id in queues:
        follow_queue(sid, community_id)


def _is_gone(sid: str) -> bool:
    """Whether they hung up while the database was asked: nobody would tell us again that they are gone."""
    server = live().io.server
    return server.manager.eio_sid_from_sid(sid, "/") not in server.environ


def _by_cookie(environ: dict[str, Any]) -> Asker | None:
    """A cookie counts only with an Origin: other programs send none."""
    if not environ.get("HTTP_ORIGIN"):
        raise NotAllowed("A cookie without an origin is not accepted.")
    with current_app.request_context(environ):
        return begin.asker()
