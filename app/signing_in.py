"""Signing in and out, and the proof that a page of ours sent what a cookie signs."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask, Response, g, request, session
from flask_login import UserMixin, login_user, logout_user

from app.begin import COOKIE_KEY, asker, bearer, network
from app.extensions import csrf, login
from app.passphrases import matches
from networks.errors import Unauthenticated
from networks.people.actions import open_session, touch_session
from networks.people.models import SessionKind
from networks.people.queries import SEEN, asker_by_token, credentials
from networks.work import Asker

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MISMATCH = "That did not match. Please check the name and the passphrase."


class User(UserMixin):
    """Flask-Login's picture of an asker. Its id is the session's token, so that ending the session ends the cookie."""

    def __init__(self, asker: Asker, token: str) -> None:
        self.asker = asker
        self.token = token

    def get_id(self) -> str:
        return self.token


def sign_in(who: str, passphrase: str, kind: SessionKind, *, stay: bool = True) -> tuple[Asker, str]:
    """Check a passphrase and open a session. Raises Unauthenticated, in the same words and time for any reason."""
    with network().reading() as work:
        found = credentials(work, who)
    if not matches(found[1] if found else None, passphrase) or found is None:
        raise Unauthenticated(MISMATCH)
    return _open(found[0], kind, stay)


def sign_in_as(person_id: UUID, *, stay: bool = False) -> None:
    """Sign a browser in without a passphrase: for the demo, and for whoever has just used a link of ours."""
    _open(person_id, SessionKind.BROWSER, stay)


def sign_out_browser() -> None:
    logout_user()
    session.clear()


def init_app(app: Flask) -> None:
    """Bind to an application: the cookie, and the CSRF token where a cookie alone speaks for somebody."""
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=30)  # as long as the session behind it lives
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    login.session_protection = None
    login.init_app(app, add_context_processor=False)
    login.user_loader(_user)
    csrf.init_app(app)
    app.before_request(_check_csrf)
    app.after_request(_remember)


def _open(person_id: UUID, kind: SessionKind, stay: bool) -> tuple[Asker, str]:
    with network().begin() as work:
        _, token = open_session(work, person_id, kind, label=str(request.user_agent)[:200])
        work.session.flush()
        found = asker_by_token(work, token)
    if found is None:
        raise Unauthenticated(MISMATCH)
    if kind == SessionKind.BROWSER:
        session.clear()  # a token that was set before signing in must not live on after it
        session.permanent = stay
        g.asker = found
        login_user(User(found, token))
    return found, token


def _user(token: str) -> User | None:
    found = asker()
    return User(found, token) if found else None


def _check_csrf() -> None:
    if request.method in SAFE or bearer() is not None or request.path.startswith("/socket.io"):
        return
    if request.path.startswith("/api/") and (COOKIE_KEY not in session or asker() is None):
        return  # nobody's cookie speaks here, so nobody can be made to say something
    csrf.protect()


def _remember(response: Response) -> Response:
    """Note now and then that a session is in use."""
    found = g.get("asker")
    if found is not None and network().clock() - found.seen_at > SEEN:
        with network().begin(found) as work:
            touch_session(work)
    return response
