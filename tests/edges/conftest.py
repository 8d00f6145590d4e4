"""The fixed cast at the edges: over HTTP in this process, and over a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from networks.work import Asker
from tests.cast import Cast, Played
from tests.edges.caller import Caller
from tests.edges.live import Ear
from tests.edges.town import Town, settled
from tests.edges.written import Written
from tests.frame.servers import Server


@pytest.fixture(scope="session")
def written(made_app: Flask) -> Written:
    return Written(made_app)


@pytest.fixture
def as_(app: Flask, cast: Cast, written: Written) -> Callable[[Asker | None], Caller]:
    """As in the frame; here each answer is also held against the OpenAPI document."""
    return lambda person: Caller(app, cast.token(person) if person else None, written)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, played: Played, secret: str) -> Iterator[Town]:
    """The cast on a real server, one for all tests of a worker: they change newcomers and new rooms, not the cast."""
    server = Server(tmp_path_factory.mktemp("town"), {})
    try:
        server.start()
        with settled(server, played, secret) as town:
            yield town
    finally:
        server.close()


@pytest.fixture
def connect(town: Town) -> Iterator[Callable[..., Ear]]:
    """Connect people: `connect(town.cast.ana)`, or somebody new by their name. All are closed after the test."""
    opened: list[Ear] = []

    def connected(who: Asker | str | None, **how: object) -> Ear:
        opened.append(Ear(town.server.url, town.token(who), **how))  # type: ignore[arg-type]
        return opened[-1]

    yield connected
    for ear in opened:
        ear.close()
