"""The way from a request into the domain: who asks, and one unit of work for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from flask import Flask, current_app, g, has_request_context, request, session

from app import greenlets
from app.paces import paces
from app.places import place
from networks.chat.postbox import Postbox
from networks.errors import Unauthenticated
from networks.people.queries import asker_by_token
from networks.safety.watch import Watch
from networks.work import Asker, Network, Work

COOKIE_KEY = "_user_id"
"""Where Flask-Login keeps its user's id in the signed cookie; ours is the session's token."""


def init_app(app: Flask, network: Network) -> None:
    """From here on this application stands on this network."""
    app.extensions["network"] = network
    app.extensions["postbox"] = Postbox(network, greenlets.at_the_end, greenlets.look, greenlets.listen)
    app.extensions["watch"] = Watch(network)


def network() -> Network:
    return cast(Network, current_app.extensions["network"])


def postbox() -> Postbox:
    return cast(Postbox, current_app.extensions["postbox"])


def asker() -> Asker | None:
    """Who asks. Looked up once a request; a live call sets `g.asker` itself, each time anew."""
    if "asker" not in g:
        with network().reading() as work:
            _identify(work)
    return cast("Asker | None", g.asker)


def asker_id() -> UUID | None:
    who = asker()
    return who.person_id if who else None


def keep_pace(name: str) -> None:
    """Count a request with the live calls of this name: one way is not around the pace of the other."""
    paces().use(name, asker_id(), place(request.remote_addr))


@contextmanager
def begin() -> Iterator[Work]:
    """Do something: one transaction. Not inside another one, which on SQLite would wait for itself."""
    if has_request_context():  # whatever has no closer limit of its own has this one
        keep_pace("change")
    with network().begin(asker()) as work:
        yield work


@contextmanager
def reading() -> Iterator[Work]:
    """Look at something; who asks is looked up in the same picture."""
    with network().reading() as work:
        if "asker" not in g:
            _identify(work)
        work.asker = g.asker
        yield work


def bearer() -> str | None:
    """The token that a program sends. It goes before the cookie, so that one of them decides about everything."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _identify(work: Work) -> None:
    """Raises Unauthenticated for a token that is no good; a cookie that is no good is nobody's."""
    if not has_request_context():
        g.asker = None
        return
    token = bearer()
    secret = token if token is not None else session.get(COOKIE_KEY)
    g.asker = asker_by_token(work, secret) if isinstance(secret, str) else None
    if token is not None and g.asker is None:
        raise Unauthenticated("This token is not valid any more. Please sign in again.")
