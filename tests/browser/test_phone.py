"""A room under the thumb: no hovering, no room to spare."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.room import RoomPage
from tests.browser.visitor import Visitor

COVERED = """li => {
  const dots = li.querySelector("[data-act=more] svg").getBoundingClientRect();
  const words = document.createTreeWalker(li.querySelector(".message-body"), NodeFilter.SHOW_TEXT);
  const line = document.createRange();
  const under = one => one.right > dots.left && one.left < dots.right && one.bottom > dots.top && one.top < dots.bottom;
  while (words.nextNode()) {
    line.selectNodeContents(words.currentNode);
    if ([...line.getClientRects()].some(under)) return true;
  }
  return false;
}"""


@pytest.fixture
def phone(visit, town) -> Visitor:
    """Ana's phone."""
    return visit(town.cast.ana, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)


def test_the_three_dots_cover_no_words_and_open_everything(phone, town, room):
    for text in ("The first of two.", "Said right after it, " + "by the same person " * 9):
        town.say(town.cast.ben, room.id, text)
    page = RoomPage(phone, room)
    rows = page.log.locator("li.message")
    expect(rows).to_have_count(2)
    assert [row.evaluate(COVERED) for row in rows.all()] == [False, False]
    rows.last.locator("[data-act=more]").tap()
    expect(page.page.get_by_role("menuitem", name="Reply")).to_be_in_viewport()
    expect(page.page.get_by_role("menuitemcheckbox", name="Thank you")).to_be_in_viewport()


def test_enter_begins_a_new_line_and_the_button_sends(phone, room):
    page = RoomPage(phone, room)
    page.field.tap()
    page.field.press_sequentially("One")
    page.field.press("Enter")
    page.field.press_sequentially("Two")
    expect(page.field).to_have_value("One\nTwo")
    page.send.tap()
    expect(page.log.locator("li.message .message-body")).to_contain_text("Two")


def test_the_way_back_from_a_room_leads_to_all_rooms(phone, room):
    page = RoomPage(phone, room)
    expect(page.page.get_by_role("navigation", name="Rooms")).to_be_hidden()
    page.page.get_by_role("link", name="All rooms").tap()
    rooms = page.page.get_by_role("navigation", name="Rooms", exact=True)
    expect(rooms.get_by_role("link", name="Everyday")).to_be_visible()
    expect(page.log).to_be_hidden()
    page.page.go_back()
    expect(page.log).to_be_visible()
