"""A room's page, as somebody uses it."""

from __future__ import annotations

import re
from typing import NamedTuple
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor


class Place(NamedTuple):
    """A room of a community."""

    slug: str
    id: UUID

    @property
    def path(self) -> str:
        return f"/c/{self.slug}/rooms/{self.id}"


class RoomPage:
    """Opens a room's page and waits until it is connected. `clock`: time can be turned forward on it."""

    def __init__(self, visitor: Visitor, room: Place, *, clock: bool = False, tab: Page | None = None) -> None:
        self.visitor, self.room = visitor, room
        self.page = tab or visitor.page
        if clock:
            self.page.clock.install()
        self.page.goto(room.path)
        self.connected()

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def thread(self) -> Locator:
        return self.page.locator("#thread")

    @property
    def field(self) -> Locator:
        return self.page.locator("#composer").get_by_role("textbox")

    @property
    def send(self) -> Locator:
        return self.page.get_by_role("button", name="Send", exact=True)

    @property
    def status(self) -> Locator:
        return self.page.locator("#connection")

    def connected(self) -> None:
        expect(self.status).to_have_attribute("data-state", "ok")

    def say(self, text: str, *, anonymous: bool = False) -> None:
        """Write and press Send. Whether it arrived is another question."""
        self.field.fill(text)
        if anonymous:
            self.page.get_by_role("checkbox", name=re.compile("anonymously")).check()
        self.send.click()

    def row(self, text: str, place: Locator | None = None) -> Locator:
        return (place or self.log).locator("li.message").filter(has=self.page.get_by_text(text, exact=True))

    def arrived(self, text: str, *, times: int = 1) -> Locator:
        """The message stands in the log, stored, this many times."""
        row = self.row(text)
        waiting = row.and_(self.page.locator("[data-state=sending], [data-state=failed]"))
        expect(waiting).to_have_count(0)  # for a moment, the echo may stand beside what waits for its ack
        expect(row).to_have_count(times)
        return row

    def texts(self) -> list[str]:
        """What stands in the log, from top to bottom."""
        return self.log.locator("li.message .message-body").all_inner_texts()

    def press(self, row: Locator, act: str) -> None:
        """One of the buttons that a message shows when it is pointed at: reply, react or more."""
        row.hover()
        row.locator(f"[data-act={act}]").click()

    def choose(self, row: Locator, item: str) -> None:
        """An item of the menu that the three dots open."""
        self.press(row, "more")
        self.page.get_by_role("menuitem", name=item).click()

    def react(self, row: Locator, name: str) -> None:
        self.press(row, "react")
        self.page.get_by_role("menuitemcheckbox", name=name).click()

    def later(self, seconds: int) -> None:
        """Turn the page's clock forward: its timers run out now."""
        self.page.clock.fast_forward(seconds * 1000)


LEFT = "log => log.scrollHeight - log.clientHeight - log.scrollTop"


def below(log: Locator) -> float:
    """How far a log is scrolled from its end."""
    return float(log.evaluate(LEFT))
