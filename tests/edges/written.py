"""The OpenAPI document as a judge: may this call give this answer?"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema_rs
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse


class Written:
    """What an application's OpenAPI document says about its answers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.spec: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
        self.schema_of = cache(self._schema_of)

    def check(self, method: str, path: str, answer: TestResponse) -> None:
        """Assert that the document foresees this answer to this call."""
        if method == "HEAD":
            assert not answer.data
            return
        place = self.operation(method, path)
        if answer.status_code == 308:
            return  # an address with a slash too many, told to come again
        if place is None:
            assert answer.status_code in (404, 405), f"{method} {path} is not written down"
            return
        if self.gives(place, method.lower(), answer):
            return
        schema = self.schema_of(place, method.lower(), answer.status_code)
        if schema is None:
            assert not answer.data, f"{method} {place} is written down as having no body"
            return
        if answer.mimetype in self._kinds(place, method.lower(), answer.status_code) - {"application/json"}:
            return
        said = json.loads(answer.data, parse_constant=_refuse)
        faults = [f"{fault.instance_path}: {fault.message}" for fault in schema.iter_errors(said)]
        assert not faults, f"{method} {place} {answer.status_code}: {faults}"

    def operation(self, method: str, path: str) -> str | None:
        """The document's path that stands for an address, or None where there is no such call."""
        rules = self.app.url_map.bind("localhost")
        try:
            rule = rules.match(path.partition("?")[0], method, return_rule=True)[0]
        except HTTPException:
            return None
        place = template(rule)
        return place if method.lower() in self.spec["paths"].get(place, {}) else None

    def gives(self, place: str, method: str, answer: TestResponse) -> bool:
        """Whether this answer is of bytes, of a type that is written down."""
        said = self.spec["paths"][place][method]["responses"].get(str(answer.status_code), {})
        return answer.mimetype != "application/json" and answer.mimetype in self.resolve(said).get("content", {})

    def _schema_of(self, place: str, method: str, status: int) -> Any:
        answers = self.spec["paths"][place][method]["responses"]
        answer = answers.get(str(status)) or answers.get("default")
        assert answer is not None, f"{method} {place} is not written down to answer {status}"
        answer = self.resolve(answer)
        content = answer.get("content", {}).get("application/json")
        if content is None:
            return None
        whole = {"components": self.spec["components"], **content.get("schema", {})}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    def _kinds(self, place: str, method: str, status: int) -> set[str]:
        return set(self.spec["paths"][place][method]["responses"].get(str(status), {}).get("content", {}))

    def resolve(self, found: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in found:
            steps = found["$ref"].removeprefix("#/").split("/")
            found = self.spec
            for step in steps:
                found = found[step]
        return found


def template(rule: Rule) -> str:
    """A rule of the application as the document writes it: /rooms/<uuid:room_id> is /rooms/{room_id}."""
    return "".join(f"{{{text}}}" if is_name else text for is_name, text in rule._trace).removeprefix("|")


def _refuse(constant: str) -> Any:
    raise AssertionError(f"{constant} is not JSON")
