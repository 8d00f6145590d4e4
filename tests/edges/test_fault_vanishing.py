"""Whoever hangs up in the middle of something is gone: not shown as being here, not kept."""

from __future__ import annotations

import json

import requests

from tests.edges.town import settled
from tests.edges.wire import Wire
from tests.services.kept import wait_until

MANY = 40


def connected(server) -> float:
    lines = requests.get(f"{server.url}/metrics", timeout=30).text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("cairn_live_connections "))


def test_whoever_hangs_up_while_the_database_is_asked_who_they_are_is_gone(new_server, played, secret):
    """On PostgreSQL, where others go on while one waits for an answer."""
    with settled(new_server("postgresql"), played, secret) as town:
        for _ in range(MANY):
            wire = Wire(town.server.url)
            wire.say("40" + json.dumps({"token": town.token(town.cast.ana)}))
            wire.ws.shutdown()
        assert wait_until(lambda: connected(town.server) == 0, 10)
        with Wire(town.server.url) as wire:
            wire.connect(town.token(town.cast.ana))
            assert connected(town.server) == 1
