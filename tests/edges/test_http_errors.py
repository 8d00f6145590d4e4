"""How HTTP refuses: one form for every error, and one 404 for what is hidden and what is not there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cast import PASSPHRASE
from tests.edges.caller import NOWHERE, gone, key, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
MIB = 1024 * 1024
NOT_JSON = {
    "half an object": b'{"body": "Hello."',
    "words": b"Hello.",
    "a form": b"body=Hello.",
    "NaN": b'{"body": NaN}',
    "Infinity": b'{"body": -Infinity}',
    "a number without end": b'{"body": 1e999}',
    "not UTF-8": b'{"body": "\xff\xfe"}',
    "two objects": b"{}{}",
    "too deep": b"[" * 100_000,
    "too deep and whole": b"[" * 100_000 + b"]" * 100_000,
    "too many digits": b'{"body": ' + b"9" * 50_000 + b"}",
    "a comment": b"{} // Hello.",
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
@on_sqlite
def test_what_is_no_json_is_told_so(as_, cast, body):
    path = f"/rooms/{cast.everyday}/messages"
    refused(as_(cast.ana).post(path, data=body, content_type="application/json"), 400)


@pytest.mark.parametrize("said", [[], "Hello.", 7, None, True, [{"body": "Hello."}]], ids=str)
@on_sqlite
def test_json_that_is_no_object_is_invalid(as_, cast, said):
    path = f"/rooms/{cast.everyday}/messages"
    refused(as_(cast.ana).post(path, data=json.dumps(said), content_type="application/json"), 422)


@on_sqlite
def test_a_body_of_one_mib_is_read_and_a_larger_one_is_not(as_, cast):
    path, start, end = f"/rooms/{cast.everyday}/messages", b'{"body": "', b'"}'
    fitting = start + b"x" * (MIB - len(start) - len(end)) + end
    assert len(fitting) == MIB
    refused(as_(cast.ana).post(path, data=fitting, content_type="application/json"), 422, "body")
    refused(as_(cast.ana).post(path, data=fitting + b" ", content_type="application/json"), 413)


@on_sqlite
def test_addresses_and_methods_that_are_not_there_are_told_in_the_same_form(as_, cast):
    for path in ("/nothing", "/rooms", "/rooms/not-an-id/messages", f"/rooms/{NOWHERE}", "/people/", "/me/", "/%00"):
        gone(as_(cast.ana).get(path))
    answer = as_(cast.ana).put("/me", {})
    refused(answer, 405)
    assert {"GET", "PATCH", "DELETE"} <= set(answer.headers["Allow"].split(", "))


@on_sqlite
def test_unknown_fields_are_invalid_and_named(as_, cast):
    calls: dict[str, dict[str, Any]] = {
        "/people": {"handle": "newname", "email": "new@example.org", "password": PASSPHRASE},
        "/sessions": {"handle": "Ana", "password": PASSPHRASE},
        f"/communities/{cast.long_covid}/memberships": {"answers": []},
        f"/rooms/{cast.everyday}/messages": {"body": "Hello.", "client_key": key()},
        f"/communities/{cast.crohns}/invitations": {},
        f"/communities/{cast.crohns}/rooms": {"name": "New"},
        f"/cases/{cast.pia_case}/notes": {"body": "New."},
        f"/cases/{cast.pia_case}/decision": {"outcome": "approve", "reason": "Why not."},
    }
    for path, said in calls.items():
        refused(as_(cast.fay).post(path, said | {"colour": "blue"}), 422, "colour")
    for path, said in ((f"/rooms/{cast.everyday}/read", {"seq": 0}), ("/me/password", {"current": "x"})):
        refused(as_(cast.fay).put(path, said | {"colour": "blue"}), 422, "colour")


@on_sqlite
def test_a_field_may_be_called_anything_and_is_still_refused_in_good_form(as_, cast):
    for name in ("", " ", "\x00", "\ud800", "🪨", "x" * 5000, "__proto__", "_schema", "error"):
        error = refused(as_(cast.ana).patch("/me", {name: 1}), 422)
        assert len(error["fields"]) == 1


@on_sqlite
def test_every_answer_says_that_it_is_private(as_, cast):
    answers = [
        as_(cast.ana).get("/me"),
        as_(cast.ana).get("/communities"),
        as_(None).get("/communities"),
        as_(cast.ana).get(f"/rooms/{cast.everyday}/messages"),
        as_(cast.oli).get(f"/rooms/{cast.everyday}/messages"),
        as_(None).get("/me"),
        as_(cast.ana).post("/people", {}),
    ]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def one_by_one(caller, path: str) -> list[dict]:
    found: list[dict] = []
    query: dict[str, Any] = {"limit": 1}
    while page := caller.get(path, query_string=query).json:
        assert len(page["items"]) == 1
        found += page["items"]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    return found


@on_sqlite
def test_every_list_takes_a_limit_and_goes_on_at_its_cursor(as_, cast):
    fay = as_(cast.fay)
    for name in ("One", "Two"):
        fay.post(f"/communities/{cast.crohns}/rooms", {"name": name})
        fay.post(f"/communities/{cast.crohns}/invitations", {})
        fay.post(f"/cases/{cast.pia_case}/notes", {"body": name})
    for person in (cast.ana, cast.ben):
        fay.put(f"/me/blocks/{person.person_id}")
    fay.post("/sessions", {"handle": "Fay", "password": PASSPHRASE})
    place = f"/communities/{cast.crohns}"
    lists = [f"{place}/{name}" for name in ("rooms", "invitations", "members", "cases", "audit")]
    for path in [*lists, "/communities", "/me/sessions", "/me/blocks", f"/cases/{cast.pia_case}/notes"]:
        whole = fay.get(path).json
        assert whole["next"] is None
        assert len(whole["items"]) > 1, path
        assert one_by_one(fay, path) == whole["items"], path
        for query in ("limit=0", "limit=101", "cursor=what"):
            refused(fay.get(f"{path}?{query}"), 422, query.partition("=")[0])
