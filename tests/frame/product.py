"""A network with its people, and the product around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import begin, create_app, markdown
from app.passphrases import hash_passphrase
from app.realtime import Live, cut, tell
from config import Settings
from networks.database import Database
from networks.wiring import INSIDE
from networks.work import Asker, Network
from tests.cast import PASSPHRASE, Cast, Clock, Played, play
from tests.frame.clients import Api
from tests.frame.databases import put_rows, refill, rows_of, sqlite_copy

KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
SETTINGS = {"LIMITS": "off", "EMAIL_VERIFICATION": "required", "SECRET_KEY": KEY}


@pytest.fixture
def clock() -> Clock:
    """The time in this test. It stands still until `clock.move(hours=3)`."""
    return Clock()


@pytest.fixture
def network(database: Database, clock: Clock) -> Network:
    """The domain as it is wired, with nobody in it."""
    return Network(database, render=markdown.render, inside=INSIDE, clock=clock)


@pytest.fixture(scope="session")
def secret() -> str:
    """The hash of PASSPHRASE, which every account of the cast has."""
    return hash_passphrase(PASSPHRASE)


@pytest.fixture(scope="session")
def played(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, secret: str) -> Played:
    """The cast as the use cases made it, once, and as rows that any database can take."""
    file = tmp_path_factory.mktemp("cast") / "cairn.db"
    database = Database(sqlite_copy(sqlite_template, file))
    made = play(Network(database, render=markdown.render, inside=INSIDE), secret)
    rows = rows_of(database)
    database.close()
    return Played(made, rows, file)


@pytest.fixture
def cast(played: Played, network: Network) -> Cast:
    """The fixed cast, in the network of this test. See tests/cast.py for who is who."""
    if network.database.is_sqlite:
        refill(network.database, played.file)
    else:
        put_rows(network.database, played.rows)
    return played.cast.copy()


@pytest.fixture(scope="session")
def made_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Settings.from_env({**SETTINGS, "DATA_DIR": str(tmp_path_factory.mktemp("app"))}))


@pytest.fixture
def app(made_app: Flask, network: Network, tmp_path: Path) -> Iterator[Flask]:
    """The whole product on the network of this test, with its clock. Mail goes to files in `tmp_path`/mail."""
    live: Live = made_app.extensions["live"]
    network.outside.append(tell(made_app))
    begin.init_app(made_app, network)
    made_app.extensions["settings"] = replace(
        made_app.extensions["settings"], data_dir=tmp_path, mail_dir=tmp_path / "mail", mail_url=None
    )
    yield made_app
    cut(live, live.connections.values())
    live.connections.clear()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser: it keeps cookies."""
    return app.test_client()


@pytest.fixture
def as_(app: Flask, cast: Cast) -> Callable[[Asker | None], Api]:
    """`as_(cast.ana).get("/me")` calls the API with Ana's token, `as_(None)` as nobody."""
    return lambda person: Api(app, cast.token(person) if person else None)
