"""How a call is described beside its code, for the OpenAPI document. Nothing here changes what a call does."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from inspect import getdoc
from typing import Any, Final, TypeVar

from flask_smorest import Blueprint

V = TypeVar("V", bound=Callable[..., Any])
Security = list[dict[str, list[str]]]

SIGNED_IN: Final[Security] = [{"bearer": []}, {"cookie": []}]
ANYBODY: Final[Security] = [{}]


class Described(Blueprint):
    """A blueprint that tells what its calls' functions and addresses tell: their names and how they may refuse.

    The first sentence of a docstring names the call, the others describe it.
    """

    feature = ""

    def add_url_rule(
        self, rule: str, endpoint: str | None = None, view_func: Any = None, *args: Any, **more: Any
    ) -> None:
        summary, _, words = " ".join((getdoc(view_func) or "").split()).partition(". ")
        changes = set(more.get("methods", ["GET"])) - {"GET"}
        told_by = {401: not _is_for_anybody(view_func), 404: "<" in rule, 429: changes}
        statuses = [status for status, told in told_by.items() if told]
        named = {"operationId": f"{self.feature}_{view_func.__name__}", "summary": summary.rstrip(".")}
        told = self.doc(**named, description=words)(refuses(*statuses)(view_func))
        super().add_url_rule(rule, endpoint, told, *args, **more | {"tags": [self.feature]})


def refuses(*statuses: int) -> Callable[[V], V]:
    """Name further errors that a call answers with. Its address, method and arguments tell of 401, 404, 422 and 429."""
    return Blueprint.doc(responses={str(status): HTTPStatus(status).name for status in statuses})


def gives(words: str, *types: str, status: int = 200) -> Callable[[V], V]:
    """Say that a call answers with bytes of one of these types."""
    return Blueprint.doc(responses={str(status): {"description": words, "content": {one: {} for one in types}}})


def takes(**parameters: str) -> Callable[[V], V]:
    """Name texts in the query that a call reads without a schema."""
    text = {"in": "query", "schema": {"type": "string"}}
    return Blueprint.doc(parameters=[{**text, "name": name, "description": says} for name, says in parameters.items()])


def for_anybody(view: V) -> V:
    """Say that nobody must sign in for a call."""
    return Blueprint.doc(security=ANYBODY)(view)


def for_visitors(view: V) -> V:
    """Say that a call answers everybody, and those who are signed in with more."""
    return Blueprint.doc(security=ANYBODY + SIGNED_IN)(view)


def _is_for_anybody(view: Any) -> bool:
    security = getattr(view, "_apidoc", {}).get("manual_doc", {}).get("security")
    return bool(security == ANYBODY)
