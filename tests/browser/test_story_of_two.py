"""Two who write to each other alone, in browsers of their own: asked, taken up, live, reported, removed."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.four import RULE, Four, open_case, row
from tests.browser.keys import Keys
from tests.browser.room import Place, RoomPage
from tests.services.kept import wait_until

HARM = "Stop your infusions, bleach drops do more."
HELLO = "How did you tell them at work?"


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def begin(four: Four, who: str, whom: str) -> RoomPage:
    """From the other's page into a conversation with them."""
    visitor = four.visitor(who)
    page = visitor.go(f"/c/{four.slug}/members/{four.town.person_id(whom)}")
    page.get_by_role("button", name=f"Write to {whom}").click()
    expect(page.get_by_text("Only the two of you can read this.")).to_be_visible()
    return RoomPage(visitor, Place(four.slug, UUID(page.url.rpartition("/")[2])))


def waits(page: Page, count: int) -> None:
    """So much is told beside the way to one's conversations."""
    tab = page.get_by_role("navigation", name="Community").get_by_role("link", name="Conversations")
    if count:
        expect(tab.locator(".count")).to_have_text(f"{count} unread")
    else:
        expect(tab.locator(".count")).to_be_hidden()


def unread(four: Four, who: str) -> int:
    """As the server counts it."""
    found = four.town.call(who, "GET", f"/communities/{four.slug}/conversations").json()["items"]
    return sum(int(one["unread"]) for one in found)


def asked(page: Page, who: str) -> None:
    """From the tab to what somebody asks."""
    page.get_by_role("navigation", name="Community").get_by_role("link", name="Conversations").click()
    page.get_by_role("region", name="Would like to write with you").get_by_role("link", name=who).click()
    expect(page.get_by_text(f"{who} would like to write with you.")).to_be_visible()


def test_a_request_is_seen_at_once_taken_up_and_goes_on_live(four):
    theirs = four.visitor(four.old).go(f"/c/{four.slug}/members")
    expect(theirs.locator("html[data-hears]")).to_be_attached()
    waits(theirs, 0)
    mine = begin(four, four.new, four.old)
    mine.say(HELLO)
    mine.arrived(HELLO)
    expect(mine.page.get_by_text("who decides whether to answer")).to_be_visible()
    expect(mine.send).to_be_disabled()
    waits(theirs, 1)
    asked(theirs, four.new)
    expect(theirs.get_by_text(HELLO)).to_be_visible()
    theirs.get_by_role("button", name="Accept").click()
    expect(theirs.get_by_text("would like to write with you.")).to_have_count(0)
    expect(mine.send).to_be_enabled()  # the open page knows
    other = RoomPage(four.visitor(four.old), mine.room)
    other.say("In the lift, on a Friday.")
    mine.arrived("In the lift, on a Friday.")
    mine.say("A lift is a good room.")
    other.arrived("A lift is a good room.")
    assert wait_until(lambda: unread(four, four.old) == 0, 15)
    waits(four.tab(four.old, f"/c/{four.slug}"), 0)


def test_an_answer_takes_it_up_and_not_now_is_not_told(four):
    mine = begin(four, four.new, four.old)
    mine.say(HELLO)
    mine.arrived(HELLO)
    other = RoomPage(four.visitor(four.old), mine.room)
    other.page.get_by_role("button", name="Not now").click()
    expect(other.page.get_by_text("They can write no more, and are not told.")).to_be_visible()
    waits(other.page, 0)
    late = four.tab(four.new, mine.room.path)
    expect(late.get_by_text("who decides whether to answer")).to_be_visible()
    other = RoomPage(four.visitor(four.old), mine.room)
    expect(other.page.get_by_text("You said “not now”.")).to_be_visible()
    other.say("Now I can: in the lift.")
    other.arrived("Now I can: in the lift.")
    expect(other.page.get_by_text("You said “not now”.")).to_have_count(0)
    mine.arrived("Now I can: in the lift.")
    expect(mine.send).to_be_enabled()


def test_a_message_is_reported_and_removed_before_the_eyes_of_both(four):
    staff = four.queue(four.first)
    author = begin(four, four.old, four.new)
    author.say(HARM)
    reader = RoomPage(four.visitor(four.new), author.room)
    reader.choose(reader.arrived(HARM), "Report")
    form = reader.page
    expect(form.get_by_text("With the report facilitators are shown this message, and no more of it.")).to_be_visible()
    form.get_by_role("radio", name="advice that could do harm").check()
    form.get_by_role("button", name="Send the report").click()
    expect(form.get_by_text("Thank you for telling us.")).to_be_visible()
    expect(row(staff, "Report")).to_contain_text(HARM)

    case = open_case(staff, "Report")
    expect(case).to_contain_text("From a conversation of two")
    expect(case.locator(f"a[href*='{author.room.id}']")).to_have_count(0)
    staff.get_by_role("radio", name="is removed").check()
    staff.get_by_label("Rule of the charter").select_option(label=RULE)
    staff.get_by_label("Reason", exact=True).fill("Bleach burns.")
    staff.get_by_role("button", name="Decide", exact=True).click()
    expect(staff.get_by_text("Decided.")).to_be_visible()
    for page in (author, reader):
        expect(page.log).to_contain_text("A facilitator removed this message.")
        expect(page.page.get_by_text(HARM)).to_have_count(0)
    author.page.locator("#support").get_by_role("link", name="Why, and how to appeal").click()
    expect(author.page.get_by_role("link", name="A message of yours was removed in A small place")).to_be_visible()
    four.visitor(four.first).expect_complaint("status of 404")
    staff.goto(author.room.path)
    expect(staff.get_by_text("There is nothing here that we can show you")).to_be_visible()


def test_by_keys_alone_from_the_members_to_a_message(four):
    page = four.visitor(four.new).go(f"/c/{four.slug}/members")
    keys = Keys(page)
    keys.go_to(f"Write to {four.old}")
    keys.enter()
    expect(page.locator("#connection")).to_have_attribute("data-state", "ok")
    keys.go_to(f"Message to {four.old}")
    keys.write(HELLO)
    keys.enter()
    expect(page.get_by_role("log").get_by_text(HELLO)).to_be_visible()
    expect(page.get_by_text("who decides whether to answer")).to_be_visible()


def test_without_scripts_one_begins_is_asked_and_answers(four, visit):
    mine, theirs = (visit(who, java_script_enabled=False) for who in (four.new, four.old))
    page = mine.go(f"/c/{four.slug}/members")
    page.get_by_role("button", name=f"Write to {four.old}").click()
    page.get_by_label(f"Message to {four.old}").fill(HELLO)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("who decides whether to answer")).to_be_visible()
    other = theirs.go(f"/c/{four.slug}/members")
    waits(other, 1)
    asked(other, four.new)
    other.get_by_role("button", name="Accept").click()
    other.get_by_label(f"Message to {four.new}").fill("In the lift.")
    other.get_by_role("button", name="Send").click()
    mine.go(page.url.partition("#")[0])
    expect(page.get_by_text("In the lift.")).to_be_visible()
    expect(page.get_by_label(f"Message to {four.old}")).to_be_visible()


def test_whoever_takes_no_messages_is_not_written_to(four):
    theirs = four.visitor(four.old).go("/account/blocks")
    theirs.get_by_role("checkbox", name="may begin a conversation with me").uncheck()
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_text("Saved.")).to_be_visible()
    mine = four.visitor(four.new)
    mine.expect_complaint("status of 403")
    page = mine.go(f"/c/{four.slug}/members/{four.town.person_id(four.old)}")
    page.get_by_role("button", name=f"Write to {four.old}").click()
    expect(page.get_by_role("alert")).to_contain_text("You cannot write to them just now.")
