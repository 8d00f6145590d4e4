"""What every answer says to browsers and caches."""

from __future__ import annotations

import secrets
from typing import Final

from flask import Flask, Response, g, request

POLICY: Final = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {live}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


ALWAYS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Robots-Tag", "noindex"),
)


def csp_nonce() -> str:
    """This answer's nonce. Asked for by every script tag, so it is looked up rather than searched for."""
    try:
        return g.csp_nonce
    except AttributeError:
        g.csp_nonce = secrets.token_urlsafe(16)
        return g.csp_nonce


def init_app(app: Flask) -> None:
    app.after_request(_add)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def _add(answer: Response) -> Response:
    headers, secure = answer.headers, request.is_secure
    live = f"{'wss' if secure else 'ws'}://{request.host}"
    headers.extend(ALWAYS)
    if "Content-Security-Policy" not in headers:  # what people sent is given out under a closer one
        headers.add("Content-Security-Policy", POLICY.format(nonce=csp_nonce(), live=live))
    if secure:
        headers.add("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static" and answer.status_code == 200 and request.path.startswith("/static/dist/"):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint != "static":
        # Nothing here is the same for two people, so no cache on the way may keep it.
        headers["Cache-Control"] = "private, no-store"
        headers.add("Vary", "Cookie")
    return answer
