"""Bad input over HTTP, made from the OpenAPI document: every call, every field, every address, on each database.

Each answer is held against the document by the caller; here it must also be no fault of the house.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cast import ANSWERS, PASSPHRASE
from tests.edges import nasty
from tests.edges.caller import CODES, NOWHERE, key, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def operations(written) -> list[tuple[str, str, dict]]:
    """Every call: its method, its path as the document has it, and what the document says."""
    return [
        (method.upper(), place, said)
        for place, methods in written.spec["paths"].items()
        if place.startswith("/api/v1/")
        for method, said in methods.items()
        if method in ("get", "post", "put", "patch", "delete")
    ]


def address(cast, place: str) -> str:
    """A path of the document with things in it that are there."""
    ids = {
        "slug": cast.crohns,
        "room_id": cast.everyday,
        "person_id": cast.ben.person_id,
        "case_id": cast.pia_case,
        "sanction_id": cast.max_mute,
        "emoji": "%F0%9F%91%8D",
        "token": "no-such-token",
    }
    return re.sub(r"{(\w+)}", lambda found: str(ids.get(found[1], NOWHERE)), place).removeprefix("/api/v1")


def good(place: str) -> dict[str, Any]:
    """A body that a call takes, to spoil one field of."""
    bodies: dict[str, dict[str, Any]] = {
        "people": {"handle": "somebody", "email": "somebody@example.org", "password": PASSPHRASE},
        "sessions": {"handle": "Ana", "password": "not this one"},
        "messages": {"body": "Hello.", "client_key": key()},
        "communities": {"slug": "made", "name": "Made"},
        "memberships": {"answers": ANSWERS},
        "rooms": {"name": "Made"},
        "read": {"seq": 0},
        "decision": {"outcome": "approve", "reason": "Welcome."},
        "sanctions": {"kind": "note", "reason": "Unkind words.", "rule": "1"},
    }
    return dict(bodies.get(place.rsplit("/", 1)[-1], {}))


def fields(written, said: dict) -> list[str]:
    schema = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return list(written.resolve(schema).get("properties", {})) if schema else []


def assert_no_fault(answer, told: str) -> None:
    assert answer.status_code < 500, f"{told}: {answer.status_code} {answer.data[:200]!r}"
    if answer.status_code >= 400:
        error = answer.json["error"]
        assert error["code"] == CODES[answer.status_code], told
        assert error["message"], told


@pytest.fixture(autouse=True)
def no_hashing(monkeypatch):
    """Hashing a passphrase takes longer than all the rest and is of no interest here."""
    for place in ("app.signing_in.matches", "app.accounts.matches"):
        monkeypatch.setattr(place, lambda *_: False)
    for place in ("app.accounts.hash_passphrase", "app.api.people.hash_passphrase"):
        monkeypatch.setattr(place, lambda _: "no hash")


@on_sqlite
def test_no_field_of_any_call_can_be_spoiled(as_, cast, written):
    spoil_every_field(as_(cast.fay), cast, written, nasty.VALUES)


@on_postgresql
def test_no_field_holds_what_the_stricter_database_does_not_take(as_, cast, written):
    spoil_every_field(as_(cast.opal), cast, written, {name: nasty.VALUES[name] for name in nasty.STRICTLY})


def spoil_every_field(person, cast, written, values: dict[str, Any]) -> None:
    for method, place, said in operations(written):
        path = address(cast, place)
        for field in fields(written, said):
            for name, value in values.items():
                answer = person.call(method, path, good(place) | {field: value})
                assert_no_fault(answer, f"{method} {place} with {name} as {field}")


@pytest.mark.parametrize("who", ["fay", None])
@on_sqlite
def test_no_body_is_too_odd(as_, cast, written, who):
    person = as_(getattr(cast, who) if who else None)
    for method, place, said in operations(written):
        for name in nasty.STRICTLY if "requestBody" in said else ():
            answer = person.call(method, address(cast, place), nasty.VALUES[name])
            assert_no_fault(answer, f"{method} {place} with {name} as its body")


def test_no_address_is_too_odd(as_, cast, written):
    for method, place, _ in operations(written):
        for name in re.findall(r"{(\w+)}", place):
            for odd in nasty.SEGMENTS:
                path = address(cast, place.replace(f"{{{name}}}", odd))
                told = f"{method} {place} with {odd[:40]} as {name}"
                assert_no_fault(as_(cast.opal).call(method, path, good(place)), told)


def test_no_query_is_too_odd(as_, cast, written):
    for method, place, said in operations(written):
        if method == "GET" and any(one["in"] == "query" for one in said.get("parameters", ())):
            for odd in nasty.QUERIES:
                assert_no_fault(as_(cast.fay).get(f"{address(cast, place)}?{odd}"), f"{place}?{odd[:60]}")


@on_sqlite
def test_no_header_is_too_odd(as_, cast):
    odd = [
        "",
        "x" * 5_000,
        "\xff\xfe",
        "Bearer",
        "Bearer ",
        "Bearer \xff",
        "Basic YTpi",
        "null",
        "a, b",
        "%00",
        "bearer x y",
    ]
    names = ["Authorization", "X-CSRFToken", "Content-Type", "Accept", "Accept-Language", "Cookie", "Range", "Origin"]
    for name in [*names, "X-Forwarded-For", "X-Forwarded-Proto", "X-HTTP-Method-Override", "If-None-Match", "Referer"]:
        for value in odd:
            for method, path in (("GET", "/communities"), ("POST", "/sessions")):
                answer = as_(None).call(method, path, headers={name: value})
                assert_no_fault(answer, f"{method} {path} with {name}: {value[:40]}")


@on_sqlite
def test_of_a_thousand_fields_that_are_none_not_each_is_named(as_, cast):
    """A megabyte of them would hold up everybody for seconds, and be answered by twenty."""
    many = {f"field{number}": 0 for number in range(1000)}
    error = refused(as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", many), 422)
    assert len(error["fields"]) == 1


@on_sqlite
def test_of_a_thousand_answers_that_are_none_not_each_is_named(as_, cast):
    error = refused(as_(cast.oli).post(f"/communities/{cast.crohns}/memberships", {"answers": [0] * 1000}), 422)
    assert list(error["fields"]) == ["answers"]
