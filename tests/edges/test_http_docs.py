"""The interface describes itself, and its description is whole and true."""

from __future__ import annotations

import inspect
import re
import sys

import pytest
import schemathesis
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from app.api import live
from app.realtime import tell
from app.realtime.badges import Wearers
from app.sockets.frame import CALLS

METHODS = ("get", "post", "put", "patch", "delete")
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NARROWS = ("type", "format", "minLength", "maxLength", "minimum", "maximum")


@pytest.fixture(scope="module")
def document(made_app) -> dict:
    return made_app.test_client().get("/api/v1/openapi.json").get_json()


@pytest.fixture(scope="module")
def calls(document) -> list[tuple[str, dict]]:
    paths = document["paths"].items()
    return [(f"{method} {path}", item[method]) for path, item in paths for method in METHODS if method in item]


@pytest.fixture
def page(client) -> str:
    answer = client.get("/api/v1/docs")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    return answer.get_data(as_text=True)


def test_the_document_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(document).validate()


def test_every_call_has_a_name_words_and_a_way_to_refuse(calls):
    for name, call in calls:
        assert call["summary"], name
        assert call["description"], name
        assert "default" in call["responses"] or "machines" in call["tags"], name
    assert len({call["operationId"] for _, call in calls}) == len(calls)


def test_every_call_of_the_product_is_written_down(made_app, calls):
    written = {re.sub(r"{.+?}", "<>", name) for name, _ in calls}
    rules = [rule for rule in made_app.url_map.iter_rules() if rule.endpoint.startswith("api_")]
    for rule in rules:
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            name = f"{method.lower()} {re.sub(r'<.+?>', '<>', rule.rule)}"
            assert name in written or rule.rule == "/api/v1/docs", name


@on_sqlite
def test_the_page_shows_every_call_and_every_live_call(page, calls):
    for name, call in calls:
        assert f'id="{call["operationId"]}"' in page, name
    for name in (*live.CALLS, *live.EVENTS):
        assert f"<code>{name}</code>" in page


@on_sqlite
def test_the_pages_links_lead_somewhere(page):
    places = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) - places == set()


@on_sqlite
def test_the_page_is_drawn_around_whoever_reads(app, cast, client):
    client.post("/api/v1/sessions", json={"handle": "Ana", "password": "eight stones by the sea", "cookie": True})
    assert "Your account, Ana" in client.get("/api/v1/docs").get_data(as_text=True)
    assert "Your account" not in app.test_client().get("/api/v1/docs").get_data(as_text=True)


@pytest.mark.parametrize("name", sorted(CALLS.keys() | live.CALLS.keys()))
def test_live_calls_take_what_is_written_down(name):
    _, data, _ = live.CALLS[name]
    taken = taken_by(CALLS[name].schema)
    assert set(data["required"]) == set(taken.get("required", []))
    assert {one: narrow(said) for one, said in data["properties"].items()} == {
        one: narrow(said) for one, said in taken["properties"].items()
    }


def test_live_events_that_are_told_are_written_down():
    source = "".join(inspect.getsource(sys.modules[one.__module__]) for one in (tell, Wearers))
    told = set(re.findall(r'"((?:badge|message|membership|case|room):\w+)"', source))
    assert told
    assert told <= set(live.EVENTS)


def taken_by(schema) -> dict:
    plugin = MarshmallowPlugin()
    APISpec("", "", "3.1.0", plugins=[plugin])
    assert plugin.converter is not None
    return plugin.converter.schema2jsonschema(schema)


def narrow(schema: dict) -> dict:
    return {name: schema[name] for name in NARROWS if name in schema}
