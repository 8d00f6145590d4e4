"""Who a request comes from: a bearer token, or the session cookie."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask, Request, Response, g, request, session
from flask_login import login_user, logout_user

from app.begin import User, network
from app.extensions import csrf, login
from app.passphrases import matches
from networks.errors import Unauthenticated
from networks.people.actions import open_session, touch_session
from networks.people.models import SessionKind
from networks.people.queries import SEEN, asker_by_token, credentials
from networks.work import Asker

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MISMATCH = "That did not match. Please check the name and the passphrase."


def sign_in(who: str, passphrase: str, kind: SessionKind, *, stay: bool = True) -> tuple[User, str]:
    """Check a passphrase and open a session. Raises Unauthenticated, in the same words and time for any reason."""
    with network().reading() as work:
        found = credentials(work, who)
    if not matches(found[1] if found else None, passphrase) or found is None:
        raise Unauthenticated(MISMATCH)
    with network().begin() as work:
        _, token = open_session(work, found[0], kind, label=str(request.user_agent)[:200])
    user = _user(token)
    if user is None:
        raise Unauthenticated(MISMATCH)
    if kind == SessionKind.BROWSER:
        _set_cookie(user, stay)
    return user, token


def sign_in_as(person_id: UUID, *, stay: bool = False) -> None:
    """Sign a browser in without a passphrase: for the demo, and for whoever has just used a link of ours."""
    with network().begin() as work:
        _, token = open_session(work, person_id, SessionKind.BROWSER, label=str(request.user_agent)[:200])
    user = _user(token)
    if user is not None:
        _set_cookie(user, stay)


def token_asker(token: str) -> Asker | None:
    """Whom a token stands for, if its session still holds."""
    user = _user(token)
    return user.asker if user else None


def sign_out_browser() -> None:
    logout_user()
    session.clear()


def bearer(asked: Request) -> str | None:
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def init_app(app: Flask) -> None:
    """Bind to an application: load the asker, and ask for the CSRF token where a cookie alone speaks for somebody."""
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=30)
    login.session_protection = None
    login.init_app(app)
    login.user_loader(_cookie_user)
    login.request_loader(_bearer_user)
    csrf.init_app(app)
    app.before_request(_check_csrf)
    app.after_request(_remember)


def _set_cookie(user: User, stay: bool) -> None:
    session.clear()  # a token that was set before signing in must not live on after it
    session.permanent = stay
    login_user(user)


def _cookie_user(token: str) -> User | None:
    """A token in the request goes before its cookie, so that one of them decides about everything."""
    return _bearer_user(request) if bearer(request) is not None else _user(token)


def _user(token: str) -> User | None:
    with network().reading() as work:
        found = asker_by_token(work, token)
    return User(found, token) if found else None


def _bearer_user(asked: Request) -> User | None:
    token = bearer(asked)
    if token is None:
        return None
    user = _user(token)
    if user is None:
        raise Unauthenticated("This token is not valid any more. Please sign in again.")
    return user


def _check_csrf() -> None:
    if request.method in SAFE or bearer(request) is not None or request.path.startswith("/socket.io"):
        return
    if request.path.startswith("/api/") and "_user_id" not in session:
        return  # nobody's cookie speaks here, so nobody can be made to say something
    csrf.protect()


def _remember(response: Response) -> Response:
    """Note now and then that a session is in use."""
    found = getattr(g.get("_login_user"), "asker", None)
    if found is not None and network().clock() - found.seen_at > SEEN:
        with network().begin(found) as work:
            touch_session(work)
    return response
