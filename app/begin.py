"""The way from a request into the domain: who asks, and one unit of work for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from flask import current_app, g
from flask_login import UserMixin, current_user

from networks.work import Asker, Network, Work


class User(UserMixin):
    """Flask-Login's picture of an asker. Its id is the session's token, so that ending the session ends the cookie."""

    def __init__(self, asker: Asker, token: str) -> None:
        self.asker = asker
        self.token = token

    def get_id(self) -> str:
        return self.token


def network() -> Network:
    return cast(Network, current_app.extensions["network"])


def asker() -> Asker | None:
    """Who asks: in a live call whom `g.asker` names, else whom the request's session or token stands for."""
    if "asker" in g:
        return cast("Asker | None", g.asker)
    return getattr(current_user, "asker", None)


def asker_id() -> UUID | None:
    who = asker()
    return who.person_id if who else None


@contextmanager
def begin() -> Iterator[Work]:
    """Do something: one transaction. Not inside another one, which on SQLite would wait for itself."""
    with network().begin(asker()) as work:
        yield work


@contextmanager
def reading() -> Iterator[Work]:
    """Look at something."""
    with network().reading(asker()) as work:
        yield work
