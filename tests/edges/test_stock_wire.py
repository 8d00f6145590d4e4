"""The libraries' own path, where it needed mending."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import gevent

from app.engine.line import INBOX
from app.realtime.stock import Inbox, Whole


def test_a_frame_goes_whole_to_whoever_reads_slowly():
    ours, theirs = socket.socketpair()
    said = bytes(range(256)) * 20_000
    with ours, theirs, ThreadPoolExecutor(1) as other:
        sending = other.submit(Whole(ours).send, said)
        got = bytearray()
        while len(got) < len(said):
            got += theirs.recv(4096)
        assert sending.result() == len(said)
    assert got == said


def test_whoever_sends_faster_than_they_are_heard_waits_outside():
    inbox = Inbox(["first"])

    def read() -> None:
        for number in range(1000):
            inbox.append(str(number))

    reading = gevent.spawn(read)
    gevent.sleep(0)
    assert len(inbox) == INBOX + 1
    assert [inbox.pop(0) for _ in range(3)] == ["first", "0", "1"]
    gevent.sleep(0)
    assert len(inbox) == INBOX + 1
    inbox.open()
    reading.join()
    assert len(inbox) == 998


def test_each_message_knows_when_it_came():
    before = time.monotonic()
    inbox = Inbox([])
    inbox.append("one")
    after = time.monotonic()
    assert inbox.pop(0) == "one"
    assert before <= inbox.heard <= after
