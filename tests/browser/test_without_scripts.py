"""With JavaScript off one can still sign in, read, write and ask to join."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.cast import PASSPHRASE


@pytest.fixture
def plain(visit, town) -> tuple[Visitor, str]:
    """Somebody new whose browser runs no scripts, and their name."""
    return visit(java_script_enabled=False), town.newcomer("crohns")


def sign_in(visitor: Visitor, name: str, path: str) -> None:
    page = visitor.go(path)
    page.get_by_label("Name or e-mail").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()


def test_signing_in_reading_writing_and_older_messages_work_without_scripts(plain, town, room):
    for number in range(60):
        town.say(town.cast.ben, room.id, f"Number {number}")
    visitor, name = plain
    sign_in(visitor, name, f"/signin?next={room.path}")
    page = visitor.page
    expect(page.get_by_text("Number 59", exact=True)).to_be_visible()
    expect(page.locator("noscript p")).to_be_visible()
    page.locator("#composer").get_by_role("textbox").fill("Written **plainly**.")
    page.get_by_role("button", name="Send").click()
    said = page.get_by_role("log").locator("li.message").last
    expect(said).to_contain_text("Written plainly.")
    expect(said).to_contain_text(name)
    page.get_by_role("button", name="Load older messages").click()
    expect(page.get_by_text("Number 0", exact=True)).to_be_visible()
    expect(page.get_by_text("This is the beginning of")).to_be_visible()


def test_a_thread_can_be_read_and_answered_without_scripts(plain, town, room):
    root = town.say(town.cast.ben, room.id, "A root.")
    visitor, name = plain
    sign_in(visitor, name, f"/signin?next={room.path}/threads/{root}")
    thread = visitor.page.locator("#thread")
    expect(thread.get_by_role("heading", name="Replies to Ben")).to_be_visible()
    thread.get_by_role("textbox").fill("A branch.")
    thread.get_by_role("button", name="Reply").click()
    visitor.go(room.path).get_by_role("link", name="1 reply").click()
    expect(visitor.page.locator("#thread").get_by_text("A branch.")).to_be_visible()
    visitor.page.get_by_role("link", name="Close the thread").click()
    expect(visitor.page).to_have_url(f"{town.server.url}{room.path}")


def test_a_plain_form_sent_twice_says_a_thing_once(plain, town, room):
    """The form carries its key, so going back and sending again is harmless."""
    visitor, name = plain
    sign_in(visitor, name, f"/signin?next={room.path}")
    page = visitor.page
    page.locator("#composer").get_by_role("textbox").fill("Once.")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_text("Once.", exact=True)).to_be_visible()
    visitor.go(room.path)
    expect(page.get_by_role("log").locator("li.message")).to_have_count(1)


def test_a_decision_in_the_queue_needs_no_scripts(visit, town):
    name = town.newcomer()
    asking = visit(name, java_script_enabled=False)
    page = asking.go("/c/crohns")
    page.get_by_label("What brings you here?").fill("Company.")
    page.get_by_label("How long have you lived with Crohn's?").fill("Ten years.")
    page.get_by_role("checkbox", name="I have read the charter").check()
    page.get_by_role("button", name="Ask to join").click()
    staff = visit(town.cast.fay, java_script_enabled=False).go("/c/crohns/queue")
    staff.get_by_role("link", name=name).click()
    staff.get_by_role("radio", name="not now").check()
    staff.get_by_label("Reason", exact=True).fill("Please tell us a little more.")
    staff.get_by_role("button", name="Decide", exact=True).click()
    expect(staff.get_by_text("Decided. It is on record with your reason.")).to_be_visible()
    asking.go("/c/crohns")
    expect(page.get_by_text("Please tell us a little more.")).to_be_visible()
