"""The fixed cast at the edges: over HTTP in this process, and over a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import begin, create_app
from config import Settings
from networks.work import Asker, Network
from tests.cast import PASSPHRASE, Cast, Played
from tests.edges.caller import Caller, key
from tests.edges.live import Ear
from tests.edges.town import Town, settled
from tests.edges.wire import Wire
from tests.edges.written import Written
from tests.frame.product import SETTINGS
from tests.frame.servers import Server


@pytest.fixture(scope="session")
def written(made_app: Flask) -> Written:
    return Written(made_app)


@pytest.fixture
def as_(app: Flask, cast: Cast, written: Written) -> Callable[[Asker | None], Caller]:
    """As in the frame; here each answer is also held against the OpenAPI document."""
    return lambda person: Caller(app, cast.token(person) if person else None, written)


@pytest.fixture
def sits(client: FlaskClient) -> Callable[[str], object]:
    """`sits("Fay")`: she is signed in now in the browser `client`, and nobody else."""

    def sign_in(handle: str) -> None:
        client.delete_cookie("cairn")
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})

    return sign_in


@pytest.fixture
def page(client: FlaskClient) -> Callable[[str], str]:
    """What stands on a page of that browser, each gap as one blank."""

    def read(path: str) -> str:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return re.sub(r"\s+", " ", answer.get_data(as_text=True))

    return read


@pytest.fixture
def post(client: FlaskClient) -> Callable[..., Any]:
    """Send a form of the page `at`, with its token: `post(path, at, reason="Kind.")`."""

    def send(path: str, at: str, **said: Any) -> Any:
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(at).get_data(as_text=True))
        assert token, at
        return client.post(path, data=said | {"csrf_token": token[1]})

    return send


@pytest.fixture
def say(as_: Callable[..., Caller], cast: Cast) -> Callable[..., dict[str, Any]]:
    """Say something in the everyday room; returns the message as its author gets it."""

    def saying(person: Asker, body: str = "Good morning.", **more: object) -> dict[str, Any]:
        said = {"body": body, "client_key": key(), **more}
        answer = as_(person).post(f"/rooms/{cast.everyday}/messages", said)
        assert answer.status_code == 201, answer.json
        made: dict[str, Any] = answer.get_json()["message"]
        return made

    return saying


@pytest.fixture
def read(as_: Callable[..., Caller], cast: Cast) -> Callable[..., Any]:
    """Ben's reading of the everyday room."""
    return lambda **query: as_(cast.ben).get(f"/rooms/{cast.everyday}/messages", query_string=query).json


@pytest.fixture
def limited(network: Network, cast: Cast, tmp_path: Path) -> Callable[..., Flask]:
    """The product with limits, behind so many proxies."""

    def made(proxies: int = 0) -> Flask:
        env = {**SETTINGS, "LIMITS": "on", "TRUSTED_PROXIES": str(proxies), "DATA_DIR": str(tmp_path / "limited")}
        app = create_app(Settings.from_env(env))
        begin.init_app(app, network)
        return app

    return made


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is said of live connections holds for the engine and for the libraries' own path."""
    live = metafunc.module.__name__.rpartition(".")[2].startswith(
        ("test_live_", "test_access_live", "test_nasty_frames")
    )
    if live and "town" in metafunc.fixturenames:
        metafunc.parametrize("town", ["engine", "stock"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def town(request: pytest.FixtureRequest) -> Town:
    """The cast on a real server, one for all tests of a worker: they change newcomers and new rooms, not the cast."""
    made: Town = request.getfixturevalue(f"{getattr(request, 'param', 'engine')}_town")
    return made


@pytest.fixture(scope="session")
def engine_town(tmp_path_factory: pytest.TempPathFactory, played: Played, secret: str) -> Iterator[Town]:
    yield from _town(tmp_path_factory.mktemp("town"), played, secret, "engine")


@pytest.fixture(scope="session")
def stock_town(tmp_path_factory: pytest.TempPathFactory, played: Played, secret: str) -> Iterator[Town]:
    yield from _town(tmp_path_factory.mktemp("stock-town"), played, secret, "stock")


def _town(folder: Path, played: Played, secret: str, realtime: str) -> Iterator[Town]:
    server = Server(folder, {"REALTIME": realtime})
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


@pytest.fixture
def room(town: Town) -> str:
    """An empty room of the real server."""
    return str(town.new_room(town.cast.crohns))


@pytest.fixture
def ana(town: Town, connect: Callable[..., Ear], room: str) -> Ear:
    """Ana, live in the room."""
    ear: Ear = connect(town.cast.ana)
    ear.enter(room)
    return ear


@pytest.fixture
def ben(town: Town, connect: Callable[..., Ear], ana: Ear, room: str) -> Ear:
    """Ben, who came into the room after Ana."""
    ear: Ear = connect(town.cast.ben)
    ear.enter(room)
    return ear


@pytest.fixture(scope="module")
def others(town: Town) -> Iterator[tuple[str, Ear, Ear]]:
    """A room, and two who chat in it: what one says, the other must hear."""
    room, url = str(town.new_room(town.cast.crohns)), town.server.url
    with Ear(url, town.token(town.cast.ben)) as ben, Ear(url, town.token(town.cast.fay)) as fay:
        ben.enter(room)
        fay.enter(room)
        yield room, ben, fay


@pytest.fixture
def chat_goes_on(others: tuple[str, Ear, Ear]) -> Iterator[None]:
    """For others, after whatever one sent in the test."""
    yield
    room, ben, fay = others
    words = uuid4().hex
    assert "message" in ben.say(room, words)
    fay.hear_body(words)


@pytest.fixture
def wire(town: Town) -> Iterator[Wire]:
    """Ana's connection, by hand."""
    with Wire(town.server.url) as made:
        yield made.connect(town.token(town.cast.ana))
