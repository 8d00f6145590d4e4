"""Libraries of any size, filled in a few seconds: the rows are what the use cases would have left."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import insert

from app import create_app, schema
from app.begin import COOKIE_KEY
from config import Settings
from networks.communities.actions import join, make_community
from networks.people.actions import make_operator, open_session, register
from networks.people.models import SessionKind
from networks.people.queries import asker_by_token
from networks.resources.models import Label, Resource, Version
from networks.search.index import entry_of
from networks.text_search import Entry
from networks.work import Network

SIZES: Final = (1_000, 100_000)
FEW: Final = 40
BATCH: Final = 2_000
COMMON: Final = "walk rest warm water sleep note call plan pack tea stairs shift ask friend list slow bag train".split()
KINDS: Final = ("tip", "link", "story", "document", "tool")
SHARES: Final = (60, 20, 10, 7, 3)
KEY: Final = "only-for-measuring-0123456789-abcdefghijklmnopqrstuvwxyz"


class Shelf(NamedTuple):
    client: FlaskClient
    network: Network
    community_id: UUID
    home: str
    resource: UUID

    @property
    def path(self) -> str:
        return f"{self.home}/library"

    def following(self, sort: str) -> str:
        """What a page's own link gives as the place where the next page begins."""
        page = self.client.get(f"{self.path}?sort={sort}").get_data(as_text=True)
        return page.rpartition("start=")[2].partition('"')[0].partition("&")[0]


def filled(folder: Path, size: int, url: str | None = None) -> Shelf:
    """A library of this size, and somebody who reads it: in a SQLite file, or the empty database at `url`."""
    folder.mkdir(parents=True)
    said = {"DATA_DIR": str(folder), "SECRET_KEY": KEY, "LIMITS": "off", "EMAIL_VERIFICATION": "off"}
    app = create_app(Settings.from_env(said | ({"DATABASE_URL": url} if url else {})))
    network: Network = app.extensions["network"]
    schema.upgrade(network.database)
    token, person_id, community_id = _people(network)
    chance, resources = random.Random(7), []
    for start in range(0, size, BATCH):
        resources = _put(network, chance, community_id, person_id, range(start, min(start + BATCH, size)), size)
    if url:
        _analyzed(network)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[COOKIE_KEY] = token
    return Shelf(client, network, community_id, "/c/crohns", resources[0])


def _analyzed(network: Network) -> None:
    """What PostgreSQL does by itself within a minute."""
    engine = network.database.writer.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def _people(network: Network) -> tuple[str, UUID, UUID]:
    with network.begin() as work:
        person = register(work, handle="ana", email="ana@example.org", secret="-", verify=False)
        make_operator(work, person)
        _, token = open_session(work, person.id, SessionKind.BROWSER)
    with network.begin() as work:
        work.asker = asker_by_token(work, token)
        made = make_community(work, slug="crohns", name="Crohn's", visibility="public", joining="open")
        join(work, "crohns", answers=[])
        community_id = made.id
    return token, person.id, community_id


def _put(
    network: Network, chance: random.Random, community_id: UUID, person_id: UUID, numbers: range, size: int
) -> list[UUID]:
    resources = [_resource(network, chance, community_id, person_id, number) for number in numbers]
    versions = [_version(chance, one, number, size) for one, number in zip(resources, numbers, strict=True)]
    labels = [
        {"resource_id": said["resource_id"], "tag": tag, "community_id": community_id}
        for said in versions
        for tag in said["tags"]
    ]
    entries = [
        entry_of(network.database.writer.dialect.name, SimpleNamespace(**said, **one))
        for one, said in zip(resources, _words(versions), strict=True)
    ]
    with network.database.writer.begin() as connection:
        for table, rows in ((Resource, resources), (Version, versions), (Label, labels), (Entry, entries)):
            connection.execute(insert(table), rows)
    return [one["id"] for one in resources]


def _words(versions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: said[name] for name in ("kind", "title", "html", "tags", "needs", "helps", "source")}
        for said in versions
    ]


def _resource(
    network: Network, chance: random.Random, community_id: UUID, person_id: UUID, number: int
) -> dict[str, Any]:
    """Most have no reports yet, as in every library."""
    at = network.clock() - timedelta(minutes=number)
    testers = chance.choice((0, 0, 0, 0, 5, 8, 13, 21))
    return {
        "id": uuid4(), "community_id": community_id, "author_id": person_id, "state": "published", "version": 1,
        "published": 1, "published_at": at, "created_at": at, "listed": True, "testers": testers,
        "helped": chance.random() if testers else 0.5, "counted_from": 1,
    }  # fmt: skip


def _version(chance: random.Random, one: dict[str, Any], number: int, size: int) -> dict[str, Any]:
    body = " ".join(["Every", *chance.choices(COMMON, k=40), *_marks(number, size)])
    return {
        "id": uuid4(), "resource_id": one["id"], "number": 1, "kind": chance.choices(KINDS, SHARES)[0],
        "title": " ".join(chance.sample(COMMON, 3)).capitalize(), "body": body, "html": f"<p>{body}</p>",
        "tags": _tags(number, size), "needs": [], "helps": "Whoever is short of spoons.", "source": "", "interest": "",
        "changes_treatment": False, "material": False, "note": "", "by_id": one["author_id"],
        "saved_at": one["created_at"], "outcome": "publish", "reason": "Clear.", "decided_at": one["created_at"],
        "decided_by_id": one["author_id"], "try_days": 28,
    }  # fmt: skip


def _marks(number: int, size: int) -> list[str]:
    """Words that all have, 10 %, 4 %, and as many in each library, wherever they are."""
    found = ["tenfold"] if number % 10 == 3 else []
    found += ["seldom"] if number % 25 == 4 else []
    return found + (["rarely"] if number % (size // FEW) == 5 else [])


def _tags(number: int, size: int) -> list[str]:
    found = ["many"] if number % 2 else []
    found += ["some"] if number % 10 == 1 else []
    return found + (["few"] if number % (size // FEW) == 2 else [])
