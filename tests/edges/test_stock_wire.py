"""The libraries' own path, where it needed mending."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

from app.realtime.wire import Whole


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
