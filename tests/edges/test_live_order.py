"""One client's calls happen in the order in which they were made, and are answered in it, however fast they come."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest

from tests.edges.wire import Wire

MANY = 40


@pytest.fixture
def wire(town):
    with Wire(town.server.url) as made:
        yield made.connect(town.token(town.cast.lin))


def call(number: int, event: str, said: dict) -> str:
    return f"42{number}" + json.dumps([event, said])


def post(number: int, room: str) -> str:
    key = uuid4().hex
    return call(number, "message:post", {"room_id": room, "body": f"Number {number}.", "client_key": key})


def answers(wire: Wire, count: int) -> list[tuple[int, dict]]:
    """The next acks in the order in which they come, with the numbers of their calls."""
    found: list[tuple[int, dict]] = []
    while len(found) < count:
        ack = re.match(r"43(\d+)(.*)", wire.hear())
        if ack is not None:
            found.append((int(ack[1]), json.loads(ack[2])[0]))
    return found


def test_what_is_said_in_one_breath_is_stored_heard_and_answered_in_its_order(wire, ben, room):
    for number in range(MANY):
        wire.say(post(number, room))
    found = answers(wire, MANY)
    assert [number for number, _ in found] == list(range(MANY))
    assert [ack["message"]["seq"] for _, ack in found] == list(range(1, MANY + 1))
    ben.hear_body(f"Number {MANY - 1}.")
    assert [one["body"] for one in ben.all("message:posted")] == [f"Number {number}." for number in range(MANY)]


def test_calls_of_every_kind_keep_their_order(wire, room):
    """Posts may be stored together; what comes after them waits for them, and they for what came before."""
    wire.say(post(1, room))
    ((_, first),) = answers(wire, 1)
    said = {"message_id": first["message"]["id"]}
    calls = [
        call(2, "room:enter", {"room_id": room}),
        post(3, room),
        post(4, room),
        call(5, "message:edit", {**said, "body": "Edited."}),
        post(6, room),
        call(7, "message:react", {**said, "emoji": "👍", "on": True}),
        call(8, "no:such", {}),
        post(9, room),
        call(10, "message:remove", said),
        call(11, "message:edit", {**said, "body": "Too late."}),
        call(12, "room:read", {"room_id": room, "seq": 1}),
        call(13, "room:leave", {"room_id": room}),
    ]
    for one in calls:
        wire.say(one)
    found = answers(wire, len(calls))
    assert [number for number, _ in found] == list(range(2, 14))
    changes = [ack["message"]["change_seq"] for number, ack in found if number in (3, 4, 5, 6, 9, 10)]
    assert changes == [2, 3, 4, 5, 6, 7]
    assert dict(found)[11]["error"]["code"] == "conflict"
