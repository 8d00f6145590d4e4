"""One's own data over HTTP: everything about oneself, and its end."""

from __future__ import annotations

import json

import pytest

from tests.cast import PASSPHRASE
from tests.edges.caller import key, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def say(as_, person, room_id, body: str) -> dict:
    answer = as_(person).post(f"/rooms/{room_id}/messages", {"body": body, "client_key": key()})
    assert answer.status_code == 201
    return answer.json["message"]


def seen(as_, cast, message: dict) -> dict:
    """The message as Ben sees it now."""
    (found,) = as_(cast.ben).get(f"/rooms/{message['room_id']}/messages").json["items"]
    assert found["id"] == message["id"]
    return found


def erase(as_, person, content: str):
    return as_(person).delete("/me", {"password": PASSPHRASE, "content": content})


def test_the_export_is_one_document_of_everything(as_, cast):
    said = say(as_, cast.ana, cast.everyday, "Mine to take along.")
    say(as_, cast.ben, cast.everyday, "Not hers.")
    as_(cast.ana).put(f"/messages/{said['id']}/reactions/👍")
    as_(cast.ana).put(f"/me/blocks/{cast.ben.person_id}")
    answer = as_(cast.ana).get("/me/export")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    found = answer.json
    assert found["person"]["handle"] == "Ana"
    assert [one["body"] for one in found["messages"]] == ["Mine to take along."]
    assert {one["community"] for one in found["memberships"]} == {cast.crohns, cast.hidden}
    assert [one["emoji"] for one in found["reactions"]] == ["👍"]
    assert [one["blocked_id"] for one in found["blocks"]] == [str(cast.ben.person_id)]
    assert len(found["sessions"]) == 1
    assert "secret" not in json.dumps(found)
    assert "Not hers." not in json.dumps(found)


def test_somebody_banned_exports_and_erases_all_the_same(as_, cast):
    found = as_(cast.bea).get("/me/export").json
    assert {one["kind"] for one in found["sanctions"]} == {"ban"}
    assert erase(as_, cast.bea, "delete").status_code == 204
    refused(as_(cast.bea).get("/me"), 401)


def test_erasing_with_content_leaves_the_place_of_the_words(as_, cast):
    said = say(as_, cast.ana, cast.everyday, "Forget this.")
    assert erase(as_, cast.ana, "delete").status_code == 204
    left = seen(as_, cast, said)
    assert (left["body"], left["html"], left["author"], left["removed"]) == (None, None, None, True)


def test_erasing_without_content_leaves_the_words_without_a_name(as_, cast):
    said = say(as_, cast.ana, cast.everyday, "Keep this.")
    assert erase(as_, cast.ana, "anonymise").status_code == 204
    left = seen(as_, cast, said)
    assert (left["body"], left["author"], left["removed"]) == ("Keep this.", None, False)


def test_an_erased_person_is_nobody_any_more(as_, cast):
    erase(as_, cast.ana, "anonymise")
    refused(as_(cast.ana).get("/me"), 401)
    refused(as_(None).post("/sessions", {"handle": "Ana", "password": PASSPHRASE}), 401)
    members = as_(cast.ben).get(f"/communities/{cast.crohns}/members").json["items"]
    assert "Ana" not in {one["handle"] for one in members}
    again = {"handle": "Ana", "email": "ana@example.org", "password": PASSPHRASE}
    assert as_(None).post("/people", again).status_code == 201


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"password": "a wrong guess", "content": "delete"}, "password"),
        ({"password": PASSPHRASE, "content": "everything"}, "content"),
        ({"password": PASSPHRASE}, "content"),
        ({"content": "delete"}, "password"),
    ],
)
@on_sqlite
def test_erasing_needs_the_passphrase_and_a_choice(as_, cast, said, field):
    refused(as_(cast.ana).delete("/me", said), 422, field)
    assert as_(cast.ana).get("/me").status_code == 200
