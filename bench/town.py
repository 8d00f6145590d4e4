"""A network for the load: one community whose members are signed in with a token each, and two rooms to talk in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app import markdown, schema
from networks.chat.models import Message
from networks.chat.posting import post_message
from networks.chat.rooms import make_room
from networks.communities.actions import begin_speaking, join, make_community
from networks.database import Database
from networks.people.actions import make_operator, open_session, register
from networks.people.models import Person, SessionKind
from networks.wiring import INSIDE
from networks.work import Asker, Network, Work

SLUG: Final = "walkers"
BEHIND: Final = 200
"""Messages in the room that clients come back to."""

BATCH: Final = 50
"""People in one transaction: each flush looks at everybody who came before in it."""

WORDS: Final = (
    "Good morning to everybody who walks here today. The path by the river is dry again, and the swans are back."
)


@dataclass(frozen=True)
class Town:
    """`folder` is a DATA_DIR to copy, or beside the point where `database_url` names a server's database."""

    folder: Path
    quiet: UUID
    lively: UUID
    database_url: str = ""

    @property
    def tokens(self) -> Path:
        return self.folder / "tokens"

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.folder, to)
        return to


def found(folder: Path, people: int, database_url: str = "") -> Town:
    """Found a town of so many people."""
    folder.mkdir(parents=True)
    database = Database(database_url or _file(folder))
    try:
        schema.upgrade(database)
        network = Network(database, render=markdown.render, inside=INSIDE)
        rooms = _furnish(network, _operator(network))
        tokens: list[str] = []
        while len(tokens) < people:
            tokens += _settle(network, len(tokens), min(BATCH, people - len(tokens)))
        _remember(network, rooms[1])
    finally:
        database.close()
    (folder / "tokens").write_text("\n".join(tokens))
    return Town(folder, *rooms, database_url)


def stored(folder: Path, town: Town, room: UUID) -> int:
    """How many messages of a room are in the database."""
    database = Database(town.database_url or _file(folder))
    try:
        with Network(database, render=markdown.render).reading() as work:
            return work.session.scalar(select(func.count()).where(Message.room_id == room)) or 0
    finally:
        database.close()


def _file(folder: Path) -> str:
    return f"sqlite:///{folder / 'cairn.db'}"


def _operator(network: Network) -> Asker:
    with network.begin() as work:
        person = _arrive(work, "opal")
        make_operator(work, person)
        return _as(work, person, is_operator=True)


def _furnish(network: Network, operator: Asker) -> tuple[UUID, UUID]:
    with network.begin(operator) as work:
        make_community(work, slug=SLUG, name="Walkers")
        return make_room(work, SLUG, name="Quiet corner").id, make_room(work, SLUG, name="Everyday").id


def _settle(network: Network, first: int, count: int) -> list[str]:
    """Members with their tokens."""
    with network.begin() as work:
        people = [_arrive(work, f"walker-{number}") for number in range(first, first + count)]
        tokens = [open_session(work, person.id, SessionKind.TOKEN)[1] for person in people]
        askers = [_as(work, person) for person in people]
    for asker in askers:
        with network.begin(asker) as work:
            place, _ = join(work, SLUG)
            begin_speaking(work, place.community_id, place.person_id)  # they have been here for a while
    return tokens


def _remember(network: Network, room: UUID) -> None:
    with network.reading() as work:
        person = work.session.scalars(select(Person).where(Person.handle == "walker-0")).one()
        speaker = _as(work, person)
    with network.begin(speaker) as work:
        for _ in range(BEHIND):
            post_message(work, room, body=WORDS, client_key=uuid4().hex)


def _arrive(work: Work, name: str) -> Person:
    return register(work, handle=name, email=f"{name}@example.org", secret=None, verify=False)


def _as(work: Work, person: Person, *, is_operator: bool = False) -> Asker:
    return Asker(person.id, uuid4(), person.handle, is_operator, True, "en", "UTC", work.now)
