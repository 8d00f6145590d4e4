"""Somebody at the HTTP interface. Every answer, whatever the test is about, is held against the OpenAPI document."""

from __future__ import annotations

import re
from json import dumps
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests.edges.written import Written
from tests.frame.clients import Api

NOWHERE = "00000000-0000-4000-8000-000000000000"
"""The id of nothing."""

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

CODES = {
    400: "invalid",
    401: "unauthenticated",
    403: "not_allowed",
    404: "not_found",
    405: "invalid",
    409: "conflict",
    413: "invalid",
    422: "invalid",
    429: "too_many",
    503: "unavailable",
}


class Caller(Api):
    """Calls the API as the frame's `as_` does, and reads the OpenAPI document along."""

    def __init__(self, app: Flask, token: str | None, written: Written) -> None:
        super().__init__(app, token)
        self.written = written

    def call(self, method: str, path: str, json: Any = None, **options: Any) -> TestResponse:
        if json is not None:  # escaped, so that lone surrogates can be sent as well
            options |= {"data": dumps(json), "content_type": "application/json"}
        answer = super().call(method, path, **options)
        self.written.check(method, f"/api/v1{path}", answer)
        assert answer.headers["Cache-Control"] == "private, no-store"
        if answer.status_code < 400:
            assert_moments(answer.get_json(silent=True))
        return answer


def assert_moments(said: Any, name: str = "") -> None:
    """Every moment in an answer is RFC 3339 in UTC with Z, wherever it stands."""
    if isinstance(said, dict):
        for inner, value in said.items():
            assert_moments(value, inner)
    elif isinstance(said, list):
        for value in said:
            assert_moments(value, name)
    elif isinstance(said, str) and (name in ("at", "until") or name.endswith("_at")):
        assert MOMENT.fullmatch(said), f"{name}: {said}"


def key() -> str:
    return uuid4().hex


def refused(answer: TestResponse, status: int, *fields: str) -> dict[str, Any]:
    """Assert that an answer is an error in the contract's form, naming these fields; returns the error."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/json"
    assert answer.json is not None
    assert set(answer.json) == {"error"}
    error: dict[str, Any] = answer.json["error"]
    assert set(error) <= {"code", "message", "fields", "retry_after"}
    assert error["code"] == CODES[status]
    assert isinstance(error["message"], str)
    assert error["message"].strip()
    assert set(fields) <= set(error.get("fields", {})), error
    if status in (429, 503):
        assert int(answer.headers["Retry-After"]) >= 1
    return error


def gone(answer: TestResponse) -> tuple[bytes, dict[str, str]]:
    """Assert that an answer is the one 404 there is; returns all of it but the nonce, to compare with others."""
    refused(answer, 404)
    return answer.data, {name: value for name, value in answer.headers if name != "Content-Security-Policy"}
