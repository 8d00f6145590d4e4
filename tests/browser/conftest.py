"""Real browsers on a real server. One of each serves all tests of a worker; each test has a room of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from networks.work import Asker
from tests.browser.chromium import launch
from tests.browser.room import Place, RoomPage
from tests.browser.visitor import LINE, Visitor, handle_of
from tests.cast import Played
from tests.edges.town import Town, settled
from tests.frame.servers import Server

PATIENCE = 15_000
"""Milliseconds after which an expected thing counts as not coming. No test is about speed."""

Visit = Callable[..., Visitor]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def launched(chromium: str) -> Iterator[Callable[..., Browser]]:
    """Start browsers, with flags where they need some."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield lambda *flags: launch(playwright, chromium, *flags)


@pytest.fixture(scope="session")
def browser(launched: Callable[..., Browser]) -> Iterator[Browser]:
    opened = launched()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, played: Played, secret: str) -> Iterator[Town]:
    """The cast on a real server, which no test stops."""
    yield from _town(tmp_path_factory.mktemp("browser-town"), played, secret)


@pytest.fixture(scope="session")
def shaky_town(tmp_path_factory: pytest.TempPathFactory, played: Played, secret: str) -> Iterator[Town]:
    """Another one, whose server tests stop and start again."""
    yield from _town(tmp_path_factory.mktemp("shaky-town"), played, secret)


def _town(folder: Path, played: Played, secret: str) -> Iterator[Town]:
    server = Server(folder, {})
    try:
        server.start()
        with settled(server, played, secret) as town:
            yield town
    finally:
        server.close()


@pytest.fixture(scope="session")
def cookies() -> dict[tuple[str, str], Any]:
    """Of people who have signed in before, by server."""
    return {}


@pytest.fixture
def visit(browser: Browser, town: Town, cookies: dict[tuple[str, str], Any]) -> Iterator[Visit]:
    """`visit(cast.ana)` is Ana with a browser, `visit()` nobody; `again=False` signs in anew. No page may complain."""
    opened: list[Visitor] = []

    def open_one(
        who: Asker | str = "", *, again: bool = True, at: Town = town, by: Browser = browser, **options: Any
    ) -> Visitor:
        visitor = Visitor(by, at, **options)
        opened.append(visitor)
        if who:
            known = (at.server.url, handle_of(who))
            if again and known in cookies:
                visitor.context.add_cookies(cookies[known])
            else:
                visitor.sign_in(handle_of(who))
                cookies.setdefault(known, visitor.context.cookies())
        return visitor

    yield open_one
    complaints = [said for visitor in opened for said in visitor.close()]
    assert not complaints, "the pages complain: " + "\n".join(complaints)


@pytest.fixture
def ana(visit: Visit, town: Town) -> Visitor:
    return visit(town.cast.ana)


@pytest.fixture
def ben(visit: Visit, town: Town) -> Visitor:
    return visit(town.cast.ben)


@pytest.fixture
def fay(visit: Visit, town: Town) -> Visitor:
    """Who facilitates."""
    return visit(town.cast.fay)


@pytest.fixture
def room(town: Town) -> Place:
    """A new room of `crohns`, empty."""
    return Place("crohns", town.new_room("crohns"))


@pytest.fixture
def ben_says(town: Town, room: Place) -> Callable[[str], None]:
    """Ben says something in the room while others are there."""

    def say(text: str) -> None:
        said = {"body": text, "client_key": uuid4().hex}
        answer = town.call(town.cast.ben, "POST", f"/rooms/{room.id}/messages", said)
        assert answer.status_code == 201, answer.text

    return say


@pytest.fixture
def shaky_room(shaky_town: Town) -> Place:
    return Place("crohns", shaky_town.new_room("crohns"))


@pytest.fixture
def enter(visit: Visit, shaky_town: Town, shaky_room: Place) -> Callable[..., RoomPage]:
    """`enter("ana")`: Ana's page of the shaky room, on which time can be turned forward."""

    def entered(who: str) -> RoomPage:
        visitor = visit(shaky_town.asker(who), at=shaky_town)
        visitor.expect_complaint(LINE)
        return RoomPage(visitor, shaky_room, clock=True)

    return entered
