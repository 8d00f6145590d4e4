"""How many questions the hot pages ask of the database, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import event

from networks.resources.actions import offer, submit
from networks.resources.bookmarks import keep
from networks.resources.releasing import release_now
from networks.resources.reviewing import decide
from networks.resources.trying import start
from tests.cast import PASSPHRASE
from tests.domain.acts import do
from tests.domain.tries import crowd, in_the_library, tell

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PAGES = {
    "/": 7,
    "/c/crohns": 8,
    "/c/crohns/rooms/{everyday}": 3,
    "/c/crohns/members": 8,
    "/api/v1/communities/crohns/rooms": 3,
    "/api/v1/rooms/{everyday}/messages?limit=50": 4,
    "/api/v1/communities/crohns/members": 3,
}
"""Of a page that was looked at before. A new message makes a room's page be drawn anew, with four more."""


@pytest.fixture
def asked(network) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        found.append(statement)

    engines = {network.database.reader, network.database.writer}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield found
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", PAGES)
def test_a_hot_page_asks_little_and_not_more_with_more_to_show(path, client, cast, say, asked):
    client.post("/api/v1/sessions", json={"handle": "Ana", "password": PASSPHRASE, "cookie": True})
    path = path.format(everyday=cast.everyday)

    def look() -> int:
        asked.clear()
        assert client.get(path).status_code == 200
        return len(asked)

    say(cast.ben)
    look()
    few = look()
    for number in range(12):
        say(cast.ben, f"Number {number}")
    drawn_anew = look()
    assert (few, look()) == (few, few)
    assert drawn_anew <= few + 4
    assert few <= PAGES[path.replace(str(cast.everyday), "{everyday}")], asked


SHELVES = ("/c/crohns/library", "/c/crohns/library/mine", "/c/crohns/library/saved", "/c/crohns/library/{one}")


@pytest.mark.parametrize("path", SHELVES)
def test_a_page_of_the_library_asks_no_more_with_more_in_it(path, client, network, cast, asked):
    client.post("/api/v1/sessions", json={"handle": "Ana", "password": PASSPHRASE, "cookie": True})

    def publish() -> object:
        made = do(network, cast.ana, offer, "crohns", kind="tip", title="Pacing", body="Words.", tags=["work"]).id
        do(network, cast.ana, submit, made)
        do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
        do(network, cast.ana, keep, made)
        return made

    publish()
    one = publish()

    def look() -> int:
        asked.clear()
        assert client.get(path.format(one=one)).status_code == 200
        return len(asked)

    look()
    few = look()
    for _ in range(8):
        publish()
    assert look() == few, asked


@pytest.mark.parametrize("path", ["/c/crohns/library", "/c/crohns/library/{one}", "/api/v1/resources/{one}/outcomes"])
def test_what_became_of_it_asks_no_more_with_more_who_told(path, client, network, cast, clock, asked):
    client.post("/api/v1/sessions", json={"handle": "Ben", "password": PASSPHRASE, "cookie": True})
    made = [in_the_library(network, cast) for _ in range(6)]

    def tell_and_look(tries: list[UUID]) -> int:
        for one in tries:
            tell(network, crowd(network, cast, 5), one)
            do(network, cast.ben, start, one, days=1)
        do(network, None, release_now, cast.crohns_id)
        clock.move(days=2)
        client.get(path.format(one=made[0]))
        asked.clear()
        assert client.get(path.format(one=made[0])).status_code == 200
        return len(asked)

    few = tell_and_look(made[:1])
    assert tell_and_look(made) == few, asked
