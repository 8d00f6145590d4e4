"""One line and its socket: nothing waits for whoever is slow, and what goes out goes out whole and in order."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import gevent
import pytest

from app.engine import frames
from app.engine.line import BACKLOG, CHUNK, EARLY, INBOX, Line
from app.engine.outbox import Outbox


class Owner:
    def __init__(self) -> None:
        self.told: list[str] = []

    def heard(self, _line: Line) -> None:
        self.told.append("heard")

    def ended(self, _line: Line, reason: str) -> None:
        self.told.append(reason)


class Ends:
    """A line, its owner, and the client's end of the socket."""

    def __init__(self, owner: Any = None, make: Callable[..., Line] = Line) -> None:
        ours, self.client = socket.socketpair()
        ours.setblocking(False)
        self.client.setblocking(False)
        self.owner = owner or Owner()
        self.line = make(ours, self.owner)
        self.line.credit = None  # somebody who is known
        self.line.listen()

    def read(self) -> bytes:
        found = b""
        try:
            while more := self.client.recv(1 << 20):
                found += more
        except BlockingIOError:
            pass
        return found

    def say(self, *messages: bytes) -> None:
        self.client.sendall(b"".join(masked(each) for each in messages))
        turn()


def masked(payload: bytes, first: int = 0x81) -> bytes:
    assert len(payload) < 126
    return bytes((first, 0x80 | len(payload), 0, 0, 0, 0)) + payload


def turn(times: int = 3) -> None:
    """Let the loop go round."""
    for _ in range(times):
        gevent.sleep(0.001)


@pytest.fixture
def ends() -> Iterator[Ends]:
    made = Ends()
    yield made
    made.line.cut("over")
    made.client.close()


def test_what_is_written_arrives(ends):
    ends.line.write(b"one")
    ends.line.write(b"two")
    assert ends.read() == b"onetwo"


def test_what_the_socket_does_not_take_waits_and_comes_whole_and_in_order(ends):
    pieces = [bytes([65 + number]) * 100_000 for number in range(8)]
    for piece in pieces:
        ends.line.write(piece)
    assert ends.line.waiting > 0
    got = b""
    for _ in range(200):
        got += ends.read()
        turn(1)
        if len(got) == 800_000:
            break
    assert got == b"".join(pieces)
    assert (ends.line.waiting, ends.line.backlog, ends.line.writing) == (0, None, None)


def test_whoever_does_not_read_is_cut_at_the_bound_and_costs_no_more(ends):
    for _ in range(BACKLOG // 100_000 + 20):
        ends.line.write(b"x" * 100_000)
    assert not ends.line.is_open
    assert ends.line.backlog is None
    assert ends.owner.told == ["transport error"]
    ends.line.write(b"after the end nothing happens")
    ends.line.cut("twice is once")
    assert ends.owner.told == ["transport error"]


def test_what_is_said_stands_in_the_inbox_in_its_order_and_the_owner_is_told_once(ends):
    ends.say(b"4one", b"4two")
    ends.say(b"4three")
    assert [message for _, message in ends.line.inbox] == [b"4one", b"4two", b"4three"]
    assert ends.owner.told == ["heard"]


def test_nobody_fills_the_inbox_further_than_its_bound(ends):
    for _ in range(INBOX * 3):
        ends.say(b"4more")
    assert len(ends.line.inbox) == INBOX + 1
    ends.line.inbox.clear()
    ends.line.resume()
    turn()
    assert len(ends.line.inbox) > INBOX  # what waited in the kernel comes at once, and reading stops again


def test_whoever_sends_faster_than_they_are_heard_waits_outside(ends):
    """To read on for each message that is done would let in a chunk for each."""
    for _ in range(50):
        with suppress(BlockingIOError):
            ends.client.send(masked(b"4more") * 5_000)
        turn()
        ends.line.inbox.popleft()
        ends.line.resume()
    assert len(ends.line.inbox) < INBOX + CHUNK // len(masked(b"4more"))


def test_a_stranger_who_says_much_is_cut_however_it_comes(ends):
    ends.line.credit = EARLY
    for _ in range(EARLY // 100 - 1):
        ends.client.sendall(masked(b"x" * 94, 0x89))
        turn(1)
    assert ends.line.is_open
    ends.client.sendall(masked(b"x" * 94, 0x89) * 2)
    turn()
    assert ends.read().endswith(frames.close_frame(1008))
    assert ends.owner.told == ["transport error"]


def test_a_ping_is_answered_and_a_pong_shows_life(ends):
    ends.line.alive = False
    ends.say(b"3")
    assert ends.line.alive
    assert ends.line.inbox is None
    ends.client.sendall(masked(b"hello", 0x89))
    turn()
    assert ends.read() == frames.frame(b"hello", frames.PONG)


@pytest.mark.parametrize(
    ("sent", "answer", "reason"),
    [
        (masked(b"\x03\xe8", 0x88), frames.frame(b"\x03\xe8", frames.CLOSE), "transport close"),
        (masked(b"bytes", 0x82), frames.close_frame(1003), "transport error"),
        (b"\x81\x05hello", frames.close_frame(1002), "transport error"),
        (masked(b"\xff"), frames.close_frame(1007), "transport error"),
        (b"\x81\xff\x00\x00\x00\x00\x00\x02\x00\x00", frames.close_frame(1009), "transport error"),
    ],
    ids=["a good-bye", "bytes", "no mask", "no UTF-8", "too big"],
)
def test_the_line_ends_with_the_reason(ends, sent, answer, reason):
    ends.client.sendall(masked(b"4before") + sent)
    turn()
    assert ends.read() == answer
    assert ends.owner.told == ["heard", reason]


def test_a_client_that_goes_away_ends_its_line(ends):
    ends.client.close()
    turn()
    assert ends.owner.told == ["transport close"]


def test_half_a_message_is_kept_until_the_rest_is_there(ends):
    whole = masked(b"4one")
    for part in (whole[:1], whole[1:5], whole[5:]):
        ends.client.sendall(part)
        turn()
    assert [message for _, message in ends.line.inbox] == [b"4one"]


def test_a_silent_line_keeps_nothing_but_itself(ends):
    ends.say(b"4one")
    ends.line.inbox, ends.line.busy = None, False
    assert (ends.line.parser, ends.line.backlog) == (None, None)


def test_all_that_is_said_in_one_turn_is_one_write(ends):
    members = {"sid": ends.line}
    outbox = Outbox(lambda _room: members, lambda _line: ("sid", ["room"]))
    for number in range(5):
        outbox.to_room("room", b"%d" % number)
    outbox.to_line(ends.line, b"ack")
    assert ends.read() == b""
    turn()
    assert ends.read() == b"01234ack"


def test_exceptions_keep_the_order(ends):
    other = Ends()
    outbox = Outbox(lambda _room: {"one": ends.line, "two": other.line}, lambda _line: ("one", ["room"]))
    for answered in (False, True):
        outbox.to_room("room", b"a")
        outbox.to_room("room", b"b", skip=["one"])
        outbox.to_room("room", b"c")
        if answered:
            outbox.to_line(ends.line, b"ack")
        outbox.flush()
        assert (ends.read(), other.read()) == (b"acack" if answered else b"ac", b"abc")
    other.line.cut("over")


def test_whoever_is_answered_is_written_to_first_and_once():
    told: list[str] = []

    class Told(Line):
        def write(self, data: bytes) -> None:
            told.append(f"{names[self]} {data.decode()}")

    ends = {name: Ends(make=Told) for name in ("one", "two", "three")}
    names = {each.line: name for name, each in ends.items()}
    members = {name: each.line for name, each in ends.items()}
    outbox = Outbox(lambda _room: members, lambda line: (names[line], ["room"]))
    outbox.to_room("room", b"said")
    outbox.to_line(ends["three"].line, b" ack")
    outbox.flush()
    assert told == ["three said ack", "one said", "two said"]
    for each in ends.values():
        each.line.cut("over")
