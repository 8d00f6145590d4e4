"""The cast on a real server, and newcomers for tests that change where a person stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import requests

from app import markdown
from networks.chat.posting import post_message
from networks.chat.rooms import make_room
from networks.communities.actions import appoint, make_community
from networks.database import Database
from networks.people.actions import open_session, register
from networks.people.models import Person, SessionKind
from networks.wiring import INSIDE
from networks.work import Asker, Network
from tests.cast import Played
from tests.frame.databases import put_rows
from tests.frame.servers import Server

COMMONS = "commons"


class Town:
    """What happens through `network` happens in another process than the server: the server is not told.

    Everybody is a member of the commons. Its room is where those who may not hear something else are shown to hear.
    """

    def __init__(self, server: Server, database: Database, played: Played, secret: str) -> None:
        put_rows(database, played.rows)
        self.server, self.secret = server, secret
        self.cast = played.cast.copy()
        self.network = Network(database, render=markdown.render, inside=INSIDE)
        self.newcomers: dict[str, tuple[UUID, str]] = {}
        with self.network.begin(self.cast.opal) as work:
            make_community(work, slug=COMMONS, name="Commons")
            self.commons = make_room(work, COMMONS, name="All of us").id
            for handle in "ana ben fay gil pia oli lin una max bea opal".split():
                appoint(work, COMMONS, work.session.get_one(Person, self.asker(handle).person_id), "member")

    def asker(self, handle: str) -> Asker:
        found: Asker = getattr(self.cast, handle)
        return found

    def newcomer(self, *slugs: str, role: str = "member") -> str:
        """Somebody new with a confirmed address, a member of these communities."""
        name = f"new{uuid4().hex[:12]}"
        with self.network.begin() as work:
            person = register(work, handle=name, email=f"{name}@example.org", secret=self.secret, verify=False)
            work.session.flush()
            _, token = open_session(work, person.id, SessionKind.TOKEN)
            for slug in slugs:
                appoint(work, slug, person, role)
        self.newcomers[name] = (person.id, token)
        return name

    def appoint(self, who: Asker | str, slug: str, role: str = "member") -> None:
        with self.network.begin() as work:
            appoint(work, slug, work.session.get_one(Person, self.person_id(who)), role)

    def person_id(self, who: Asker | str) -> UUID:
        return self.newcomers[who][0] if isinstance(who, str) else who.person_id

    def token(self, who: Asker | str | None) -> str | None:
        if who is None:
            return None
        return self.newcomers[who][1] if isinstance(who, str) else self.cast.token(who)

    def new_room(self, slug: str) -> UUID:
        with self.network.begin(self.cast.opal) as work:
            return make_room(work, slug, name=f"Room {uuid4().hex[:12]}").id

    def say(self, person: Asker, room_id: UUID, body: str = "Good morning.") -> UUID:
        """Said in another process: stored, and told to nobody."""
        with self.network.begin(person) as work:
            return post_message(work, room_id, body=body, client_key=uuid4().hex)[0].id

    def sign_in(self, who: Asker | str) -> tuple[UUID, str]:
        """Another session for somebody: its id and token."""
        with self.network.begin() as work:
            session, token = open_session(work, self.person_id(who), SessionKind.TOKEN)
            return session.id, token

    def call(self, who: Asker | str | None, method: str, path: str, body: object = None) -> requests.Response:
        """A call to the server's HTTP interface."""
        return self.call_with(self.token(who), method, path, body)

    def call_with(self, token: str | None, method: str, path: str, body: object = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(method, f"{self.server.url}/api/v1{path}", json=body, headers=headers, timeout=30)


@contextmanager
def settled(server: Server, played: Played, secret: str) -> Iterator[Town]:
    """The cast in the empty database of a server that runs."""
    database = server.open_database()
    try:
        yield Town(server, database, played, secret)
    finally:
        database.close()
