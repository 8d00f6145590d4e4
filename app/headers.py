"""What every answer says to browsers and caches."""

from __future__ import annotations

import secrets
from typing import Final

from flask import Flask, Response, g, request

POLICY: Final = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {live}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


def csp_nonce() -> str:
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def init_app(app: Flask) -> None:
    app.after_request(_add)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def _add(answer: Response) -> Response:
    headers = answer.headers
    scheme = "wss" if request.is_secure else "ws"
    headers.setdefault("Content-Security-Policy", POLICY.format(nonce=csp_nonce(), live=f"{scheme}://{request.host}"))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("X-Robots-Tag", "noindex")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static" and answer.status_code == 200 and request.path.startswith("/static/dist/"):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint != "static":
        # Nothing here is the same for two people, so no cache on the way may keep it.
        headers["Cache-Control"] = "private, no-store"
        headers.add("Vary", "Cookie")
    return answer
