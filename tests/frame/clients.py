"""A program that calls the API, for tests in the same process."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse


class Api:
    """Calls below /api/v1 with a bearer token, or as nobody where there is none. Keeps no cookies."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self.token = token
        self._client = app.test_client(use_cookies=False)

    def call(self, method: str, path: str, json: Any = None, **options: Any) -> TestResponse:
        headers = dict(options.pop("headers", {}))
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        if json is not None:
            options["json"] = json
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.call("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        return self.call("POST", path, json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        return self.call("PUT", path, json, **options)

    def patch(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        return self.call("PATCH", path, json, **options)

    def delete(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        return self.call("DELETE", path, json, **options)
