"""Bad input over a live connection: an error for its sender or the end of their connection; others chat on."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.edges import nasty
from tests.edges.caller import NOWHERE
from tests.edges.wire import CLOSED

pytestmark = pytest.mark.usefixtures("chat_goes_on")
CODES = {"invalid", "not_found", "not_allowed", "conflict"}


def is_refused(ack: object) -> bool:
    """An error in the contract's form, or the end of the connection."""
    if ack == CLOSED:
        return True
    assert isinstance(ack, dict), ack
    assert set(ack) == {"error"}, ack
    assert set(ack["error"]) <= {"code", "message", "fields"}
    return ack["error"]["code"] in CODES and bool(ack["error"]["message"])


def calls(town, room) -> dict[str, dict]:
    """Each call with arguments that would do."""
    message = str(town.say(town.cast.ana, UUID(room)))
    return {
        "room:enter": {"room_id": room, "after_seq": 0},
        "room:leave": {"room_id": room},
        "message:post": {"room_id": room, "body": "Hello.", "client_key": uuid4().hex, "reply_to": None},
        "message:edit": {"message_id": message, "body": "Hello."},
        "message:remove": {"message_id": message},
        "message:react": {"message_id": message, "emoji": "👍", "on": True},
        "room:read": {"room_id": room, "seq": 0},
        "room:typing": {"room_id": room},
    }


FITTING = {
    "after_seq": {"nothing", "zero", "a number beyond 32 bits"},
    "seq": {"zero", "a number beyond 32 bits"},
    "reply_to": {"nothing"},
    "on": {"true"},
    "anonymous": {"true"},
    "body": {"control characters", "a text right to left", "a byte order mark", "no character", "many combining marks",
             "wide characters", "markup", "a template", "SQL", "a path", "a moment before time", "the first moment",
             "the last moment", "an id of zeros", "an id in other letters"},
    "client_key": {"a text right to left", "markup", "a template", "SQL", "a path", "a moment before time",
                   "the first moment", "the last moment", "an id of zeros", "an id in other letters", "spaces"},
}  # fmt: skip
"""Which odd values are none: field by field, what the contract allows."""


@pytest.mark.parametrize(
    "event", ["room:enter", "room:leave", "message:post", "message:edit", "message:remove", "message:react",
              "room:read", "room:typing"],
)  # fmt: skip
def test_every_spoiled_field_gets_an_error(town, room, wire, event):
    fields = calls(town, room)[event]
    extra = {"anonymous": False} if event == "message:post" else {}
    for field in [*fields, *extra, "unknown"]:
        for name, value in nasty.VALUES.items():
            if name in FITTING.get(field, ()):
                continue
            wire.say(f"427{json.dumps([event, fields | {field: value}])}")
            ack = wire.ack(7)
            assert ack != CLOSED, f"{event} with {name} as {field}"
            leaving = event == "room:leave" and field == "room_id" and ack == {}  # of what one never entered
            assert leaving or is_refused(ack), f"{event} with {name} as {field}: {ack}"
    assert wire.still_answers()


@pytest.mark.parametrize("event", ["room:enter", "message:post", "room:typing", "no:such", "message", "*", "x" * 999])
def test_every_odd_argument_gets_an_error(wire, event):
    for name, value in nasty.VALUES.items():
        wire.say(f"427{json.dumps([event, value])}")
        assert is_refused(wire.ack(7)), name
    several: tuple[list[Any], ...] = ([], [{}, {}], [{}] * 50, [None, None], [[], {}], [{"room_id": NOWHERE}, 1])
    for arguments in several:
        wire.say(f"427{json.dumps([event, *arguments])}")
        assert is_refused(wire.ack(7)), arguments
    assert wire.still_answers()


UNREADABLE = {
    "no JSON": '["room:enter",{',
    "words": "hello",
    "an object": '{"room_id":"x"}',
    "a text": '"room:enter"',
    "a number": " 5.5",
    "null": "null",
    "an empty list": "[]",
    "an event that is null": "[null,{}]",
    "an event that is a number": "[1,{}]",
    "an event that is a list": '[["room:enter"],{}]',
    "an event without a name": '["",{}]',
    "connect": '["connect",{}]',
    "connect with a token": '["connect",{"token":"x"}]',
    "disconnect": '["disconnect","bye"]',
    "connect_error": '["connect_error",{}]',
    "our own word for it": '["cairn:malformed",{}]',
    "NaN": '["room:read",{"seq":NaN}]',
    "Infinity": '["room:read",{"seq":Infinity}]',
    "a number without end": '["room:read",{"seq":1e999}]',
    "too many digits": '["room:read",{"seq":' + "9" * 5000 + "}]",
    "deep lists": '["room:enter",' + "[" * 20_000 + "]" * 20_000 + "]",
    "deep lists without an end": '["room:enter",' + "[" * 60_000,
    "deep objects": '["room:enter",' + '{"a":' * 9_000 + "1" + "}" * 9_000 + "]",
    "a placeholder": '["message:post",{"_placeholder":true,"num":0}]',
    "a NUL": '["room:enter",{"room_id":"\x00"}]',
    "two values": '["room:enter",{}]["room:enter",{}]',
    "the same field twice": '["room:enter",{"room_id":1,"room_id":2}]',
}


@pytest.mark.parametrize("packet", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_gets_an_error(wire, packet):
    wire.say(f"427{packet}")
    assert is_refused(wire.ack(7))


@pytest.mark.parametrize("packet", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_and_wants_no_answer_gets_none(wire, packet):
    wire.say(f"42{packet}")
    assert wire.still_answers() or wire.is_closed()


def test_of_a_thousand_fields_that_are_none_not_each_is_named(wire):
    many = json.dumps({f"field{number}": 0 for number in range(1000)})
    wire.say(f'427["message:post",{many}]')
    assert len(wire.ack(7)["error"]["fields"]) == 1
