"""What every live call shares: it is counted, who asks is looked up anew, input is checked, and each gets its ack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from flask import Flask, g

from app.begin import network
from app.engine import Later
from app.errors import as_refusal, body_of
from app.paces import paces
from app.realtime import live
from app.realtime.connections import Connection
from app.realtime.stock import in_time
from app.realtime.tell import cut
from app.realtime.wire import MALFORMED
from app.schemas.fields import In
from networks.errors import Invalid, Unauthenticated, Unavailable
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
    """Register a live call: its input is loaded by `schema` and handed over by name, its answer is the ack. How often
    it may be made stands in app/paces.py.

    The database is asked first who calls. With `later` the handler sees to that, and returns a Later.
    """

    def keep(handler: Handler) -> Handler:
        CALLS[event] = Call(handler, schema(), later)
        return handler

    return keep


def register(app: Flask) -> None:
    """Nothing here happens in a request of Flask's, which would cost more than all else about a call."""
    server = app.extensions["live"].io.server
    on = server.on
    for name, one in CALLS.items():
        on(name, _answering(app, name, one))
    if "engine" in app.extensions:
        answering = app.extensions["engine"].answering
        answering.together = {name for name, one in CALLS.items() if one.later}
        answering.unavailable = _unavailable(app)
    elif server.eio.async_mode == "gevent":
        in_time(server, _unavailable(app))
    unread, unknown = _refusing(app, "We could not read that."), _refusing(app, "There is no such call.")
    on(MALFORMED, lambda sid, *_: unread(sid))
    on("*", lambda _event, sid, *_: unknown(sid))


def sid() -> str:
    return str(g.sid)


def me() -> Connection:
    """The connection that calls. Raises Unauthenticated where it was cut a moment ago."""
    one = live().connections.get(sid())
    if one is None:
        raise Unauthenticated
    return one


def _answering(app: Flask, name: str, one: Call) -> Callable[..., Answer | Later]:
    def handle(sid: str, *args: Any) -> Answer | Later:
        with app.app_context():
            g.sid = sid
            try:
                _count(name)
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
    """In the language that they had when they connected: to ask for it now would take long, or fail as the call did."""
    one = live().connections.get(sid())
    g.setdefault("asker", one.asker if one else None)
    if isinstance(fault, Unauthenticated):
        _cut_soon()
    return body_of(as_refusal(fault))


def _cut_soon() -> None:
    """After the answer, since nobody listens for one any more once they are told that they are cut."""
    one = live().connections.get(sid())
    if one is not None:
        live().io.start_background_task(cut, live(), [one])


def _unavailable(app: Flask) -> Callable[[], Answer]:
    def tell() -> Answer:
        with app.app_context():
            return body_of(Unavailable())

    return tell


def _refusing(app: Flask, words: str) -> Callable[[str], Answer]:
    def refuse(sid: str) -> Answer:
        with app.app_context():
            g.sid = sid
            try:
                _count("other")
                raise Invalid(words)
            except Exception as fault:
                return _refused(fault)

    return refuse


def _count(name: str) -> None:
    """Before anything else: what is too often must cost as little as can be."""
    one = me()
    paces().use(name, one.person_id, one.address)


def _answer(one: Call, args: tuple[Any, ...]) -> Answer | Later:
    if len(args) != 1 or not isinstance(args[0], dict):
        raise Invalid("Please send one object.")
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
