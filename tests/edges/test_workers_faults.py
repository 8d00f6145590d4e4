"""What happens to others when one of two processes hangs or dies, or when both are told to end."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from tests.edges.live import Ear, Refused
from tests.edges.processes import Placing, is_running, workers_of
from tests.edges.town import Town, settled
from tests.frame.servers import Server
from tests.services import own_redis
from tests.services.kept import wait_until


@pytest.fixture(scope="module")
def redis():
    with own_redis() as server:
        yield server


@pytest.fixture
def town(new_server, played, secret, redis) -> Iterator[Town]:
    with settled(new_server(REDIS_URL=redis.url, WORKERS="2"), played, secret) as made:
        yield made


@pytest.fixture
def at(town: Town) -> Iterator[Placing]:
    with Placing(town.server) as placing:
        yield placing


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        if is_running(pid):
            os.kill(pid, signal.SIGCONT)


def test_a_process_that_hangs_keeps_nobody_else_waiting_and_is_replaced(town, at):
    room = str(town.new_room(town.cast.crohns))
    workers = workers_of(town.server.pid)
    ana, ben = at(0, town.token(town.cast.ana)), at(1, town.token(town.cast.ben))
    ana.enter(room)
    ben.enter(room)
    with stopped(workers[1]):
        assert "message" in ana.say(room, "Still here.")
        ana.hear_body("Still here.")
        assert ben.is_cut()
        assert wait_until(lambda: len(set(workers_of(town.server.pid)) - {workers[1]}) == 2, 30)
    with reconnected(town, town.cast.ben) as back:
        assert [one["body"] for one in back.enter(room, 0)["missed"]] == ["Still here."]


@contextmanager
def reconnected(town: Town, who: object) -> Iterator[Ear]:
    """Whoever comes while a process is being replaced may have to try again."""
    found: list[Ear] = []

    def tried() -> bool:
        try:
            found.append(Ear(town.server.url, town.token(who)))  # type: ignore[arg-type]
        except Refused:
            return False
        return True

    assert wait_until(tried, 30)
    with found[0] as ear:
        yield ear


def test_a_process_that_dies_is_replaced_and_its_people_come_back(town, at):
    room = str(town.new_room(town.cast.crohns))
    ben = at(1, town.token(town.cast.ben))
    ben.enter(room)
    workers = workers_of(town.server.pid)
    os.kill(workers[1], signal.SIGKILL)
    assert ben.is_cut()
    assert wait_until(lambda: len(workers_of(town.server.pid)) == 2, 30)
    with reconnected(town, town.cast.ben) as back:
        assert "message" in back.say(room, uuid4().hex)


def test_sigterm_ends_all_of_them_and_without_their_parent_none_stays(town):
    workers = workers_of(town.server.pid)
    assert len(workers) == 2
    assert town.server.stop() == 0
    assert not any(map(is_running, workers))
    town.server.start()
    workers = workers_of(town.server.pid)
    town.server.kill9()
    assert wait_until(lambda: not any(map(is_running, workers)), 30)


def test_a_second_server_at_the_same_address_is_told_so(town):
    second = Server(town.server.folder / "second", {**town.server.env, "PORT": str(town.server.port)})
    with pytest.raises(RuntimeError, match="Cairn cannot serve on"):
        second.start()
