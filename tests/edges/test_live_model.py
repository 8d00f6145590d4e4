"""A real server against a model: whatever people do in a room, each has a true copy of it, as far as they may."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.edges.life import Life
from tests.edges.town import Town, settled
from tests.frame.servers import Server

LIVES = int(os.environ.get("LIVES", "5"))
"""LIVES=80 looks for longer, some two minutes a test. The first life is always the plainest there is."""


@pytest.fixture(scope="module")
def town(request, tmp_path_factory, played, secret) -> Iterator[Town]:
    """A server of its own, since it is killed."""
    server = Server(tmp_path_factory.mktemp("life"), {"REALTIME": request.param})
    try:
        server.start()
        with settled(server, played, secret) as made:
            yield made
    finally:
        server.close()


def live(town: Town, *, lives: int, restarts: int = 0) -> None:
    """Not made smaller where one fails: a life takes too long for that."""
    life: Any = lambda: Life(town, restarts)  # noqa: E731
    how = settings(max_examples=lives, stateful_step_count=40, deadline=None, phases=[Phase.generate])
    run_state_machine_as_test(life, settings=settings(how, suppress_health_check=list(HealthCheck)))


def test_everybody_has_a_true_copy_of_the_room(town):
    live(town, lives=LIVES)


def test_everybody_has_a_true_copy_after_the_server_was_ended_in_order_or_killed(town):
    live(town, lives=2 + LIVES // 10, restarts=1)
