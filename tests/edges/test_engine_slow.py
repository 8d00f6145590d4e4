"""Whoever reads slowly is cut when a megabyte waits for them, and nobody else notices."""

from __future__ import annotations

import json
import socket

from app.engine.line import BACKLOG
from tests.edges.live import PATIENCE
from tests.edges.test_engine_door import Caller, masked

LONG = "&" * 8000
"""A message of 48 kB, since each of these becomes five letters of HTML."""

ENOUGH = 150
"""As many as fill the kernel's buffers on both sides, and the megabyte."""


def test_whoever_reads_nothing_is_cut_and_the_others_hear_everything(town, ana, ben, room):
    slow = Caller(town.server.port, masked("40" + json.dumps({"token": town.token(town.cast.lin)})))
    slow.hear(b"40{")
    slow.socket.sendall(masked("421" + json.dumps(["room:enter", {"room_id": room}])))
    ben.hear("room:presence", lambda said: "Lin" in str(said))
    for _ in range(ENOUGH):
        assert "message" in ana.say(room, LONG)
    ana.say(room, "The last.")
    ben.hear_body("The last.")
    assert [one["seq"] for one in ben.all("message:posted")] == list(range(1, ENOUGH + 2))
    ben.hear("room:presence", lambda said: "Lin" not in str(said) and said["here"] == 2)
    assert 0 < rest(slow.socket) < ENOUGH * len(LONG) * 6


def rest(plugged: socket.socket) -> int:
    """How much comes until the server's end. Fails where it does not end."""
    plugged.settimeout(PATIENCE)
    count = 0
    try:
        while more := len(plugged.recv(1 << 20)):
            count += more
    except ConnectionError:
        pass
    assert count > BACKLOG // 100
    return count
