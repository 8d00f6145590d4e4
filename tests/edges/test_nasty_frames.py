"""Packets that are none and frames that are none: ignored, or the end of their sender's connection."""

from __future__ import annotations

import json
import struct

import pytest

from tests.edges.caller import NOWHERE
from tests.edges.wire import CLOSED, Binary, Wire

pytestmark = pytest.mark.usefixtures("chat_goes_on")
KIB = 1024


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
    "a transport digit in other digits": "٣",
    "a transport digit that is none": "²",
    "deep lists": "4" + "[" * 60_000,
    "an object": '4{"a":1}',
    "a text": '4"2[]"',
    "many separators": "\x1e" * 100,
}


@pytest.mark.parametrize("packet", PACKETS.values(), ids=PACKETS)
def test_a_packet_that_is_none_is_ignored_or_ends_the_connection(wire, packet):
    wire.say(packet)
    assert wire.still_answers() or wire.is_closed()


@pytest.mark.parametrize("packet", [*PACKETS.values(), '421["room:enter",{}]', "41", "1"], ids=repr)
def test_before_it_says_who_it_is_nothing_that_a_connection_sends_does_anything(town, packet):
    with Wire(town.server.url) as wire:
        wire.say(packet[:10_000])
        wire.say('40{"token":"no such token"}')
        assert wire.hear().startswith(("44", CLOSED, "1", "3", "6"))


@pytest.mark.parametrize("payload", [b"", b"\x00" * 100, b"42[]", b"\xff" * 1000])
def test_binary_packets_are_refused(wire, payload):
    wire.say(payload, Binary)
    assert wire.still_answers() or wire.is_closed()


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


def test_a_connection_that_connects_twice_is_gone_when_it_goes(town, others):
    """Whoever is left over in the books would be shown as being here for ever."""
    room, ben, _ = others
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


@pytest.mark.parametrize("packet", ["", "hello", "9", "²", "4²", "1", "44", "437[", "4" + "[" * 60_000], ids=repr)
def test_whoever_is_cut_off_is_shown_as_being_here_no_longer(town, others, packet):
    room, ben, _ = others
    ben.forget()
    with Wire(town.server.url) as wire:
        wire.connect(town.token(town.cast.lin))
        wire.say(f'421["room:enter",{{"room_id":"{room}"}}]')
        wire.ack(1)
        ben.hear("room:presence", lambda said: "Lin" in str(said))
        ben.forget()
        wire.say(packet)
        if not wire.still_answers():
            assert wire.is_closed()
            assert ben.hear("room:presence", lambda said: "Lin" not in str(said))
