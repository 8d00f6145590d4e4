"""WebSocket frames as clients send them: the cases of the Autobahn testsuite, by its numbers, and our own bounds."""

from __future__ import annotations

import sys

import pytest

from app.engine.frames import (
    BINARY,
    CLOSE,
    CONTINUATION,
    FIN,
    LARGEST,
    PING,
    PONG,
    TEXT,
    Heard,
    Parser,
    Violation,
    close_frame,
    frame,
)

Case = tuple[bytes, list[Heard], int | None]
"""What is sent, what is heard, and the code of the violation that ends it."""

KEY = b"\x37\xfa\x21\x3d"
OPEN_AND_BUSY = LARGEST + 6 + 124
"""Bytes kept at most: a message without its end, and a ping without its last byte."""


def sent(payload: bytes = b"", first: int = FIN | TEXT, key: bytes = KEY, size: int | None = None) -> bytes:
    """A masked frame. `size` is the bytes after the first two in which the length is written: 0, 2 or 8."""
    masked = bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))
    return claimed(len(payload), first, size, key) + masked


def claimed(length: int, first: int = FIN | TEXT, size: int | None = None, key: bytes = KEY) -> bytes:
    """The header of a masked frame."""
    if size is None:
        size = 0 if length < 126 else 2 if length < 65536 else 8
    return bytes([first, 0x80 | {0: length, 2: 126, 8: 127}[size]]) + length.to_bytes(8, "big")[8 - size :] + key


def parts(*payloads: bytes, opcode: int = TEXT) -> bytes:
    """A message in fragments."""
    firsts = [opcode, *[CONTINUATION] * (len(payloads) - 1)]
    firsts[-1] |= FIN
    return b"".join(map(sent, payloads, firsts))


def bye(code: int, reason: bytes = b"") -> bytes:
    return sent(code.to_bytes(2, "big") + reason, FIN | CLOSE)


def left(code: int, reason: bytes = b"") -> Heard:
    return CLOSE, code.to_bytes(2, "big") + reason


def good(raw: bytes, *heard: Heard) -> Case:
    return raw, list(heard), None


def bad(code: int, raw: bytes, *heard: Heard) -> Case:
    return raw, list(heard), code


def hear(parser: Parser, *chunks: bytes) -> tuple[list[Heard], int | None]:
    """What comes of all of them. Nothing is heard after a violation, and there is no second one."""
    heard: list[Heard] = []
    code = None
    for chunk in chunks:
        try:
            said = parser.feed(chunk)
        except Violation as fault:
            assert code is None
            heard, code = heard + fault.before, fault.code
        else:
            assert code is None or not said
            heard += said
    return heard, code


def pieces(raw: bytes, size: int) -> list[bytes]:
    return [raw[at : at + size] for at in range(0, len(raw), size)]


def held(parser: Parser) -> int:
    """Bytes that are kept of what the client sent."""
    return len(parser.rest or b"") + len(parser.message or b"")


HELLO, WORLD = (TEXT, b"Hello"), (TEXT, b"world")
WHOLE, HEL, LO = sent(b"Hello"), sent(b"Hel", TEXT), sent(b"lo", FIN | CONTINUATION)
ASKED, PINGED = (PING, b"are you there?"), sent(b"are you there?", FIN | PING)
PONGED, ANSWERED = (PONG, b"here"), sent(b"here", FIN | PONG)
NO_TEXT = b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"
LARGE = b"*" * LARGEST

SIZES = {
    **{f"1.1 text, {n}": good(sent(b"*" * n), (TEXT, b"*" * n)) for n in (0, 125, 126, 127, 128, 65535, 65536)},
    **{
        f"1.2 binary, {n}": good(sent(b"\xfe" * n, FIN | BINARY), (BINARY, b"\xfe" * n))
        for n in (0, 125, 126, 127, 128, 65535, 65536)
    },
}

PINGS = {
    "2.1 ping of nothing": good(sent(b"", FIN | PING), (PING, b"")),
    "2.2 ping of text": good(PINGED, ASKED),
    "2.3 ping of no text": good(sent(NO_TEXT, FIN | PING), (PING, NO_TEXT)),
    "2.4 ping of 125": good(sent(b"\xfe" * 125, FIN | PING), (PING, b"\xfe" * 125)),
    "2.5 ping of 126": bad(1002, sent(b"\xfe" * 126, FIN | PING)),
    "2.5 pong of 126": bad(1002, sent(b"\xfe" * 126, FIN | PONG)),
    "2.5 ping of 70000": bad(1002, claimed(70_000, FIN | PING)),
    "2.7 pong of nothing, unasked": good(sent(b"", FIN | PONG), (PONG, b"")),
    "2.8 pong, unasked": good(ANSWERED, PONGED),
    "2.9 pong and ping": good(ANSWERED + PINGED, PONGED, ASKED),
    "2.10 ten pings": good(PINGED * 10, *[ASKED] * 10),
}

RESERVED = {
    "3.1 reserved bit": bad(1002, sent(b"*", 0x10 | FIN | TEXT)),
    "3.2 another, after a message": bad(1002, WHOLE + sent(b"*", 0x20 | FIN | TEXT) + PINGED, HELLO),
    "3.3 two": bad(1002, WHOLE + sent(b"*", 0x30 | FIN | TEXT) + PINGED, HELLO),
    "3.4 that of compression": bad(1002, WHOLE + sent(b"*", 0x40 | FIN | TEXT) + PINGED, HELLO),
    "3.5 on binary": bad(1002, sent(b"*", 0x50 | FIN | BINARY)),
    "3.6 on a ping": bad(1002, sent(b"*", 0x60 | FIN | PING)),
    "3.7 on a close": bad(1002, sent(b"", 0x70 | FIN | CLOSE)),
    "3 on a part": bad(1002, HEL + sent(b"lo", 0x40 | FIN | CONTINUATION)),
    **{f"4.1 data, {n}": bad(1002, WHOLE + sent(b"*", FIN | n) + PINGED, HELLO) for n in range(3, 8)},
    **{f"4.1 data in parts, {n}": bad(1002, sent(b"*", n) + LO) for n in range(3, 8)},
    **{f"4.2 control, {n}": bad(1002, WHOLE + sent(b"", FIN | n) + PINGED, HELLO) for n in range(11, 16)},
}

PARTS = {
    "5.1 ping": bad(1002, sent(b"a", PING) + LO),
    "5.2 pong": bad(1002, sent(b"a", PONG) + LO),
    "5 close": bad(1002, sent(b"", CLOSE) + LO),
    "5.3 text in two": good(HEL + LO, HELLO),
    "5.3 binary in two": good(parts(b"\xff", b"\x00", opcode=BINARY), (BINARY, b"\xff\x00")),
    "5.6 ping in between": good(HEL + PINGED + LO, ASKED, HELLO),
    "5.9 end of nothing": bad(1002, LO + WHOLE),
    "5.9 end after a whole message": bad(1002, WHOLE + LO, HELLO),
    "5.12 part of nothing": bad(1002, sent(b"l", CONTINUATION) + WHOLE),
    "5.15 part after the end": bad(1002, HEL + LO + sent(b"l", CONTINUATION) + WHOLE, HELLO),
    "5.18 text within text": bad(1002, HEL + WHOLE),
    "5.18 beginning within text": bad(1002, HEL + HEL),
    "5.18 binary within text": bad(1002, HEL + sent(b"lo", FIN | BINARY)),
    "5.18 text within nothing yet": bad(1002, sent(b"", TEXT) + WHOLE),
    "5.19 pings between five": good(
        HEL + PINGED + sent(b"", CONTINUATION) + sent(b"", CONTINUATION) + ANSWERED + sent(b"", CONTINUATION) + LO,
        *[ASKED, PONGED, HELLO],
    ),
    "5 message after message": good(parts(b"Hel", b"lo") + WHOLE + parts(b"wor", b"ld"), HELLO, HELLO, WORLD),
    "5 text after binary": good(parts(b"\xff", b"\xff", opcode=BINARY) + HEL + LO, (BINARY, b"\xff\xff"), HELLO),
    "5 text after binary is checked": bad(1007, parts(b"a", b"b", opcode=BINARY) + parts(b"\xff"), (BINARY, b"ab")),
}

KOSME = bytes.fromhex("ce ba e1 bd b9 cf 83 ce bc ce b5")
WHOLE_CHARACTERS = {0, 2, 5, 7, 9, 11}

VALID = """00|7f|c2 80|df bf|e0 a0 80|ed 9f bf|ee 80 80|ef b7 90|ef bf bd|ef bf be|ef bf bf|f0 90 80 80|f0 9f bf be
f3 bf bf be|f4 8f bf bf""".replace("\n", "|").split("|")
"""6.5, 6.7, 6.9, 6.11, 6.22 and 6.23: the first and last of each length, beside the surrogates, and non-characters."""

INVALID = {
    "6.3 and 6.20 surrogate": "ed a0 80|ed ad bf|ed ae 80|ed af bf|ed b0 80|ed be 80|ed bf bf",
    "6.4 and 6.11 beyond the last": "f4 90 80 80|f5 80 80 80",
    "6.8 and 6.10 too long": "f7 bf bf bf|f8 88 80 80 80|fb bf bf bf bf|fc 84 80 80 80 80|fd bf bf bf bf bf",
    "6.12 second byte alone": "80|bf|80 bf|80 bf 80 bf 80 bf",
    "6.13 first byte alone": "c3 20|e1 20|f1 20|f8 20|fc 20",
    "6.14 last byte missing": "df|ef bf|f0 90 80|f7 bf bf",
    "6.15 one after another": "c0 e0 80 f0 80 80 df ef bf f7 bf bf",
    "6.16 what never is": "fe|ff|fe fe ff ff",
    "6.17 slash, overlong": "c0 af|e0 80 af|f0 80 80 af",
    "6.18 overlong": "c1 bf|e0 9f bf|f0 8f bf bf",
    "6.19 NUL, overlong": "c0 80|e0 80 80|f0 80 80 80",
    "6.21 pair of surrogates": "ed a0 80 ed b0 80|ed af bf ed bf bf",
}

UTF8 = {
    "6.1 nothing in three parts": good(parts(b"", b"", b""), (TEXT, b"")),
    "6.1 all in the middle": good(parts(b"", b"Hello", b""), HELLO),
    "6.2 a byte in each part": good(parts(*pieces(KOSME, 1)), (TEXT, KOSME)),
    "6.2 ping within a character": good(sent(b"\xc3", TEXT) + PINGED + sent(b"\xa9", FIN), ASKED, (TEXT, b"\xc3\xa9")),
    "6.4 message ends within a character": bad(1007, sent(b"Hello \xc3") + sent(b"\xa9")),
    "6.4 so in parts": bad(1007, parts(b"Hello \xc3", b"") + parts(b"\xa9", b"")),
    "6.4 before the message is complete": bad(1007, sent(KOSME + b"\xf4", TEXT) + sent(b"\x90", CONTINUATION)),
    **{f"6.5 {raw}": good(sent(bytes.fromhex(raw)), (TEXT, bytes.fromhex(raw))) for raw in VALID},
    **{f"6.6 first {n} of κόσμε": good(sent(KOSME[:n]), (TEXT, KOSME[:n])) for n in WHOLE_CHARACTERS},
    **{f"6.6 first {n} of κόσμε": bad(1007, sent(KOSME[:n])) for n in {*range(12)} - WHOLE_CHARACTERS},
    **{
        f"{name}: {raw}": bad(1007, WHOLE + sent(KOSME + bytes.fromhex(raw)) + PINGED, HELLO)
        for name, several in INVALID.items()
        for raw in several.split("|")
    },
    **{
        f"{name}: {raw}, in parts": bad(1007, WHOLE + parts(*pieces(KOSME + bytes.fromhex(raw), 1)) + PINGED, HELLO)
        for name, several in INVALID.items()
        for raw in several.split("|")
    },
    "6 binary": good(sent(b"\xff", FIN | BINARY), (BINARY, b"\xff")),
}

CLOSES = {
    "7.1.1 message, close": good(WHOLE + bye(1000), HELLO, left(1000)),
    "7.1.2 twice": good(bye(1000) + bye(1001), left(1000)),
    "7.1.3 ping after it": good(bye(1000) + PINGED, left(1000)),
    "7.1.4 message after it": good(bye(1000) + WHOLE, left(1000)),
    "7.1.5 within a message": good(HEL + bye(1000) + LO, left(1000)),
    "7 nonsense after it": good(bye(1000) + b"\xff" * 100, left(1000)),
    "7.3.1 no code": good(sent(b"", FIN | CLOSE), (CLOSE, b"")),
    "7.3.2 half a code": bad(1002, sent(b"\x03", FIN | CLOSE)),
    "7.3.4 reason": good(bye(1000, KOSME), left(1000, KOSME)),
    "7.3.5 longest reason": good(bye(1000, b"*" * 123), left(1000, b"*" * 123)),
    "7.3.6 longer": bad(1002, bye(1000, b"*" * 124)),
    "7.5.1 reason that is no UTF-8": bad(1007, WHOLE + bye(1000, KOSME + b"\xed\xa0\x80"), HELLO),
    "7.5 reason that ends within a character": bad(1007, bye(1000, b"\xc3")),
    "7.9 odd code and reason": bad(1002, bye(999, b"\xff")),
}

LIMITS = {
    "9.1 one byte too many": bad(1009, WHOLE + claimed(LARGEST + 1), HELLO),
    "9.2 the same in binary": bad(1009, claimed(LARGEST + 1, FIN | BINARY)),
    "9.1 huge": bad(1009, claimed(2**63 - 1)),
    "9.3 largest in parts": good(parts(*pieces(LARGE, 1300)), (TEXT, LARGE)),
    "9.3 and an end of nothing": good(parts(LARGE, b"", b""), (TEXT, LARGE)),
    "9.3 one byte too many": bad(1009, sent(LARGE, TEXT) + PINGED + claimed(1, CONTINUATION), ASKED),
    "9.4 the same in binary": bad(1009, sent(LARGE[1:], BINARY) + claimed(2, FIN | CONTINUATION)),
    "9.3 two parts that are too much": bad(1009, sent(LARGE[: 2**15], TEXT) + claimed(2**15 + 1, FIN | CONTINUATION)),
    "9 ping in between": good(
        sent(LARGE, TEXT) + sent(b"*" * 125, FIN | PING) + sent(b"", FIN), (PING, b"*" * 125), (TEXT, LARGE)
    ),
}

HEADERS = {
    "no mask": bad(1002, WHOLE + b"\x81\x05Hello", HELLO),
    "no mask on binary": bad(1002, b"\x82\x00"),
    "no mask on a part": bad(1002, HEL + b"\x80\x02lo"),
    "no mask on a ping": bad(1002, b"\x89\x00"),
    "no mask on a close": bad(1002, b"\x88\x02\x03\xe8"),
    "no mask on a large one": bad(1002, b"\x81\x7f" + b"\xff" * 8),
    **{f"{n} in two bytes": bad(1002, WHOLE + sent(b"*" * n, size=2), HELLO) for n in (0, 5, 125)},
    **{f"{n} in eight bytes": bad(1002, WHOLE + claimed(n, size=8), HELLO) for n in (0, 5, 125, 126, 65535)},
    "highest bit of a length": bad(1002, claimed(2**63)),
    "all bits of a length": bad(1002, claimed(2**64 - 1, FIN | BINARY)),
    "ping whose length takes two bytes": bad(1002, claimed(5, FIN | PING, size=2)),
    "request": bad(1002, b"GET / HTTP/1.1\r\n\r\n"),
    "nothing": good(b""),
    "half a header": good(WHOLE + b"\x81", HELLO),
    "header alone": good(WHOLE + claimed(LARGEST), HELLO),
    "mask of nothing": good(sent(b"Hello", key=bytes(4)), HELLO),
}

CASES = {**SIZES, **PINGS, **RESERVED, **PARTS, **UTF8, **CLOSES, **LIMITS, **HEADERS}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_client_is_heard_until_it_breaks_the_rules(case):
    raw, heard, code = case
    assert hear(Parser(), raw) == (heard, code)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_does_not_matter_how_the_bytes_arrive(case):
    raw, heard, code = case
    for size in (1, 13, 997):
        assert hear(Parser(), *pieces(raw, size)) == (heard, code)


def test_a_client_closes_with_codes_that_mean_something():
    """7.7, 7.9 and 7.13 for every code there is."""
    meant = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, *range(3000, 5000)}
    for code in range(1 << 16):
        assert hear(Parser(), bye(code)) == (([left(code)], None) if code in meant else ([], 1002)), code


def test_a_frame_begins_in_one_of_nine_ways():
    raws = {first: (HEL if first in (0x00, 0x80) else b"") + sent(b"", first) for first in range(256)}
    fine = {first for first, raw in raws.items() if hear(Parser(), raw)[1] is None}
    assert fine == {0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A}


def test_a_length_that_is_too_large_is_refused_before_anything_is_kept():
    parser = Parser()
    assert hear(parser, *pieces(claimed(LARGEST + 1)[:10], 1)) == ([], 1009)  # the mask is not even here
    assert held(parser) == 0
    assert hear(parser, *[LARGE] * 50, WHOLE) == ([], None)
    assert held(parser) == 0


def test_of_a_client_no_more_is_kept_than_a_message_and_a_ping():
    parser = Parser()
    for chunk in pieces(sent(LARGE, TEXT) + sent(b"*" * 125, FIN | PING)[:-1], 1000):
        assert parser.feed(chunk) == []
        assert held(parser) <= OPEN_AND_BUSY
    assert held(parser) == OPEN_AND_BUSY


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_parts_of_nothing_take_no_memory(opcode):
    parser = Parser()
    for chunk in [sent(b"", opcode), *[sent(b"", CONTINUATION) * 1000] * 100]:
        assert parser.feed(chunk) == []
    assert sys.getsizeof(parser.message) < 100
    assert parser.feed(sent(b"", FIN | CONTINUATION)) == [(opcode, b"")]


@pytest.mark.parametrize("raw", [b"", WHOLE, sent(LARGE), parts(LARGE[1:], b"*"), PINGED], ids=len)
def test_a_client_that_is_silent_takes_next_to_no_memory(raw):
    parser = Parser()
    for chunk in pieces(raw, 1000):
        parser.feed(chunk)
    kept = [getattr(parser, name) for name in Parser.__slots__]
    assert all(one is None or one is False for one in kept)
    assert sys.getsizeof(parser) <= 120
    assert not hasattr(parser, "__dict__")


@pytest.mark.parametrize("raw", [b"\xff\xff", sent(b"\xff"), bye(1), bye(1000)], ids=repr)
def test_of_a_client_that_is_gone_nothing_is_kept(raw):
    parser = Parser()
    hear(parser, HEL, raw[:3], raw[3:] + LARGE, LARGE)
    assert held(parser) == 0
    assert parser.utf8 is None


@pytest.mark.parametrize(
    ("length", "header"),
    [
        (0, "81 00"),
        (125, "81 7d"),
        (126, "81 7e 00 7e"),
        (65535, "81 7e ff ff"),
        (65536, "81 7f 00 00 00 00 00 01 00 00"),
        (1_000_000, "81 7f 00 00 00 00 00 0f 42 40"),
    ],
)
def test_the_servers_frames_are_whole_not_masked_and_of_the_shortest_form(length, header):
    assert frame(b"*" * length) == bytes.fromhex(header) + b"*" * length


def test_the_server_pings_answers_and_says_why_it_closes():
    assert frame(b"", PING) == b"\x89\x00"
    assert frame(b"here", PONG) == b"\x8a\x04here"
    assert frame(b"\xff", BINARY) == b"\x82\x01\xff"
    assert close_frame(1002) == b"\x88\x02\x03\xea"
    assert close_frame(1001, "See you") == b"\x88\x09\x03\xe9See you"


def test_a_reason_that_is_too_long_loses_whole_characters():
    assert close_frame(1000, "*" * 200) == b"\x88\x7d\x03\xe8" + b"*" * 123
    assert close_frame(1000, "é" * 100) == b"\x88\x7c\x03\xe8" + "é".encode() * 61
