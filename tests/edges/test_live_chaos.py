"""Many who do everything wrong at once, in no order, and go in the middle of it: nothing of them is left."""

from __future__ import annotations

import json
import random
import threading
from uuid import uuid4

import pytest
import requests

from tests.edges.wire import Wire
from tests.services.kept import wait_until

pytestmark = pytest.mark.usefixtures("chat_goes_on")
PEOPLE = 12
VISITS = 25

GAUGES = ("cairn_live_connections", "cairn_live_unnamed", "cairn_live_lines")


def gauges(town) -> list[float]:
    lines = requests.get(f"{town.server.url}/metrics", timeout=30).text.splitlines()
    found = dict(line.rsplit(" ", 1) for line in lines if line.startswith("cairn_live"))
    return [float(found[name]) for name in GAUGES]


def packet(town, room: str, chance: random.Random) -> str:
    """Something to say, sensible or not."""
    token = town.token(chance.choice([town.cast.ana, town.cast.ben, town.cast.max, town.cast.oli]))
    calls = {
        "room:enter": {"room_id": room, "after_seq": 0},
        "room:leave": {"room_id": room},
        "room:typing": {"room_id": room},
        "room:read": {"room_id": room, "seq": 1},
        "message:post": {"room_id": room, "body": "x", "client_key": uuid4().hex},
        "no:such": {},
    }
    call = f"42{chance.randrange(9)}" + json.dumps([name := chance.choice(list(calls)), calls[name]])
    connect = "40" + json.dumps({"token": token})
    odd = ["40", "41", "1", "49", "4", "43[]", "40/x,", "3", "5", "4" + "[" * 5000, '40{"token":"\\ud800"}']
    return chance.choice([connect, connect, connect, call, call, call, call, call, chance.choice(odd)])


def visit(town, room: str, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(VISITS):
        with Wire(town.server.url) as wire:
            for _ in range(chance.randrange(8)):
                wire.say(packet(town, room, chance))
            if chance.random() < 0.2:
                wire.bytes(chance.randbytes(30))
            if chance.random() < 0.5:
                wire.ws.shutdown()  # without a good-bye


def test_nothing_is_left_of_those_who_do_everything_wrong(town):
    room = str(town.new_room(town.cast.crohns))
    before, log = gauges(town), town.server.log()
    people = [threading.Thread(target=visit, args=(town, room, seed)) for seed in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join(120)
        assert not one.is_alive()
    assert wait_until(lambda: gauges(town) == before, 15), gauges(town)
    assert town.server.log() == log
