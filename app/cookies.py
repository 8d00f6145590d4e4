"""The signed cookie and the token against forged forms: each checked or made once, instead of with every request."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from typing import Any, Final

from flask import Flask, Request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

KEPT: Final = 5000


class Cookies(SecureCookieSessionInterface):
    """Remembers the cookies whose signature it has checked lately. Whether the session behind one still holds is
    asked of the database each time."""

    def __init__(self) -> None:
        self.known: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if cookie in self.known:
            return self.session_class(self.known[cookie])
        found = super().open_session(app, request)
        if cookie and found:
            self.known[cookie] = dict(found)
            if len(self.known) > KEPT:
                self.known.popitem(last=False)
        return found


def init_app(app: Flask) -> None:
    app.session_interface = Cookies()
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.context_processor(lambda: {"csrf_token": csrf_token})  # after Flask-WTF's own, which makes one each time


def csrf_token() -> str:
    """The token for this session's forms. It has no age limit, so that one made earlier is as good."""
    raw = session.get("csrf_token")
    return generate_csrf() if raw is None else _token(raw)


@lru_cache(maxsize=KEPT)
def _token(_raw: str) -> str:
    return str(generate_csrf())
