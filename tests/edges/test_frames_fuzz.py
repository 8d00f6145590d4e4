"""WebSocket frames at random: cut anywhere, spoiled in many ways, and held against wsproto, which reads them too."""

from __future__ import annotations

from itertools import cycle, pairwise

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from wsproto.frame_protocol import FrameProtocol, ParseFailed

from app.engine.frames import (
    BINARY,
    CLOSE,
    CONTINUATION,
    FIN,
    LARGEST,
    PING,
    PONG,
    STARTS,
    TEXT,
    Heard,
    Parser,
    close_frame,
    frame,
)
from tests.edges.test_frames import OPEN_AND_BUSY, bye, claimed, hear, held, left, sent

often = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
NO_STATUS = 1005
CODES = [1000, 1001, 1004, 1005, 1006, 1011, 1014, 1015, 2999, 3000, 4999, 5000]

keys = st.binary(min_size=4, max_size=4)
texts = st.text(st.sampled_from("ab é€\N{PILE OF POO}\0"), max_size=30).map(str.encode)
small = st.binary(max_size=20) | st.binary(min_size=120, max_size=125)
controls = st.tuples(st.sampled_from([PING, PONG]), small)
messages = st.tuples(st.just(TEXT), texts) | st.tuples(st.just(BINARY), small)
long = st.builds(lambda said, times: (said[0], said[1] * times), messages, st.sampled_from([7, 100]))


@st.composite
def spoken(draw: st.DrawFn) -> tuple[list[bytes], list[Heard]]:
    """Frames as they should be, messages in parts with others in between; and what is to be heard."""
    frames, heard = [], []
    for opcode, payload in draw(st.lists(messages | long | controls, max_size=5)):
        cuts = [] if opcode in (PING, PONG) else sorted(draw(st.lists(st.integers(0, len(payload)), max_size=3)))
        for part, (start, end) in enumerate(pairwise([0, *cuts, len(payload)])):
            for kind, word in draw(st.lists(controls, max_size=1)) if part else []:
                frames.append(sent(word, FIN | kind, draw(keys)))
                heard.append((kind, word))
            first = (CONTINUATION if part else opcode) | (FIN if part == len(cuts) else 0)
            frames.append(sent(payload[start:end], first, draw(keys)))
        heard.append((opcode, payload))
    return frames, heard


reasons = st.builds(lambda code, why: code.to_bytes(2, "big") + why, st.sampled_from(CODES), texts | small)
payloads = st.one_of(texts, small, reasons, st.sampled_from([b"*" * 126, b"*" * 200]))
firsts = st.sampled_from(sorted(STARTS)) | st.integers(0, 255)
odd = st.builds(sent, payloads, firsts, keys, st.sampled_from([None, None, None, 2, 8]))
closes = st.builds(sent, reasons, st.just(FIN | CLOSE), keys)
naked = st.builds(lambda raw: raw[:1] + bytes([raw[1] & 0x7F]) + raw[2:], odd)
garbled = st.builds(
    lambda said, more, first: sent(said + more, first),
    *[texts, st.sampled_from([b"\xc3", b"\xe2\x82", b"\xff", b"\xed\xa0\x80", b"\xa9"])],
    st.sampled_from([FIN | TEXT, TEXT, CONTINUATION, FIN | CONTINUATION]),
)
HALF = LARGEST // 2
large = st.sampled_from(
    [sent(b"*" * (LARGEST + more), FIN | kind) for more in (0, 1) for kind in (TEXT, BINARY)]
    + [sent(b"*" * HALF, kind) + sent(b"*" * (HALF + more), FIN) for more in (0, 1) for kind in (TEXT, BINARY)]
    + [sent(b"*" * HALF, CONTINUATION)]
)


@st.composite
def spoiled(draw: st.DrawFn) -> list[bytes]:
    """Frames as they should be, and some among them that need not be."""
    frames, _ = draw(spoken())
    for one in draw(st.lists(st.one_of(odd, closes, naked, garbled, large), min_size=1, max_size=3)):
        frames.insert(draw(st.integers(0, len(frames))), one)
    return frames


@st.composite
def soup(draw: st.DrawFn) -> bytes:
    """Bytes that may begin like frames: with headers that claim what they like, one byte changed, the end torn off."""
    heads = st.builds(claimed, st.sampled_from([5, LARGEST, LARGEST + 1, 2**63]), firsts, st.just(8), keys)
    raw = bytearray(b"".join([*draw(spoiled()), *draw(st.lists(heads | st.binary(max_size=40), max_size=2))]))
    if raw and draw(st.booleans()):
        raw[draw(st.integers(0, min(len(raw), 300) - 1))] = draw(st.integers(0, 255))
    return bytes(raw[: draw(st.integers(0, len(raw)) | st.just(len(raw)))])


def cut(raw: bytes, lengths: list[int]) -> list[bytes]:
    """In chunks of these lengths, over and over."""
    chunks, at, again = [], 0, cycle(lengths)
    while at < len(raw):
        length = next(again)
        chunks.append(raw[at : at + length])
        at += length
    return chunks


@often
@given(said=spoken())
def test_what_is_sent_is_what_is_heard(said):
    frames, heard = said
    assert hear(Parser(), b"".join(frames)) == (heard, None)


@often
@given(raw=soup(), lengths=st.lists(st.integers(1, 9) | st.integers(1, 3000), min_size=1, max_size=9))
def test_it_does_not_matter_where_the_bytes_are_cut(raw, lengths):
    assert hear(Parser(), *cut(raw, lengths)) == hear(Parser(), raw)


@often
@given(raw=soup(), lengths=st.lists(st.integers(1, 100) | st.integers(1, 70_000), min_size=1, max_size=9))
def test_whatever_is_sent_little_is_kept_and_little_is_heard(raw, lengths):
    parser, code = Parser(), None
    for chunk in cut(raw, lengths):
        heard, broken = hear(parser, chunk)
        code = broken or code
        assert held(parser) <= (0 if code else OPEN_AND_BUSY if parser.message else LARGEST + 14)
        assert all(len(payload) <= (LARGEST if kind in (TEXT, BINARY) else 125) for kind, payload in heard)
        assert all(payload.decode().encode() == payload for kind, payload in heard if kind == TEXT)
    assert code in {None, 1002, 1007, 1009}
    event(f"ends with {code}")


@often
@given(raw=st.binary(max_size=300), lengths=st.lists(st.integers(1, 20), min_size=1, max_size=9))
def test_bytes_that_are_no_frames_do_no_harm(raw, lengths):
    assert hear(Parser(), *cut(raw, lengths))[1] in {None, 1002, 1007, 1009}


def wsproto_hears(raw: bytes, client: bool = False) -> tuple[list[Heard], int | None]:
    """What wsproto makes of it, in our words."""
    protocol = FrameProtocol(client=client, extensions=[])
    protocol.receive_bytes(raw)
    heard: list[Heard] = []
    message = b""
    try:
        for one in protocol.received_frames():
            if one.opcode.iscontrol():
                heard.append((int(one.opcode), plain(one.payload)))
                continue
            message += plain(one.payload)
            if one.message_finished:
                heard.append((int(one.opcode), message))
                message = b""
    except ParseFailed as failed:
        return heard, int(failed.code)
    return heard, None


def plain(payload: bytes | str | tuple[int, str]) -> bytes:
    if isinstance(payload, tuple):
        code, reason = payload
        return b"" if code == NO_STATUS else int(code).to_bytes(2, "big") + reason.encode()
    return payload.encode() if isinstance(payload, str) else payload


@often
@given(frames=spoiled())
def test_wsproto_hears_the_same_up_to_our_bound(frames):
    """Of whole frames: within one, wsproto looks at text before the end and at the opcode only with the payload."""
    raw = b"".join(frames)
    heard, code = hear(Parser(), raw)
    theirs, their_code = wsproto_hears(raw)
    if code == 1009:
        assert len(raw) > LARGEST
        assert theirs[: len(heard)] == heard
    else:
        assert (heard, code) == (theirs, their_code)
    event(f"ends with {code}")


@pytest.mark.parametrize("code", [1012, 1013])
def test_wsproto_knows_two_codes_that_are_not_for_clients(code):
    assert wsproto_hears(bye(code)) == ([left(code)], None)
    assert hear(Parser(), bye(code)) == ([], 1002)


@often
@given(
    said=st.lists(messages | long | controls), last=st.sampled_from([1000, 1011, 3000]), reason=st.text(max_size=200)
)
def test_wsproto_and_we_understand_each_other(said, last, reason):
    """Their client's frames by our parser, and our server's frames by their client."""
    theirs = FrameProtocol(client=True, extensions=[])
    write = {
        TEXT: lambda payload: theirs.send_data(payload.decode()),
        BINARY: theirs.send_data,
        PING: theirs.ping,
        PONG: theirs.pong,
    }
    there = b"".join(write[kind](payload) for kind, payload in said)
    assert hear(Parser(), there + theirs.close(last, reason)) == ([*said, left(last, fitting(reason))], None)
    back = b"".join(frame(payload, kind) for kind, payload in said)
    assert wsproto_hears(back + close_frame(last, reason), client=True) == ([*said, left(last, fitting(reason))], None)


def fitting(reason: str) -> bytes:
    """As much of it as a close can hold."""
    while len(reason.encode()) > 123:
        reason = reason[:-1]
    return reason.encode()
