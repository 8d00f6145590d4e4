"""Two servers, one database, one Redis: they hear each other; without Redis each goes on by itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from redis import Redis as Client

from tests.edges.live import Ear
from tests.edges.town import Town, settled
from tests.services import own_redis
from tests.services.kept import wait_until


@pytest.fixture(scope="module")
def redis():
    with own_redis() as server:
        yield server


@pytest.fixture
def towns(new_server, played, secret, redis) -> Iterator[tuple[Town, Town]]:
    """The same town as two servers show it. Limits are counted in Redis, so they are on."""
    if not redis.answers():
        redis.start()
    first = new_server(REDIS_URL=redis.url, LIMITS="on")
    second = new_server(REDIS_URL=redis.url, LIMITS="on", DATABASE_URL=first.database_url)
    with settled(first, played, secret) as one:
        other = Town.__new__(Town)
        other.__dict__.update(one.__dict__, server=second)
        yield one, other


@contextmanager
def hanging(redis) -> Iterator[None]:
    """Redis takes connections and answers nothing."""
    with Client.from_url(redis.url) as client:
        pid = client.info()["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def hears(ear: Ear, speaker: Ear, room) -> bool:
    """Whether something said now is heard, perhaps only after some tries."""

    def heard() -> bool:
        words = uuid4().hex
        assert "message" in speaker.say(room, words)
        return wait_until(lambda: words in str(ear.all("message:posted")), 1)

    return wait_until(heard, 30)


def test_two_servers_hear_each_other_with_redis_and_go_on_without(towns, redis):
    here, there = towns
    name = here.newcomer(here.cast.crohns)
    room = here.new_room(here.cast.crohns)
    with (
        Ear(here.server.url, here.token(here.cast.ana)) as ana,
        Ear(there.server.url, there.token(there.cast.ben)) as ben,
        Ear(there.server.url, there.token(name)) as stranger,
    ):
        for ear in (ana, ben, stranger):
            ear.enter(room)
        assert hears(ben, ana, room)
        assert hears(ana, ben, room)

        with hanging(redis):
            assert "message" in ana.say(room, "While Redis hangs.")
            ana.hear_body("While Redis hangs.")
        assert hears(ben, ana, room)

        redis.stop()
        assert "message" in ana.say(room, "Without Redis.")
        ana.hear_body("Without Redis.")
        said = {"body": "By letter, without Redis.", "client_key": uuid4().hex}
        assert here.call(here.cast.ana, "POST", f"/rooms/{room}/messages", said).status_code == 201
        bodies = [one["body"] for one in there.call(there.cast.ben, "GET", f"/rooms/{room}/messages").json()["items"]]
        assert bodies[-2:] == ["Without Redis.", "By letter, without Redis."]
        path = f"/communities/{here.cast.crohns}/members/{here.person_id(name)}/sanctions"
        ban = {"kind": "ban", "reason": "Unkind words.", "rule": "1"}
        assert here.call(here.cast.fay, "POST", path, ban).status_code == 201
        assert stranger.is_cut()

        redis.start()
        assert hears(ben, ana, room)
        assert hears(ana, ben, room)
