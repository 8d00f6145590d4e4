"""Rooms and messages over HTTP."""

from __future__ import annotations

import pytest

from tests.edges import shapes
from tests.edges.caller import NOWHERE, key, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_rooms_are_listed_with_what_one_has_not_read(as_, cast, say):
    say(cast.ana)
    answer = as_(cast.ben).get(f"/communities/{cast.crohns}/rooms").json
    assert set(answer) == shapes.LIST
    (room,) = answer["items"]
    assert set(room) == shapes.ROOM | {"unread"}
    assert (room["id"], room["last_seq"], room["unread"]) == (str(cast.everyday), 1, 1)
    assert as_(cast.ana).get(f"/communities/{cast.crohns}/rooms").json["items"][0]["unread"] == 0


def test_facilitators_make_rooms_and_members_do_not(as_, cast):
    path = f"/communities/{cast.crohns}/rooms"
    made = as_(cast.fay).post(path, {"name": "Recipes", "purpose": "What we can eat."})
    assert made.status_code == 201
    assert set(made.json) == {"room"}
    assert set(made.json["room"]) == shapes.ROOM
    refused(as_(cast.fay).post(path, {"name": "Recipes"}), 422, "name")
    refused(as_(cast.fay).post(path, {"name": ""}), 422, "name")
    refused(as_(cast.fay).post(path, {"name": "X", "last_seq": 7}), 422, "last_seq")
    refused(as_(cast.ana).post(path, {"name": "Mine"}), 403)


def test_a_message_has_the_shape_of_the_contract(as_, cast, say, read):
    mine = say(cast.ana)
    assert set(mine) == shapes.MY_MESSAGE
    assert set(mine["author"]) == shapes.AUTHOR
    assert (mine["seq"], mine["change_seq"], mine["removed"], mine["reactions"], mine["mine"]) == (1, 1, False, {}, [])
    found = read()
    assert set(found) == shapes.HISTORY
    (others,) = found["items"]
    assert set(others) == shapes.MESSAGE
    assert others == {name: value for name, value in mine.items() if name != "client_key"}


def test_the_same_key_says_it_once(as_, cast, read):
    path, said = f"/rooms/{cast.everyday}/messages", {"body": "Once.", "client_key": key()}
    first, again = as_(cast.ana).post(path, said), as_(cast.ana).post(path, said)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    for other in ({"body": "Twice."}, {"anonymous": True}, {"reply_to": first.json["message"]["id"]}):
        refused(as_(cast.ana).post(path, said | other), 409)
    room = as_(cast.fay).post(f"/communities/{cast.crohns}/rooms", {"name": "Elsewhere"}).json["room"]
    refused(as_(cast.ana).post(f"/rooms/{room['id']}/messages", said), 409)
    assert as_(cast.ben).post(path, said).status_code == 201
    assert [one["body"] for one in read()["items"]] == ["Once.", "Once."]


def test_a_key_stays_used_after_an_edit(as_, cast):
    path, said = f"/rooms/{cast.everyday}/messages", {"body": "Once.", "client_key": key()}
    made = as_(cast.ana).post(path, said).json["message"]
    as_(cast.ana).patch(f"/messages/{made['id']}", {"body": "Once, in other words."})
    again = as_(cast.ana).post(path, said)
    assert (again.status_code, again.json["message"]["body"]) == (200, "Once, in other words.")


@pytest.mark.parametrize("client_key", ["k" * 8, "k" * 64, "with spaces in it", "ключ-ключ"])
@on_sqlite
def test_a_key_may_be_any_8_to_64_characters(as_, cast, client_key):
    said = {"body": "Hello.", "client_key": client_key}
    assert as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", said).status_code == 201


def test_a_body_may_have_8000_characters_of_any_width(as_, cast):
    said = {"body": "🪨" * 8000, "client_key": key()}
    answer = as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", said)
    assert (answer.status_code, answer.json["message"]["body"]) == (201, said["body"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body", ""),
        ("body", " \n\t "),
        ("body", "x" * 8001),
        ("body", "a\x00b"),
        ("body", "\ud800"),
        ("body", None),
        ("body", 7),
        ("body", ["Hello."]),
        ("client_key", "short"),
        ("client_key", "k" * 65),
        ("client_key", "\x00" * 8),
        ("client_key", "\udfff" * 8),
        ("client_key", None),
        ("reply_to", "not-an-id"),
        ("reply_to", NOWHERE),
        ("anonymous", "true"),
        ("anonymous", None),
        ("seq", 1),
        ("author_id", NOWHERE),
    ],
)
@on_sqlite
def test_a_message_is_made_of_what_the_contract_says(as_, cast, read, field, value):
    said = {"body": "Hello.", "client_key": key()} | {field: value}
    refused(as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", said), 422, field)
    assert read()["last_seq"] == 0


def test_a_reply_answers_a_message_of_the_same_room(as_, cast, say):
    first = say(cast.ana)
    assert say(cast.ben, reply_to=first["id"])["reply_to"] == first["id"]
    assert say(cast.ben, reply_to=None)["reply_to"] is None
    elsewhere = as_(cast.fay).post(f"/communities/{cast.crohns}/rooms", {"name": "Elsewhere"}).json["room"]["id"]
    said = {"body": "Lost.", "client_key": key(), "reply_to": first["id"]}
    refused(as_(cast.ana).post(f"/rooms/{elsewhere}/messages", said), 422, "reply_to")


def test_an_anonymous_author_is_known_to_facilitators_over_http_and_to_nobody_else(as_, cast, say):
    assert say(cast.ana, anonymous=True)["author"] is None
    for person, known in ((cast.ana, False), (cast.ben, False), (cast.lin, False), (cast.max, False), (cast.fay, True)):
        (seen,) = as_(person).get(f"/rooms/{cast.everyday}/messages").json["items"]
        assert (seen["author"] is not None) is known
        assert ("client_key" in seen) is (person is cast.ana)
