"""From the OpenAPI document to what a page about it draws: calls by feature, fields in words, shapes by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from flask_babel import gettext

from app.api.described import ANYBODY
from app.api.kinds import Json, bounds, plain

METHODS: Final = ("get", "post", "put", "patch", "delete")


class Field(NamedTuple):
    name: str
    kind: str
    shape: str | None
    bounds: str
    words: str


class Answer(NamedTuple):
    status: str
    words: str
    fields: list[Field]


class Call(NamedTuple):
    anchor: str
    method: str
    path: str
    title: str
    words: str
    who: str
    asked: list[Field]
    body: list[Field]
    example: str
    answers: list[Answer]
    refusals: list[str]


class Group(NamedTuple):
    anchor: str
    title: str
    calls: list[Call]


class Live(NamedTuple):
    anchor: str
    title: str
    words: str
    data: list[Field]
    ack: list[Field] | None


class Shape(NamedTuple):
    anchor: str
    title: str
    fields: list[Field]


class Outline:
    """The document, read once. Its own words stay as they are; what is said about them is in the reader's language."""

    def __init__(self, document: Json) -> None:
        self.said = document
        self.schemas: Json = document["components"]["schemas"]
        self.known: dict[str, Shape] = {}
        self.groups = [self._group(tag) for tag in document["tags"]]
        live = document["x-socket-io"]
        self.calls = [self._live("ask", name, one) for name, one in live["calls"].items()]
        self.events = [self._live("hear", name, one) for name, one in live["events"].items()]
        self.live_words: str = live["description"]
        self.general: str = document["info"]["description"]
        self.shapes = [self.known[name] for name in sorted(self.known)]

    def _group(self, tag: Json) -> Group:
        mine = [
            self._call(path, item, method)
            for path, item in self.said["paths"].items()
            for method in METHODS
            if method in item and tag["name"] in item[method]["tags"]
        ]
        return Group(tag["name"], tag["description"].rstrip("."), mine)

    def _call(self, path: str, item: Json, method: str) -> Call:
        said = item[method]
        body = said.get("requestBody", {}).get("content", {}).get("application/json", {})
        return Call(
            anchor=said["operationId"],
            method=method.upper(),
            path=path,
            title=said["summary"],
            words=said["description"],
            who=_who(said.get("security", self.said["security"])),
            asked=[self._parameter(one) for one in (*item.get("parameters", ()), *said.get("parameters", ()))],
            body=self._fields(body.get("schema", {})),
            example=json.dumps(body["example"], indent=2, ensure_ascii=False) if "example" in body else "",
            answers=[self._answer(status, one) for status, one in said["responses"].items() if status.startswith("2")],
            refusals=[status for status in said["responses"] if status.startswith(("4", "5"))],
        )

    def _answer(self, status: str, said: Json) -> Answer:
        found = self._resolve(said)
        schema = found.get("content", {}).get("application/json", {}).get("schema", {})
        return Answer(status, found["description"], self._fields(schema))

    def _live(self, act: str, name: str, said: Json) -> Live:
        data = [self._field("", said["data"], True)] if "$ref" in said["data"] else self._fields(said["data"])
        ack = self._fields(said["ack"]) if "ack" in said else None
        return Live(f"{act}-{name.replace(':', '-')}", name, said["description"], data, ack)

    def _parameter(self, said: Json) -> Field:
        words = said.get("description") or said["schema"].get("description", "")
        return self._field(said["name"], said["schema"] | {"description": words}, said.get("required", False))

    def _fields(self, schema: Json) -> list[Field]:
        found = self._resolve(schema)
        needed = found.get("required", ())
        return [self._field(name, one, name in needed) for name, one in found.get("properties", {}).items()]

    def _field(self, name: str, schema: Json, needed: bool) -> Field:
        kind, shape = self._kind(schema)
        said = [*bounds(schema), *([] if needed or "default" in schema else [gettext("optional")])]
        return Field(name, kind, shape, ", ".join(said), schema.get("description", ""))

    def _kind(self, schema: Json) -> tuple[str, str | None]:
        """What a value is, in words, and the shape that describes it further."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self._shape(name)
        if "anyOf" in schema:
            kind, shape = self._kind(schema["anyOf"][0])
            return gettext("%(kind)s or null", kind=kind), shape
        if schema.get("type") == "array":
            kind, shape = self._kind(schema["items"])
            return gettext("list of %(kind)s", kind=kind), shape
        return plain(schema), None

    def _shape(self, name: str) -> tuple[str, str]:
        title = name.removesuffix("Out")
        if title not in self.known:
            self.known[title] = Shape(f"shape-{title}", title, [])  # first, since a shape may hold itself
            self.known[title].fields.extend(self._fields(self.schemas[name]))
        return title, f"shape-{title}"

    def _resolve(self, said: Json) -> Json:
        while "$ref" in said:
            found: Any = self.said
            for step in said["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            said = found
        return said


def _who(security: list[Mapping[str, Any]]) -> str:
    if security == ANYBODY:
        return gettext("For everybody")
    return gettext("For everybody, with more for those who are signed in") if {} in security else gettext("Signed in")
