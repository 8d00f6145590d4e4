"""Rooms and messages over HTTP."""

from __future__ import annotations

import pytest

from networks.chat.actions import post_message
from tests.edges import shapes
from tests.edges.caller import NOWHERE, key, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def say(as_, cast):
    """Say something in the everyday room; returns the message as its author gets it."""

    def saying(person, body: str = "Good morning.", **more: object) -> dict:
        said = {"body": body, "client_key": key(), **more}
        answer = as_(person).post(f"/rooms/{cast.everyday}/messages", said)
        assert answer.status_code == 201, answer.json
        return answer.json["message"]

    return saying


@pytest.fixture
def read(as_, cast):
    """Ben's reading of the everyday room."""
    return lambda **query: as_(cast.ben).get(f"/rooms/{cast.everyday}/messages", query_string=query).json


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


def test_history_reads_forward_backward_and_by_change(as_, cast, say, read):
    made = [say(cast.ana, f"Number {n}.") for n in range(1, 8)]
    as_(cast.ana).patch(f"/messages/{made[1]['id']}", {"body": "Edited."})
    as_(cast.ana).delete(f"/messages/{made[0]['id']}")

    def seqs(found: dict) -> list[int]:
        return [one["seq"] for one in found["items"]]

    assert seqs(read()) == [1, 2, 3, 4, 5, 6, 7]
    assert read()["last_seq"] == 9
    assert seqs(read(limit=2)) == [6, 7]
    assert seqs(read(after_seq=2, limit=3)) == [3, 4, 5]
    assert seqs(read(before_seq=5, limit=3)) == [2, 3, 4]
    assert seqs(read(before_seq=1)) == []
    assert seqs(read(after_seq=7)) == []
    assert seqs(read(changed_after=6)) == [7, 2, 1]
    assert [one["change_seq"] for one in read(changed_after=6)["items"]] == [7, 8, 9]
    assert seqs(read(changed_after=9)) == []


@pytest.mark.parametrize("start", [{}, {"before_seq": 12}, {"after_seq": 0}, {"changed_after": 0}])
@on_sqlite
def test_history_goes_on_at_its_cursor_until_its_end(cast, say, read, start):
    for n in range(1, 12):
        say(cast.ana, f"Number {n}.")
    found, query, rounds = set(), {**start, "limit": 4}, 0
    while True:
        page = read(**query)
        assert len(page["items"]) <= 4
        found |= {one["seq"] for one in page["items"]}
        rounds += 1
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert (found, rounds) == (set(range(1, 12)), 3)


@pytest.mark.parametrize(
    "query",
    ["after_seq=x", "after_seq=-1", "before_seq=1.5", "changed_after=1e3", "limit=0", "limit=101", "cursor=x",
     "after_seq=99999999999999999999", "cursor=9999999999999999999", "cursor=%00"],
)  # fmt: skip
@on_sqlite
def test_history_takes_only_numbers_that_can_be(as_, cast, query):
    refused(as_(cast.ana).get(f"/rooms/{cast.everyday}/messages?{query}"), 422, query.partition("=")[0])


@pytest.mark.parametrize("query", ["after_seq", "before_seq", "changed_after", "cursor"])
@pytest.mark.parametrize("number", [2**31, 2**53, 10**15 - 1])
def test_history_takes_every_number_that_can_be(as_, cast, query, number):
    if query == "cursor" and number == 2**53:
        return
    answer = as_(cast.ana).get(f"/rooms/{cast.everyday}/messages", query_string={query: number})
    assert (answer.status_code, answer.json["items"]) == (200, [])


@on_sqlite
def test_a_page_of_history_is_50_where_nothing_else_is_asked(cast, network, read):
    with network.begin(cast.ana) as work:
        for n in range(60):
            post_message(work, cast.everyday, body=f"Number {n}.", client_key=key())
    found = read()
    assert [one["seq"] for one in found["items"]] == list(range(11, 61))
    assert len(read(cursor=found["next"])["items"]) == 10
    assert len(read(limit=100)["items"]) == 60
