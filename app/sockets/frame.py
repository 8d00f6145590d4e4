"""What every live call shares: who asks is looked up anew, input is checked, and each call gets its ack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from flask import Flask, g, request
from flask_socketio import ConnectionRefusedError as Refused

from app import limits
from app.begin import asker, network
from app.errors import as_refusal, body_of
from app.realtime import Live, live
from app.realtime.connections import Connection, follow_queue
from app.realtime.presence import presence
from app.realtime.tell import cut
from app.realtime.wire import MALFORMED
from app.schemas.fields import In
from app.signing_in import token_asker
from networks.communities.queries import my_memberships, standing_of
from networks.errors import Invalid, NotAllowed, Refusal, Unauthenticated
from networks.people.queries import asker_by_session
from networks.policy import Can, may
from networks.work import Asker

Answer = dict[str, Any]
Handler = Callable[..., Answer]


class Call(NamedTuple):
    handler: Handler
    schema: In
    asks: bool


CALLS: Final[dict[str, Call]] = {}


def call(event: str, schema: type[In], *, asks: bool = True) -> Callable[[Handler], Handler]:
    """Register a live call: its input is loaded by `schema` and handed over by name, its answer is the ack.

    With `asks` the database is asked first who calls; else the handler sees to it.
    """

    def keep(handler: Handler) -> Handler:
        CALLS[event] = Call(handler, schema(), asks)
        return handler

    return keep


def register(app: Flask) -> None:
    """Coming and going happen in the request that opened the connection. A call has none: it would cost more."""
    live: Live = app.extensions["live"]
    live.io.on("connect")(_connect)
    live.io.on("disconnect")(_disconnect)
    on = live.io.server.on
    for name, one in CALLS.items():
        on(name, _answering(app, one))
    on(MALFORMED, _refusing(app, "We could not read that."))
    on("*", _refusing(app, "There is no such call."))


def sid() -> str:
    return str(g.sid if "sid" in g else request.sid)  # type: ignore[attr-defined]


def me() -> Connection:
    """The connection that calls. Raises Unauthenticated where it was cut a moment ago."""
    one = live().connections.get(sid())
    if one is None:
        raise Unauthenticated
    return one


def _answering(app: Flask, one: Call) -> Callable[..., Answer]:
    def handle(sid: str, *args: Any) -> Answer:
        with app.app_context():
            g.sid = sid
            try:
                return _answer(one, args)
            except Unauthenticated as refusal:
                cut(live(), filter(None, [live().connections.get(sid)]))
                return body_of(refusal)
            except Exception as fault:
                return body_of(as_refusal(fault))

    return handle


def _refusing(app: Flask, words: str) -> Callable[..., Answer]:
    def refuse(*_args: Any) -> Answer:
        with app.app_context():
            return body_of(Invalid(words))

    return refuse


def _answer(one: Call, args: tuple[Any, ...]) -> Answer:
    if len(args) != 1 or not isinstance(args[0], dict):
        raise Invalid("Please send one object.")
    g.address = me().address
    if one.asks:
        g.asker = _asker()
    return one.handler(**one.schema.load(args[0]))


def _asker() -> Asker:
    """The login is frozen at connect, so every call asks the database whether the session still holds."""
    with network().reading() as work:
        found = asker_by_session(work, me().session_id)
    if found is None:
        raise Unauthenticated
    return found


def _connect(auth: Any = None) -> None:
    try:
        found = _whoever(auth)
        one = live().add(sid(), found, limits.address())
        _follow_queues(one, found)
    except Refusal as refusal:
        live().remove(sid())
        error = body_of(refusal)["error"]
        raise Refused(error["message"], {"error": error}) from None


def _whoever(auth: Any) -> Asker:
    """A token in `auth`, or the cookie, which counts only with an Origin: other programs send none."""
    token = auth.get("token") if isinstance(auth, dict) else None
    if token is not None:
        found = token_asker(token) if isinstance(token, str) else None
        if found is None:
            raise Unauthenticated
        return found
    if not request.headers.get("Origin"):
        raise NotAllowed("A cookie without an origin is not accepted.")
    found = asker()
    if found is None:
        raise Unauthenticated
    return found


def _follow_queues(one: Connection, who: Asker) -> None:
    """Facilitators hear of cases in their communities."""
    with network().reading(who) as work:
        for community, place in my_memberships(work):
            standing = standing_of(work, community.id, place)
            if standing is not None and may(standing, Can.SEE_QUEUE, work.now):
                follow_queue(one.sid, community.id)


def _disconnect(*_: Any) -> None:
    one = live().remove(sid())
    for room_id in list(one.rooms) if one else []:
        presence(live(), room_id)
