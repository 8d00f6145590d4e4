"""A community of four: somebody new, a member who has long been there, and two who look after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from networks import jobs
from networks.communities.actions import begin_speaking
from networks.facilitation.models import Asking, FirstWords
from networks.moderation.models import Case
from tests.browser.room import Place, RoomPage
from tests.browser.visitor import Visitor
from tests.cast import CHARTER
from tests.edges.town import Town

RULE: Final = "2. No medical orders."
SEND: Final = """async ([path, said]) => {
  const proof = document.querySelector("meta[name=csrf-token]").content;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": proof };
  const answer = await fetch(`/api/v1${path}`, said ? { method: "POST", headers, body: JSON.stringify(said) } : {});
  return await answer.json();
}"""
"""A call to the HTTP interface from within a page: a path, and what is said where it is a POST."""


class Four:
    """Each with a browser of their own. `new`, `old`, `first` and `second` are their names."""

    def __init__(self, visit: Callable[..., Visitor], town: Town) -> None:
        self.visit, self.town = visit, town
        self.visitors: dict[str, Visitor] = {}
        self.slug = f"four{uuid4().hex[:12]}"
        made = {"slug": self.slug, "name": "A small place", "visibility": "private", "joining": "open"}
        answer = town.call(town.cast.opal, "POST", "/communities", made | {"charter": CHARTER})
        assert answer.status_code == 201, answer.text
        self.community_id = UUID(answer.json()["community"]["id"])
        self.place = Place(self.slug, town.new_room(self.slug))
        self.new, self.old = (town.newcomer(self.slug) for _ in range(2))
        self.first, self.second = (town.newcomer(self.slug, role="facilitator") for _ in range(2))
        with town.network.begin() as work:
            begin_speaking(work, self.community_id, town.person_id(self.old))

    def visitor(self, who: str) -> Visitor:
        """Somebody with their browser, the same each time."""
        if who not in self.visitors:
            self.visitors[who] = self.visit(who)
        return self.visitors[who]

    def expect_complaint(self, pattern: str) -> None:
        """Chromium will say so to some of them although nothing is wrong."""
        for visitor in self.visitors.values():
            visitor.expect_complaint(pattern)

    def room(self, who: str, *, tab: bool = False) -> RoomPage:
        """Somebody's page of the room; with `tab` beside the one that they have."""
        visitor = self.visitor(who)
        return RoomPage(visitor, self.place, tab=visitor.context.new_page() if tab else None)

    def tab(self, who: str, path: str) -> Page:
        """Another page of theirs, beside the first."""
        page = self.visitor(who).context.new_page()
        page.goto(path)
        return page

    def report(self, who: str, said: Locator, reason: str = "advice that could do harm") -> None:
        """Somebody tells the facilitators about a message, in another tab than the one in which it stands."""
        message_id = (said.get_attribute("id") or "").removeprefix("m-")
        page = self.tab(who, f"/c/{self.slug}/report/message/{message_id}")
        page.get_by_role("radio", name=reason).check()
        page.get_by_label("What should the facilitators know?").fill("It could kill.")
        page.get_by_role("button", name="Send the report").click()
        expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
        page.close()

    def queue(self, who: str) -> Page:
        """A facilitator's page of the queue, which hears what happens."""
        page = self.visitor(who).go(f"/c/{self.slug}/queue")
        connected(page)
        return page

    def pass_time(self, **by: float) -> None:
        """All that waits here has waited longer by so much, and the worker looks."""
        with self.town.network.begin() as work:
            for kept in (FirstWords, Asking, Case):
                for row in work.session.scalars(select(kept).where(kept.community_id == self.community_id)):
                    _age(row, timedelta(**by))
            jobs.enqueue(work, "newcomers", uuid4().hex, {})

    def cases(self, **which: str) -> list[Any]:
        """The queue, as it is stored."""
        asked = "&".join(f"{name}={value}" for name, value in which.items())
        answer = self.town.call(self.first, "GET", f"/communities/{self.slug}/cases?{asked}")
        assert answer.ok, answer.text
        found: list[Any] = answer.json()["items"]
        return found


def _age(row: Any, by: timedelta) -> None:
    for column in row.__table__.columns:
        value = getattr(row, column.key)
        if isinstance(value, datetime):
            setattr(row, column.key, value - by)


def hearing(page: Page) -> list[str]:
    """All that the server tells a page from now on, without its asking."""
    heard: list[str] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: heard.append(str(frame))))
    return heard


def connected(page: Page) -> None:
    expect(page.locator("body[data-live-now]")).to_be_attached()


def row(page: Page, words: str) -> Locator:
    """A case in the queue."""
    return page.locator(".case-row").filter(has_text=words)


def open_case(page: Page, words: str) -> Locator:
    """Choose a case in the queue; returns its pane, once it hears what happens."""
    row(page, words).click()
    pane = page.locator("#case")
    expect(page.locator(".case-row[aria-current]")).to_contain_text(words)
    expect(pane.get_by_role("heading", level=2)).to_be_visible()
    connected(page)
    return pane
