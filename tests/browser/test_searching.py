"""Searching in a browser: by keyboard, on the way to the message, and with JavaScript off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keys import Keys
from tests.browser.test_without_scripts import sign_in
from tests.browser.visitor import Visitor


@pytest.fixture
def old(town, room) -> str:
    """Something that was said long ago in a room where much was said since."""
    words = f"A heron stood in the reeds of {room.id.hex[:8]}."
    town.say(town.cast.ben, room.id, words)
    for number in range(90):
        town.say(town.cast.ben, room.id, f"Number {number}")
    return words


def found(page: Page):
    """What was found, once it was looked through: that takes a second or two."""

    def look() -> int:
        page.reload()
        return page.locator(".found > li").count()

    for _ in range(20):
        if look():
            return page.locator(".found > li")
        page.wait_for_timeout(300)
    raise AssertionError("nothing was found")


def test_by_keyboard_from_the_bar_to_the_message_where_it_was_said(visit, town, room, old):
    page = visit(town.cast.ana).go("/c/crohns/members")
    keys = Keys(page)
    keys.go_to("Search")
    keys.enter()
    expect(page.get_by_role("searchbox")).to_be_focused()
    keys.write(f"HERON {room.id.hex[:8]}")
    keys.enter()
    expect(page).to_have_url(town.server.url + f"/c/crohns/search?q=HERON+{room.id.hex[:8]}&from=&in=&after=&before=")
    hit = found(page)
    expect(hit.locator("mark")).to_have_text(["heron", room.id.hex[:8]])
    hit.get_by_role("link").focus()
    keys.enter()
    expect(page.get_by_text(old, exact=True)).to_be_in_viewport()
    expect(page.get_by_text("Number 24", exact=True)).not_to_be_attached()
    page.get_by_role("link", name="Go to the newest").click()
    expect(page.get_by_text("Number 89", exact=True)).to_be_in_viewport()


def test_a_recent_message_opens_in_the_live_room(visit, town, room):
    town.say(town.cast.ben, room.id, f"A grebe dived at {room.id.hex[:8]}.")
    page = visit(town.cast.ana).go(f"/c/crohns/search?q=grebe+{room.id.hex[:8]}")
    found(page).get_by_role("link").click()
    expect(page.get_by_text("A grebe dived")).to_be_in_viewport()
    expect(page.locator("#connection[data-state=ok]")).to_be_attached()


def test_words_are_shown_and_never_run(visit, town, room):
    town.say(town.cast.ben, room.id, f"`<script>alert(1)</script> <b>otter</b>` {room.id.hex[:8]}")
    page = visit(town.cast.ana).go(f"/c/crohns/search?q=otter+{room.id.hex[:8]}")
    expect(found(page)).to_contain_text("<script>alert(1)</script> <b>otter</b>")


def test_searching_works_without_scripts(visit, town, room, old):
    visitor: Visitor = visit(java_script_enabled=False)
    sign_in(visitor, town.newcomer("crohns"), "/signin?next=/c/crohns/search")
    page = visitor.page
    page.get_by_role("searchbox").fill(f"heron {room.id.hex[:8]}")
    page.get_by_role("button", name="Search").click()
    found(page).get_by_role("link").click()
    expect(page.get_by_text(old, exact=True)).to_be_in_viewport()
