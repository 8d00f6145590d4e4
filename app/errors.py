"""From refusals to answers: JSON for programs, a page for people, an ack for live calls."""

from __future__ import annotations

import logging
from typing import Any, Final
from uuid import uuid4

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from app.begin import asker
from networks.errors import Invalid, NotAllowed, NotFound, Refusal, TooMany, Unauthenticated, Unavailable

log = logging.getLogger(__name__)

STATUS: Final = {
    "invalid": 422,
    "unauthenticated": 401,
    "not_allowed": 403,
    "not_found": 404,
    "conflict": 409,
    "too_many": 429,
    "unavailable": 503,
}
WORDS: Final = {
    400: "We could not read that.",
    405: "This address does not take that kind of request.",
    408: "That took too long to arrive. Please try again.",
    413: "This is larger than we can take.",
    416: "The file has no such part.",
    415: "Please send JSON.",
    500: "Something went wrong on our side. What you wrote before is safe.",
}


def body_of(refusal: Refusal) -> dict[str, Any]:
    """A refusal in the form of the public interface."""
    _for_whom_is_known()
    error: dict[str, Any] = {"code": refusal.code, "message": words(refusal)}
    if isinstance(refusal, Invalid):
        error["fields"] = {name: gettext(text) for name, text in refusal.fields.items()}
    if isinstance(refusal, (TooMany, Unavailable)):
        error["retry_after"] = refusal.retry_after
    return {"error": error}


def _for_whom_is_known() -> None:
    """A refusal is told in the asker's language where we know it; to look it up now could fail as the call did."""
    g.setdefault("asker", None)


def _look_who_it_is() -> None:
    """Nothing is wrong but the address: whoever mistyped it is still signed in."""
    try:
        asker()
    except Refusal:
        log.info("somebody went astray, and it could not be seen who")


def words(refusal: Refusal) -> str:
    return str(gettext(refusal.message, **refusal.values))


def as_refusal(fault: Exception) -> Refusal:
    """Any fault as a refusal. What is not one of ours is logged and told as being our trouble."""
    if isinstance(fault, Refusal):
        return fault
    if isinstance(fault, ValidationError):
        return Invalid(fields=flat(fault.messages))
    log.exception("an unexpected fault", exc_info=fault)
    return Unavailable()


def flat(messages: Any, path: str = "") -> dict[str, str]:
    """Marshmallow's nested messages as one sentence for each field, named by its path."""
    if isinstance(messages, dict):
        found: dict[str, str] = {}
        for name, inner in messages.items():
            # a field's own name may hold what no answer can carry, such as a lone surrogate
            safe = str(name).encode("utf-8", "replace").decode()[:80]
            found.update(flat(inner, safe if not path else f"{path}.{safe}"))
        return found
    texts = messages if isinstance(messages, list) else [messages]
    return {path or "body": " ".join(str(text) for text in texts)}


def init_app(app: Flask) -> None:
    app.before_request(_refuse_nul)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(ValidationError, lambda fault: answer_refusal(as_refusal(fault)))
    app.register_error_handler(CSRFError, lambda _: answer_refusal(NotAllowed(STALE)))
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_fault)


def _refuse_nul() -> None:
    """No address of ours has a NUL in it, and PostgreSQL takes none."""
    if "\0" in request.path:
        raise NotFound
    odd = {
        name.replace("\0", "")[:80]: WORDS[400] for name, text in request.args.items(multi=True) if "\0" in name + text
    }
    if odd:
        raise Invalid(fields=odd)


STALE: Final = "This page was open for too long. Please go back, reload it and try once more."


def answer_refusal(refusal: Refusal) -> Response:
    return _answer(STATUS[refusal.code], refusal)


def answer_http(fault: HTTPException) -> Any:
    """Werkzeug's own errors, in our form."""
    status = fault.code or 500
    if status < 400 or fault.response is not None:
        return fault
    refusal = _in_our_words(status)
    answer = _answer(status, refusal)
    for name, value in fault.get_headers():
        if name in ("Allow", "Content-Range", "Retry-After"):
            answer.headers[name] = value
    return answer


def _in_our_words(status: int) -> Refusal:
    if status == 404 or status >= 500:
        return NotFound() if status == 404 else Unavailable()
    return Unauthenticated() if status == 401 else Invalid(WORDS.get(status, WORDS[400]))


def answer_fault(fault: Exception) -> Response:
    """A mistake of ours. The reference is in the log, the details stay there."""
    reference = uuid4().hex[:8].upper()
    log.exception("fault %s", reference, exc_info=fault)
    return _answer(500, Unavailable(), reference)


def _answer(status: int, refusal: Refusal, reference: str | None = None) -> Response:
    if request.path.startswith("/api/"):
        answer = make_response(body_of(refusal), status)
    else:
        answer = make_response(_page(status, refusal, reference), status)
    if isinstance(refusal, (TooMany, Unavailable)):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    if status == 401 and request.path.startswith("/api/"):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="cairn"'
    return answer


def _page(status: int, refusal: Refusal, reference: str | None) -> str:
    if status == 404:
        _look_who_it_is()
    _for_whom_is_known()
    return render_template("error.html", status=status, refusal=refusal, message=words(refusal), reference=reference)
