"""Bad input over a live connection: an error for its sender or the end of their connection; others chat on."""

from __future__ import annotations

import json
import struct
from uuid import UUID, uuid4

import pytest

from tests.edges import nasty
from tests.edges.caller import NOWHERE
from tests.edges.live import Ear
from tests.edges.wire import CLOSED, Binary, Wire

CODES = {"invalid", "not_found", "not_allowed", "conflict"}
KIB = 1024


@pytest.fixture(scope="module")
def room(town) -> str:
    return str(town.new_room(town.cast.crohns))


@pytest.fixture(scope="module")
def others(town, room):
    """Two who keep chatting: what one says, the other must hear."""
    url = town.server.url
    with Ear(url, town.token(town.cast.ben)) as ben, Ear(url, town.token(town.cast.fay)) as fay:
        ben.enter(room)
        fay.enter(room)
        yield ben, fay


@pytest.fixture(autouse=True)
def chat_goes_on(room, others):
    """After each test here, whatever was sent in it."""
    yield
    ben, fay = others
    assert ben.is_open
    assert fay.is_open
    words = uuid4().hex
    assert "message" in ben.say(room, words)
    fay.hear_body(words)


@pytest.fixture
def wire(town):
    with Wire(town.server.url) as made:
        yield made.connect(town.token(town.cast.ana))


def is_refused(ack: object) -> bool:
    """An error in the contract's form, or the end of the connection."""
    if ack == CLOSED:
        return True
    assert isinstance(ack, dict), ack
    assert set(ack) == {"error"}, ack
    assert set(ack["error"]) <= {"code", "message", "fields"}
    return ack["error"]["code"] in CODES and bool(ack["error"]["message"])


def still_answers(wire: Wire) -> bool:
    wire.say(f'4299["room:leave",{{"room_id":"{NOWHERE}"}}]')
    return wire.ack(99) == {}


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
    assert still_answers(wire)


@pytest.mark.parametrize("event", ["room:enter", "message:post", "room:typing", "no:such", "message", "*", "x" * 999])
def test_every_odd_argument_gets_an_error(wire, event):
    for name, value in nasty.VALUES.items():
        wire.say(f"427{json.dumps([event, value])}")
        assert is_refused(wire.ack(7)), name
    for arguments in ([], [{}, {}], [{}] * 50, [None, None], [[], {}], [{"room_id": NOWHERE}, 1]):
        wire.say(f"427{json.dumps([event, *arguments])}")
        assert is_refused(wire.ack(7)), arguments
    assert still_answers(wire)


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
    wire.say(f'4299["room:leave",{{"room_id":"{NOWHERE}"}}]')
    assert wire.ack(99) in ({}, CLOSED)


PACKETS = {
    "nothing": "",
    "an unknown type of transport packet": "9",
    "no type": "hello",
    "a packet of nothing": "4",
    "an unknown type of packet": "49",
    "a type that is no digit": "4x[]",
    "a digit that is none": "4²[]",
    "a binary event": '451-["message:post",{"_placeholder":true,"num":0}]',
    "a binary event with many parts": '459999999999-["message:post",{}]',
    "a binary event with a billion parts": '45999999999-["message:post",{}]',
    "a binary event without parts": '450-["message:post",{}]',
    "a binary ack": '461-7[{"_placeholder":true,"num":0}]',
    "an error for the server": '44{"message":"no"}',
    "an ack without a number": "43[]",
    "an ack of nothing": "43999[{}]",
    "an ack that is no list": '437{"a":1}',
    "an event with parts announced": '42999-7["message:post",{}]',
    "a number that is too long": "42" + "9" * 200 + '["room:leave",{}]',
    "a number in other digits": '42٣["room:leave",{}]',
    "a number that is none": '42²["room:leave",{}]',
    "a namespace that is not there": '42/admin,7["room:enter",{}]',
    "to connect to another namespace": '40/admin,{"token":"x"}',
    "a namespace without an end": "42/" + "x" * 9_000,
    "to leave another namespace": "41/admin,",
    "to connect once more": "40",
    "to open once more": '0{"sid":"x"}',
    "a ping from the wrong side": "2",
    "a pong that nobody asked for": "3",
    "an upgrade": "5",
    "a probe": "2probe",
    "no operation": "6",
    "binary as text": "bAAAA",
    "NUL": "\x00",
    "many separators": "\x1e" * 100,
}


@pytest.mark.parametrize("packet", PACKETS.values(), ids=PACKETS)
def test_a_packet_that_is_none_is_ignored_or_ends_the_connection(wire, packet):
    wire.say(packet)
    wire.say(f'4299["room:leave",{{"room_id":"{NOWHERE}"}}]')
    assert wire.ack(99) in ({}, CLOSED)


@pytest.mark.parametrize("packet", [*PACKETS.values(), '421["room:enter",{}]', "41", "1"], ids=repr)
def test_before_it_says_who_it_is_nothing_that_a_connection_sends_does_anything(town, packet):
    with Wire(town.server.url) as wire:
        wire.say(packet[:10_000])
        wire.say('40{"token":"no such token"}')
        assert wire.hear().startswith(("44", CLOSED, "3", "6"))


@pytest.mark.parametrize("payload", [b"", b"\x00" * 100, b"42[]", b"\xff" * 1000])
def test_binary_packets_are_refused(wire, payload):
    wire.say(payload, Binary)
    wire.say(f'4299["room:leave",{{"room_id":"{NOWHERE}"}}]')
    assert wire.ack(99) in ({}, CLOSED)


def frame(first: int, length: bytes, payload: bytes = b"") -> bytes:
    """A masked frame, with the length that it claims."""
    return bytes([first]) + length + b"\x00\x00\x00\x00" + payload


FRAMES = {
    "a reserved kind": frame(0x83, b"\x82", b"hi"),
    "reserved bits": frame(0xF1, b"\x82", b"hi"),
    "no mask": b"\x81\x02hi",
    "a long ping": frame(0x89, b"\xfe\x00\xff", b"x" * 255),
    "a ping in parts": frame(0x09, b"\x82", b"hi"),
    "a part of nothing": frame(0x80, b"\x82", b"hi"),
    "text that is no UTF-8": frame(0x81, b"\x84", b"42\xff\xfe"),
    "half a character": frame(0x81, b"\x83", b"42\xc3"),
    "a close without sense": frame(0x88, b"\x81", b"x"),
    "a close with an odd code": frame(0x88, b"\x82", struct.pack("!H", 1005)),
    "no frame at all": b"GET / HTTP/1.1\r\n\r\n" * 50,
    "a length that cannot be": frame(0x81, b"\xff" + b"\xff" * 8),
    "a huge length": frame(0x81, b"\xff" + struct.pack("!Q", 50 * KIB * KIB), b"x" * 100 * KIB),
    "a huge binary length": frame(0x82, b"\xff" + struct.pack("!Q", 50 * KIB * KIB), b"x" * 100 * KIB),
}


@pytest.mark.parametrize("raw", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("connected", [True, False], ids=["connected", "before connecting"])
def test_a_malformed_frame_ends_the_connection(town, raw, connected):
    with Wire(town.server.url) as wire:
        if connected:
            wire.connect(town.token(town.cast.ana))
        wire.bytes(raw)
        assert wire.ack(1) == CLOSED


def test_a_packet_of_64_kib_is_read_and_a_larger_one_closes(wire):
    start, end = f'427["room:leave",{{"room_id":"{NOWHERE}","x":"', '"}]'
    fitting = start + "x" * (64 * KIB - len(start) - len(end)) + end
    wire.say(fitting)
    assert wire.ack(7)["error"]["code"] == "invalid"
    wire.say(fitting + " ")
    assert wire.ack(7) == CLOSED


@pytest.mark.parametrize("connected", [True, False], ids=["connected", "before connecting"])
@pytest.mark.parametrize("kind", [0x01, 0x02], ids=["text", "binary"])
def test_a_frame_of_50_mb_is_cut_short(town, connected, kind):
    with Wire(town.server.url) as wire:
        if connected:
            wire.connect(town.token(town.cast.ana))
        wire.bytes(frame(0x80 | kind, b"\xff" + struct.pack("!Q", 50_000_000)))
        for _ in range(50):
            wire.bytes(b"x" * 1_000_000)
        assert wire.ack(1) == CLOSED


@pytest.mark.parametrize("connected", [True, False], ids=["connected", "before connecting"])
def test_a_packet_in_many_parts_is_cut_short_all_the_same(town, connected):
    with Wire(town.server.url) as wire:
        if connected:
            wire.connect(town.token(town.cast.ana))
        wire.bytes(frame(0x01, b"\xfe" + struct.pack("!H", 30 * KIB), b"4" * 30 * KIB))
        for _ in range(300):
            wire.bytes(frame(0x00, b"\xfe" + struct.pack("!H", 30 * KIB), b"x" * 30 * KIB))
        assert wire.ack(1) == CLOSED


def test_a_connection_that_connects_twice_is_gone_when_it_goes(town, room, others, connect):
    """Whoever is left over in the books would be shown as being here for ever."""
    ben, _ = others
    with Wire(town.server.url) as wire:
        token = town.token(town.cast.ana)
        wire.connect(token)
        for number in (1, 2):
            wire.say(f'42{number}["room:enter",{{"room_id":"{room}"}}]')
            wire.ack(number)
            wire.say("40" + json.dumps({"token": token}))
        ben.hear("room:presence", lambda said: "Ana" in str(said))
        ben.forget()
    assert ben.hear("room:presence", lambda said: "Ana" not in str(said))
