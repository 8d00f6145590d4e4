"""What a reader finds on coming back, and that nothing moves what they look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.room import Place, RoomPage, below
from tests.services.kept import wait_until

Fill = Callable[[int], None]
HIDDEN = "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {} }})"
TURNED = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def fill(town, room: Place) -> Fill:
    """Ben says this many things, before anybody opens the room."""

    def say(count: int) -> None:
        for number in range(count):
            town.say(town.cast.ben, room.id, f"Number {number}")

    return say


def unread(town, room: Place) -> int:
    """As the server counts it for Ana."""
    rooms = town.call(town.cast.ana, "GET", "/communities/crohns/rooms").json()["items"]
    return next(int(each["unread"]) for each in rooms if each["id"] == str(room.id))


def top(row: Locator) -> float:
    box = row.bounding_box()
    assert box is not None
    return box["y"]


def test_a_line_shows_what_is_new_since_one_was_here(ana, town, room, fill):
    fill(12)
    town.call(town.cast.ana, "PUT", f"/rooms/{room.id}/read", {"seq": 9})
    page = RoomPage(ana, room)
    line = page.log.get_by_text("New since you were here")
    expect(line).to_be_in_viewport()
    new = page.log.locator("li[data-new] ~ li.message .message-body")
    assert new.all_inner_texts() == ["Number 9", "Number 10", "Number 11"]


def test_what_is_read_is_no_longer_counted_as_unread(ana, town, room, fill):
    fill(3)
    other = RoomPage(ana, Place("crohns", town.new_room("crohns")))
    link = other.page.get_by_role("navigation", name="Rooms").locator(f"a[href$='{room.path}']")
    expect(link).to_contain_text("3 unread")
    link.click()
    expect(ana.page.get_by_text("Number 2", exact=True)).to_be_visible()
    assert wait_until(lambda: unread(town, room) == 0, 15)
    ana.go("/c/crohns/rooms")
    assert ana.page.url.endswith(room.path)
    expect(ana.page.locator("li[data-new]")).to_have_count(0)


def test_what_comes_while_one_looks_elsewhere_is_counted_in_the_title_and_marked(ana, room, fill, ben_says):
    fill(1)
    page = RoomPage(ana, room)
    name = page.page.title()
    page.page.evaluate(HIDDEN.format("true"))
    page.page.evaluate(TURNED)
    ben_says("Are you there?")
    ben_says("Hello?")
    page.page.wait_for_function("document.title.startsWith('(2)')")
    page.page.evaluate(HIDDEN.format("false"))
    page.page.evaluate(TURNED)
    expect(page.page).to_have_title(name)
    new = page.log.locator("li[data-new] ~ li.message .message-body")
    assert new.all_inner_texts() == ["Are you there?", "Hello?"]


def test_a_reader_who_has_scrolled_up_is_left_where_they_are(ana, room, fill, ben_says):
    fill(30)
    page = RoomPage(ana, room)
    page.log.evaluate("log => log.scrollTo(0, 0)")
    before = top(page.row("Number 3"))
    ben_says("Look, a heron.")
    newer = page.page.get_by_role("button", name="1 new message")
    expect(newer).to_be_visible()
    assert top(page.row("Number 3")) == before
    newer.click()
    expect(newer).to_be_hidden()
    expect(page.row("Look, a heron.")).to_be_in_viewport()


def test_a_reader_at_the_end_stays_at_the_end(ana, room, fill, ben_says):
    fill(30)
    page = RoomPage(ana, room)
    page.log.evaluate("log => log.scrollTo(0, log.scrollHeight)")
    for number in range(3):
        ben_says(f"Line\n\nafter\n\nline {number}")
    expect(page.log.locator("li.message").filter(has_text="line 2")).to_be_in_viewport()
    assert below(page.log) < 3
    expect(page.page.get_by_role("button", name="new message")).to_be_hidden()


def test_older_messages_come_above_and_nothing_moves_until_the_beginning_is_there(ana, room, fill):
    fill(110)
    page = RoomPage(ana, room)
    rows = page.log.locator("li.message")
    expect(rows).to_have_count(50)
    before = below(page.log)
    older = page.page.get_by_role("button", name="Load older messages")
    older.evaluate("button => button.closest('form').requestSubmit()")
    expect(rows).to_have_count(100)
    assert abs(below(page.log) - before) <= 2
    expect(page.page.get_by_text("This is the beginning")).to_be_hidden()
    older.evaluate("button => button.closest('form').requestSubmit()")
    expect(rows).to_have_count(110)
    assert page.texts() == [f"Number {number}" for number in range(110)]
    expect(older).to_be_hidden()
    expect(page.page.get_by_text("This is the beginning")).to_be_visible()


def test_older_messages_come_by_themselves_to_whoever_scrolls_up(ana, room, fill):
    fill(60)
    page = RoomPage(ana, room, clock=True)
    page.later(2)
    page.log.evaluate("log => log.scrollTo(0, 200)")
    page.log.evaluate("log => log.scrollTo(0, 0)")
    expect(page.log.locator("li.message")).to_have_count(60)


def test_a_link_to_a_message_leads_to_it(ana, ben, town, room, fill):
    fill(30)
    page = RoomPage(ben, room)
    address = page.row("Number 4").get_attribute("id")
    ana.go(f"{room.path}#{address}")
    expect(ana.page.get_by_text("Number 4", exact=True)).to_be_in_viewport()
