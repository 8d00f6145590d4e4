"""Smaller answers for tired phones on slow lines: pages as they leave, our scripts and styles from ready-made files.

Compressing secrets beside what a stranger can put into a page may reveal them (BREACH). It takes requests that carry
the cookie and come from elsewhere; SameSite=Lax lets none through but a visible change of page.
"""

from __future__ import annotations

import gzip
import mimetypes
from typing import Final

from flask import Flask, Response, request, send_file

from app.looks import DIST

KINDS: Final = frozenset({"text/html", "application/json", "text/css", "text/javascript", "image/svg+xml"})
LEAST: Final = 1400
"""Bytes that fit into one packet anyway."""

QUICK: Final = 1
"""zlib's level: a room's page of 55 kB takes half a millisecond; higher levels save 1 kB for three times that."""


def init_app(app: Flask) -> None:
    app.before_request(_ready_made)
    app.after_request(_compress)


def _ready_made() -> Response | None:
    """One of our hashed files in the form that the build has compressed."""
    if not request.path.startswith("/static/dist/") or not _takes_gzip():
        return None
    name = request.path.removeprefix("/static/dist/")
    file = DIST / f"{name}.gz"
    if "/" in name or not file.is_file():
        return None
    answer = send_file(file, mimetype=mimetypes.guess_type(name)[0], etag=False, conditional=False)
    return _as_gzip(answer)


def _compress(answer: Response) -> Response:
    ours = answer.status_code == 200 and answer.mimetype in KINDS and not answer.is_streamed
    if not ours or answer.direct_passthrough or "Content-Encoding" in answer.headers or not _takes_gzip():
        return answer
    body = answer.get_data()
    if len(body) >= LEAST:
        answer.set_data(gzip.compress(body, QUICK, mtime=0))
        _as_gzip(answer)
    return answer


def _takes_gzip() -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _as_gzip(answer: Response) -> Response:
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers.add("Vary", "Accept-Encoding")
    return answer
