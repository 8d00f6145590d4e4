"""Limits as a client meets them over a real line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

import pytest

from app.paces import PACES
from tests.edges.live import Ear
from tests.edges.town import Town, settled
from tests.edges.wire import Wire
from tests.frame.servers import Server


@pytest.fixture(scope="module", params=["engine", "stock"])
def counting(request, tmp_path_factory, played, secret) -> Iterator[Town]:
    """A real server that counts."""
    server = Server(tmp_path_factory.mktemp("counting"), {"REALTIME": request.param, "LIMITS": "on"})
    try:
        server.start()
        with settled(server, played, secret) as town:
            yield town
    finally:
        server.close()


def is_too_many(error: dict) -> bool:
    assert set(error) == {"code", "message", "retry_after"}
    assert isinstance(error["retry_after"], int)
    return error["code"] == "too_many" and 1 <= error["retry_after"] <= 60


def first(answers: Iterator[Any], wanted: str) -> Any:
    """Some come back while they are used up, so a few more than the pace may pass."""
    return next(one for one in islice(answers, 1000) if wanted in one)


def test_whoever_types_too_often_is_told_when_to_go_on_and_everything_else_goes_on(counting):
    room = str(counting.new_room(counting.cast.crohns))
    with Ear(counting.server.url, counting.token(counting.cast.ana)) as ana:
        acks = [ana.ask("room:typing", {"room_id": room}) for _ in range(PACES["room:typing"][0])]
        assert acks == [{}] * len(acks)
        more = (ana.ask("room:typing", {"room_id": room}) for _ in count())
        assert is_too_many(first(more, "error")["error"])
        assert "message" in ana.say(room)


def knock(town: Town, name: str) -> str:
    """Connect; what is said to that."""
    with Wire(town.server.url) as wire:
        wire.say("40" + json.dumps({"token": town.token(name)}))
        return wire.hear()


def test_whoever_connects_too_often_is_told_so_in_the_connect_error_and_others_are_let_in(counting):
    name, other = counting.newcomer(counting.cast.crohns), counting.newcomer(counting.cast.crohns)
    refused = first((knock(counting, name) for _ in count()), "44{")
    assert is_too_many(json.loads(refused[2:])["data"]["error"])
    assert knock(counting, other).startswith("40{")
