"""What every live call shares: who asks is looked up anew, input is checked, and each call gets its ack."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, NamedTuple

from flask import Flask, g, request
from flask_socketio import ConnectionRefusedError as Refused

from app import limits
from app.begin import asker, network
from app.engine import Later
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
    """Coming and going happen in the request that opened the connection. A call has none: it would cost more."""
    live: Live = app.extensions["live"]
    live.io.on("connect")(_connect)
    live.io.on("disconnect")(_disconnect)
    on = live.io.server.on
    for name, one in CALLS.items():
        on(name, _answering(app, one))
    if "engine" in app.extensions:
        app.extensions["engine"].answering.together = {name for name, one in CALLS.items() if one.later}
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
        with suppress(Refusal):
            g.asker = _asker()
    if isinstance(fault, Unauthenticated):
        cut(live(), filter(None, [live().connections.get(sid())]))
    return body_of(as_refusal(fault))


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
